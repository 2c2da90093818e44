/** What failures of providers mean for meetings, read by every job of this module. */
import { afterProviderFailure } from '#providers'

export const afterFailure = afterProviderFailure({
  notSignedIn: 'Nobody is signed in: authenticate the account or sign in yourself, then save again',
  lacksRight: 'The account lacks a right: grant it at the provider, then save again',
  notFound: 'The provider does not know this meeting',
})
