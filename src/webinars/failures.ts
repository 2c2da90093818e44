/** What failures of providers mean for webinars, read by every job of this module. */
import { afterProviderFailure, ProviderError } from '#providers'

export const afterFailure = afterProviderFailure({
  notSignedIn: 'The account is not signed in: authenticate the webinar configuration, then retry',
  lacksRight: 'The account lacks a right: grant it at the provider, then retry',
  notFound: 'The provider does not know this webinar',
})

/** Whether the provider itself answered, for the choice between the two failed publishing states. */
export function isProvidersAnswer(error: unknown): boolean {
  return error instanceof ProviderError && error.kind !== 'unavailable'
}
