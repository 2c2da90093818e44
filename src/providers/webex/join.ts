import type { Account, JoiningRegistrant, Webinar } from '../contract.ts'
import * as client from './client.ts'
import { displayNameOf, rejected } from './mapping.ts'
import { choicesOf } from './settings.ts'

/** Made at the click, good for some minutes, for one browser; never stored. */
export async function joinUrl(
  account: Account,
  { webinarId }: Webinar,
  registrant: JoiningRegistrant,
): Promise<string> {
  if (choicesOf(account).approval === 'manual')
    await requireApproval(account, webinarId, registrant)
  const exchange = await client.askJoinLink(account, {
    meetingId: webinarId,
    email: registrant.email,
    displayName: displayNameOf(registrant),
  })
  return client.readJoinLink(exchange).joinLink
}

/** Webex makes a link for anybody; that the host has to approve is only known to the registration. */
async function requireApproval(
  account: Account,
  webinarId: string,
  { registrantId }: JoiningRegistrant,
): Promise<void> {
  const id = /^registrants\/(.+)$/.exec(registrantId ?? '')?.[1]
  if (id === undefined) return
  const exchange = await client.askRegistrant(account, webinarId, id)
  const { status } = client.readRegistrant(exchange)
  if (status === 'pending')
    throw rejected('The host has to approve this registration at Webex first.')
  if (status === 'rejected') throw rejected('The host has denied this registration.')
}
