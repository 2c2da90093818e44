import { isRefusal } from '#errors'

/** 0x80040216, Dataverse's "unexpected error", as the signed number that its clients compare with. */
const unexpectedError = -2147220970

const secretPatterns: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [removed]'],
  [/:\/\/[^\s/@:]+:[^\s/@]+@/g, '://[removed]@'],
  [
    /((?:authorization|authvalue|password|passwd|secret|token|api[-_]?key|cookie|signature|[?&](?:code|sig|key))["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
    '$1[removed]',
  ],
]

/**
 * An error and its causes in one line for technicians: names, codes and messages, without stack
 * and with what looks like a secret cut out. Modules keep secrets out of errors in the first
 * place; this is the second lock on that door.
 */
export function describeError(error: unknown): string {
  const parts: string[] = []
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 5; depth += 1) {
    parts.push(describeOne(at))
    at = causeOf(at)
  }
  return removeSecrets(parts.join('; caused by '))
}

function causeOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0]
  return error instanceof Error ? error.cause : undefined
}

function describeOne(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : 'a thrown value'
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  return `${error.name}${code}: ${error.message}`
}

function removeSecrets(text: string): string {
  return secretPatterns.reduce((cleaned, [pattern, by]) => cleaned.replace(pattern, by), text)
}

/** The signed 32-bit number for the column `errorcode`. */
export function errorCodeOf(error: unknown): number {
  return isRefusal(error) && error.dataverse !== undefined ? error.dataverse | 0 : unexpectedError
}
