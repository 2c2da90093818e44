import { withTransaction } from '#database'
import type { Caller } from '#pipeline'
import { deleteAuthorizationRequests } from './authorization-rows.ts'
import { authorized, serviceStatus } from './choices.ts'
import { requireConfiguration } from './configuration.ts'
import type { Needs } from './needs.ts'
import { requireRight } from './policy.ts'
import { forgetPersons, forgetTokens } from './tokens.ts'
import { writeConfiguration } from './write-configuration.ts'

/**
 * Removes all credentials of a configuration, which turns the account off: its use is refused with
 * `account-off`. Credentials of the provider record stay, other configurations may use them.
 */
export async function deleteCredentials(
  needs: Needs,
  caller: Caller,
  { configurationId }: { readonly configurationId: string },
): Promise<void> {
  requireRight(caller, 'Update')
  await requireConfiguration(needs.db, configurationId)
  await withTransaction(needs.db, async (tx) => {
    await forgetTokens(needs.vault, tx, configurationId)
    await forgetPersons(needs.vault, tx, configurationId)
    await deleteAuthorizationRequests(tx, configurationId)
    await writeConfiguration(needs, tx, caller, configurationId, {
      msevtmgt_accesstoken: null,
      msevtmgt_accesstokenkey: null,
      msevtmgt_accesstokensecret: null,
      msevtmgt_clientid: null,
      gr_actionclientid: null,
      gr_actionclientsecret: null,
      gr_apitoken: null,
      gr_callbacksecret: null,
      gr_clientsecret: null,
      gr_jwtprivatekey: null,
      gr_jwtpublickey: null,
      msevtmgt_authorized: authorized.no.value,
      msevtmgt_providerservicestatus: serviceStatus.notAuthenticated.value,
      msevtmgt_message: 'The credentials were deleted.',
      gr_tokenexpireson: null,
    })
  })
}
