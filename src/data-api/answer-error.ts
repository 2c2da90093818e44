import { isRefusal, type Refusal } from '#errors'
import { problemOf } from '#http'
import { type DataAnswer, jsonAnswer } from './exchange.ts'
import type { Preferences } from './read-preferences.ts'

export interface ErrorContext {
  readonly requestId: string
  /** Where to get tokens; in the 401 that clients discover it from. */
  readonly publicUrl: string
  readonly preferences: Preferences | undefined
}

/** `{"error":{"code":"0x80060888","message":"…"}}`, as every client of Dataverse reads it. */
export function answerError(error: unknown, context: ErrorContext): DataAnswer {
  const problem = problemOf(error, context.requestId)
  const code = hexCode(isRefusal(error) ? error : undefined, problem.status)
  const body = { code, message: problem.detail, ...verbose(context, problem.code) }
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

const details = '@Microsoft.PowerApps.CDS.ErrorDetails.'

function verbose({ preferences, requestId }: ErrorContext, code: string) {
  if (preferences?.wants('Microsoft.PowerApps.CDS.TraceText') !== true) return {}
  return {
    [`${details}OperationStatus`]: '0',
    [`${details}Refusal`]: code,
    '@Microsoft.PowerApps.CDS.TraceText': `Request ${requestId}`,
  }
}

function extraHeaders(
  error: unknown,
  status: number,
  { publicUrl }: ErrorContext,
): Record<string, string> {
  if (status === 401) {
    const authority = `authorization_uri=${publicUrl}/oauth2/authorize`
    return { 'www-authenticate': `Bearer ${authority}, resource_id=${publicUrl}/` }
  }
  if (isRefusal(error, 'method-not-allowed')) return { allow: String(error.values.allowed) }
  if (isRefusal(error, 'too-many-requests')) return { 'retry-after': String(error.values.wait) }
  return {}
}
