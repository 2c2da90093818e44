/** `POST $batch`: requests one after the other; a change set is one transaction. */
import { randomUUID } from 'node:crypto'
import { answerRequest } from '../answer-request.ts'
import { actedFor } from '../callers.ts'
import { withCurrentTables } from '../customize/current-tables.ts'
import type { DataAnswer, DataRequest, Streams, Visit } from '../exchange.ts'
import { plainPath } from '../plain-path.ts'
import { type Preferences, readPreferences } from '../read-preferences.ts'
import { refusals } from '../refusals.ts'
import { methodNotAllowed } from '../write/writing.ts'
import { type BatchItem, type BatchPart, readBatch } from './read-batch.ts'
import { type AnsweredItem, type AnsweredPart, writeBatch } from './write-batch.ts'

export type AnswerFailure = (error: unknown, preferences: Preferences | undefined) => DataAnswer

interface Batching {
  readonly visit: Visit
  readonly answerFailure: AnswerFailure
  /** Addresses of rows that were made so far, by Content-ID. */
  readonly references: Map<string, string>
}

export async function answerBatch(visit: Visit, answerFailure: AnswerFailure): Promise<DataAnswer> {
  if (visit.request.method !== 'POST') throw methodNotAllowed(visit, 'POST')
  const items = readBatch(visit.request.headers['content-type'], visit.request.body)
  const batching = { visit, answerFailure, references: new Map<string, string>() }
  const answered: AnsweredItem[] = []
  let status = 200
  for (const item of items) {
    const { found, worst } = await answerItem(batching, item)
    answered.push(found)
    if (worst < 400 || visit.preferences.continueOnError) continue
    status = worst
    break
  }
  const boundary = `batchresponse_${randomUUID()}`
  const headers = { 'content-type': `multipart/mixed; boundary=${boundary}` }
  return { status, headers, body: writeBatch(answered, boundary) }
}

interface ItemAnswer {
  readonly found: AnsweredItem
  readonly worst: number
}

async function answerItem(batching: Batching, item: BatchItem): Promise<ItemAnswer> {
  if (item.kind === 'request') {
    const part = await answerAlone(batching, item.part)
    return { found: { kind: 'request', part }, worst: part.answer.status }
  }
  return await answerChangeSet(batching, item.parts)
}

async function answerAlone(batching: Batching, part: BatchPart): Promise<AnsweredPart> {
  const { contentId } = part
  const preferences = readPreferences(part.headers.prefer)
  try {
    return { answer: await answerPart(batching, batching.visit, part), contentId }
  } catch (error) {
    return { answer: batching.answerFailure(error, preferences), contentId }
  }
}

async function answerPart(
  { references }: Batching,
  visit: Visit,
  part: BatchPart,
): Promise<DataAnswer> {
  refuseOtherUser(visit.request, part)
  const request = requestOf(visit.request, part, references)
  const preferences = readPreferences(part.headers.prefer)
  const scope = { ...visit.scope, streams: noStreams }
  const inner = { ...visit, scope, request, preferences }
  const answer = await answerRequest(inner, { references })
  if (part.contentId !== undefined && answer.entityId !== undefined) {
    references.set(part.contentId, answer.entityId)
  }
  if (preferences.honoured.length === 0) return answer
  const headers = { ...answer.headers, 'preference-applied': preferences.honoured.join(', ') }
  return { ...answer, headers }
}

/** To act as somebody else than the part says would go unnoticed. */
function refuseOtherUser({ headers }: DataRequest, part: BatchPart): void {
  const wanted = actedFor(part.headers)
  if (wanted === undefined || wanted.user === actedFor(headers)?.user) return
  const problem = `${wanted.header} belongs to the headers of the batch, not of a request in it`
  throw refusals['wrong-batch']({ problem }, { input: wanted.header })
}

/** All or nothing; the failure stands for the whole set. */
async function answerChangeSet(
  batching: Batching,
  parts: readonly BatchPart[],
): Promise<ItemAnswer> {
  const boundary = `changesetresponse_${randomUUID()}`
  let current: BatchPart | undefined
  try {
    const answered = await withCurrentTables(batching.visit, (visit) =>
      visit.scope.together(async (scope) => {
        const done: AnsweredPart[] = []
        const together = { ...batching, visit: { ...visit, scope } }
        for (current of parts) done.push(await answerTogether(together, current))
        return done
      }),
    )
    return { found: { kind: 'change set', parts: answered, boundary }, worst: 200 }
  } catch (error) {
    const answer = batching.answerFailure(error, readPreferences(current?.headers.prefer))
    const failed = { answer, contentId: current?.contentId }
    return { found: { kind: 'request', part: failed }, worst: answer.status }
  }
}

async function answerTogether(batching: Batching, part: BatchPart): Promise<AnsweredPart> {
  if (part.method === 'GET') {
    throw refusals['wrong-batch']({ problem: 'GET is not allowed inside a change set' })
  }
  const answer = await answerPart(batching, batching.visit, part)
  return { answer, contentId: part.contentId }
}

function requestOf(
  outer: DataRequest,
  part: BatchPart,
  references: ReadonlyMap<string, string>,
): DataRequest {
  const [address = '', ...rest] = part.url.split('?')
  return {
    method: part.method,
    root: outer.root,
    path: pathOf(address, references),
    query: rest.join('?'),
    headers: part.headers,
    body: part.body,
    batched: true,
  }
}

/** `$1/nav` goes on from the row that the request with Content-ID 1 made. */
function pathOf(address: string, references: ReadonlyMap<string, string>): string {
  const reference = /^\/?(?:\$|%24)([\w.-]+)(?=\/|$)/.exec(address)
  const known = reference === null ? undefined : references.get(reference[1] ?? '')
  if (reference !== null && known === undefined && !reserved.has(reference[0])) {
    throw refusals['content-id-unknown']({ reference: reference[0] })
  }
  const whole = known === undefined ? address : known + address.slice(reference?.[0].length)
  return plainPath(
    whole.replace(/^https?:\/\/[^/]+/i, '').replace(/^\/?api\/data\/v[\d.]+(?=\/|$)/i, ''),
  )
}

/** Answers stand inside one text. */
const noStreams: Streams = { take: () => undefined }

const reserved = new Set(['$metadata', '/$metadata'])
