import { general, isRefusal, type Refusal } from '#errors'

/** RFC 9457 problem details, with what a person needs to mend the request. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly advice: string
  readonly input?: string
  readonly expected?: string
  readonly found?: string
  readonly requestId: string
}

/** The refusal behind an error; anything unplanned becomes `unexpected-failure`, its cause kept. */
export function refusalOf(error: unknown, requestId: string): Refusal {
  if (isRefusal(error)) return error
  return frameworkRefusal(error) ?? general['unexpected-failure']({ requestId }, { cause: error })
}

export function problemOf(error: unknown, requestId: string): Problem {
  const refusal = refusalOf(error, requestId)
  return {
    type: `urn:greenroom:refusal:${refusal.code}`,
    title: refusal.sentence,
    status: refusal.status,
    detail: `${refusal.sentence} ${refusal.advice}`,
    code: refusal.code,
    advice: refusal.advice,
    ...(refusal.input === undefined ? {} : { input: refusal.input }),
    ...(refusal.expected === undefined ? {} : { expected: refusal.expected }),
    ...(refusal.found === undefined ? {} : { found: refusal.found }),
    requestId,
  }
}

interface FrameworkError {
  readonly code?: string
  readonly statusCode?: number
  readonly message: string
  readonly validation?: readonly { instancePath: string; message?: string }[]
  readonly validationContext?: string
}

/** What Fastify refuses before a handler runs: bad JSON, too large, wrong media type, bad shape. */
function frameworkRefusal(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, statusCode, message, validation, validationContext } = error as FrameworkError
  if (validation !== undefined) return shapeRefusal(validation, validationContext ?? 'body', error)
  if (error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return general['malformed-json']({ problem: message }, { cause: error })
  }
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') {
    return general['malformed-json']({ problem: 'it is empty' }, { cause: error })
  }
  // PostgreSQL has no text with U+0000 in it (character_not_in_repertoire).
  if (code === '22021') return general['invalid-input']({ problem: nul }, { cause: error })
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return general['too-large']({ limit: bodyLimit })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return general['invalid-input']({ problem: message }, { cause: error })
  }
  return undefined
}

function shapeRefusal(
  validation: NonNullable<FrameworkError['validation']>,
  context: string,
  cause: Error,
): Refusal {
  const first = validation[0]
  const input = `${context}${first?.instancePath.replaceAll('/', '.') ?? ''}`
  const expected = first?.message ?? 'another shape'
  return general['invalid-input']({ problem: `${input} ${expected}.` }, { input, expected, cause })
}

const nul = 'The request contains the character U+0000, which no text may have.'

/** Bytes of a request body at most, unless a route says otherwise. */
export const bodyLimit = 1_048_576
