/** The one webhook of a configuration at the vendor: the same for all its rooms. */
import { createHmac } from 'node:crypto'
import { ProviderError } from '../provider-error.ts'
import {
  askChangedWebhook,
  askNewWebhook,
  providerId,
  readWebhook,
  type Team,
  webhooksOf,
} from './client.ts'
import type { WebhookBody } from './wire.ts'

/** What the vendor names these; everything else that happens in a room is not ours to know. */
const events = ['session_started', 'session_ended', 'recording_ready', 'room_deleted'] as const

/** Longer addresses are refused by the vendor. */
const longestEndpoint = 100

/**
 * What the vendor sends back in `Authorization`. It is made from the developer key, so a new key
 * changes it and nothing has to be stored.
 */
export function callbackSecret({ key, account }: Team): string {
  return createHmac('sha256', key)
    .update(`webhook of ${account.configurationId}`)
    .digest('base64url')
}

/** Creates the webhook, or brings the one that there is up to date. Gives its id. */
export async function ensureWebhook(team: Team): Promise<string> {
  const body = webhookBody(team)
  const standing = (await webhooksOf(team)).find(({ endpoint }) => endpoint === body.endpoint)
  if (standing === undefined) return readWebhook(await askNewWebhook(team, body)).id
  if (standing.authorization_header === body.authorization_header) return standing.id
  return readWebhook(await askChangedWebhook(team, standing.id, body)).id
}

function webhookBody(team: Team): WebhookBody {
  const endpoint = team.account.callbackUrl
  if (endpoint.length <= longestEndpoint) {
    return {
      endpoint,
      name: 'Greenroom',
      authorization_header: callbackSecret(team),
      events,
    }
  }
  throw new ProviderError('rejected', {
    provider: providerId,
    message: `Digital Samba calls addresses of at most ${longestEndpoint} characters; that of this hub has ${endpoint.length}. Attendance is asked for nevertheless. A shorter public URL would help.`,
  })
}
