/** What a bin does with a request: check what endpoints promise, keep it, answer as it was told. */
import { randomUUIDv7 } from 'node:crypto'
import type { Clock } from '#clock'
import { type Db, withTransaction } from '#database'
import type { ReceivedCheck, Webhooks } from '#webhooks'
import { insertRequest, takeAnswer } from './bin-rows.ts'
import { requestsPerSecond } from './limits.ts'
import type { Pace } from './pace.ts'
import { refusals } from './refusals.ts'
import { type Answer, addressOf, type RawHeaders } from './request-bin.ts'

export interface ReceiveNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly webhooks: Pick<Webhooks, 'checkReceived'>
  readonly publicUrl: string
  readonly pace: Pace
}

export interface ReceivedRequest {
  readonly token: string
  readonly method: string
  readonly target: string
  readonly headers: RawHeaders
  readonly body: Buffer
}

/** @throws the refusals `bin-unknown`, `bin-busy` */
export async function receiveRequest(
  needs: ReceiveNeeds,
  request: ReceivedRequest,
): Promise<Answer> {
  const { db, clock, pace } = needs
  if (!pace.take(request.token)) throw refusals['bin-busy']({ limit: requestsPerSecond })
  const bin = await takeAnswer(db, request.token, clock.now())
  if (bin === undefined) throw refusals['bin-unknown']()
  const checks = await needs.webhooks.checkReceived({
    address: addressOf(needs.publicUrl, request.token),
    receivedOn: clock.now(),
    ...request,
  })
  const kept = {
    ...withoutSecrets(request, checks),
    ...asText(request.body),
    id: randomUUIDv7(),
    receivedOn: clock.now(),
    method: request.method.slice(0, 20),
    verdicts: checks.map(({ endpointId, endpointName, checks: each }) => ({
      endpointId,
      endpointName,
      checks: each,
    })),
    answered: bin.answer.status,
  }
  await withTransaction(db, (tx) => insertRequest(tx, bin.id, kept))
  return bin.answer
}

const shownInstead = '[as registered]'

/** What an endpoint is registered with stays in the vault: its values are not kept here. */
function withoutSecrets(
  { headers, target }: ReceivedRequest,
  checks: readonly ReceivedCheck[],
): { headers: RawHeaders; target: string } {
  const secrets = new Set(checks.flatMap((each) => each.secretHeaders))
  const written = checks.flatMap((each) => each.secretsInQuery)
  return {
    headers: headers.map(([name, value]) => [name, secrets.has(value) ? shownInstead : value]),
    target: written.reduce(
      (text, secret) => text.replaceAll(`=${secret}`, `=${shownInstead}`),
      target,
    ),
  }
}

/** PostgreSQL keeps no NUL in text, and not every body is text. */
function asText(body: Buffer) {
  const text = body.toString('utf8')
  const isText = !text.includes('\0') && Buffer.from(text).equals(body)
  return {
    body: isText ? text : body.toString('base64'),
    isBase64: !isText,
    bodyBytes: body.length,
  }
}
