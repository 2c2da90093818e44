import { isRefusal, type Refusal } from '#errors'
import { type Problem, problemOf } from '#http'
import { isEndpointUnavailable } from '#webhooks'
import { type DataAnswer, jsonAnswer } from './exchange.ts'
import type { Preferences } from './read-preferences.ts'
import { refusals } from './refusals.ts'

export interface ErrorContext {
  readonly requestId: string
  /** Where to get tokens; in the 401 that clients discover it from. */
  readonly publicUrl: string
  readonly preferences: Preferences | undefined
  /** Whether the client may be one that asks its user for name and password, such as Excel. */
  readonly offerBasic: boolean
}

/** `{"error":{"code":"0x80060888","message":"…"}}`, as every client of Dataverse reads it. */
export function answerError(thrown: unknown, context: ErrorContext): DataAnswer {
  const error = asBusy(thrown)
  const problem = problemOf(error, context.requestId)
  const code = hexCode(isRefusal(error) ? error : undefined, problem.status)
  const body = { code, message: problem.detail, ...verbose(context, error, problem) }
  return jsonAnswer(problem.status, JSON.stringify({ error: body }), {
    'x-ms-service-request-id': context.requestId,
    ...extraHeaders(error, problem.status, context),
  })
}

/** Refusals without a code of the vendor's get the general one of their status. */
function hexCode(refusal: Refusal | undefined, status: number): string {
  const code = refusal?.dataverse ?? (status >= 500 ? 0x80040216 : 0x80040203)
  return `0x${code.toString(16).padStart(8, '0')}`
}

/** The pool's own words; its error has no code. */
const poolIsExhausted = /^timeout exceeded when trying to connect$/

/** All connections for reading are taken by slow queries: writes go on, and so will reads. */
function asBusy(error: unknown): unknown {
  const isBusy = error instanceof Error && poolIsExhausted.test(error.message)
  return isBusy ? refusals['too-busy']({}, { cause: error }) : error
}

const vendor = '@Microsoft.PowerApps.CDS.'

/** For who asks for annotations: what programs compare, and the log that a user can download. */
function verbose(
  { preferences, requestId }: ErrorContext,
  error: unknown,
  { code, title }: Problem,
): Record<string, string> {
  const log = isEndpointUnavailable(error) ? error.log : `Request ${requestId}`
  const cause = error instanceof Error && isRefusal(error.cause) ? error.cause.sentence : title
  const said = {
    [`${vendor}ErrorDetails.OperationStatus`]: '0',
    [`${vendor}ErrorDetails.SubErrorCode`]: '0',
    [`${vendor}ErrorDetails.Refusal`]: code,
    [`${vendor}InnerError.Message`]: cause,
    [`${vendor}TraceText`]: log,
  }
  return Object.fromEntries(
    Object.entries(said).filter(([name]) => preferences?.wants(name.slice(1)) === true),
  )
}

/** When a write may find a connection that no webhook holds, or a read one that is free. */
const busySeconds = '5'

function extraHeaders(
  error: unknown,
  status: number,
  { publicUrl, offerBasic }: ErrorContext,
): Record<string, string> {
  if (status === 401) {
    const bearer = `Bearer authorization_uri=${publicUrl}/oauth2/authorize, resource_id=${publicUrl}/`
    return { 'www-authenticate': offerBasic ? `${bearer}, Basic realm="Greenroom"` : bearer }
  }
  if (status === 503) return { 'retry-after': busySeconds }
  if (isRefusal(error, 'method-not-allowed')) return { allow: String(error.values.allowed) }
  if (isRefusal(error) && status === 429) return { 'retry-after': String(error.values.wait) }
  return {}
}
