/** Texts with placeholders in braces, filled in for JSON bodies and for addresses. Pure. */

export type PlaceholderName =
  | 'cursor'
  | 'description'
  | 'email'
  | 'end'
  | 'endLocal'
  | 'endSeconds'
  | 'hub'
  | 'id'
  | 'jwt'
  | 'key'
  | 'language'
  | 'minutes'
  | 'name'
  | 'places'
  | 'registration'
  | 'role'
  | 'server'
  | 'start'
  | 'startLocal'
  | 'startSeconds'
  | 'timeZone'
  | 'title'
  | 'token'

export type Values = Readonly<Partial<Record<PlaceholderName, string | number | undefined>>>

const placeholder = /\{([^{}]*)\}/g

/** Names in all texts of a template, however deep. */
export function placeholdersIn(template: unknown): readonly string[] {
  if (typeof template === 'string') {
    return [...template.matchAll(placeholder)].map(([, name = '']) => name)
  }
  if (typeof template !== 'object' || template === null) return []
  return Object.values(template).flatMap(placeholdersIn)
}

/**
 * A text that is one placeholder becomes its value, number or text; where there is none, its field
 * is left out. Inside a longer text nothing stands for it.
 */
export function fill(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return fillText(template, values)
  if (Array.isArray(template)) {
    return template.map((each) => fill(each, values)).filter((each) => each !== undefined)
  }
  if (typeof template !== 'object' || template === null) return template
  const filled = Object.entries(template).map(([name, each]) => [name, fill(each, values)])
  return Object.fromEntries(filled.filter(([, each]) => each !== undefined))
}

function fillText(text: string, values: Values): string | number | undefined {
  const whole = /^\{([^{}]*)\}$/.exec(text)?.[1]
  return whole === undefined ? substitute(text, values, String) : named(values, whole)
}

/** Values are encoded; query parameters whose only content is a missing value are left out. */
export function fillAddress(template: string, values: Values): string {
  const [path = '', ...rest] = template.split('?')
  const address = substitute(path, values, encodeURIComponent)
  const parameters = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '' && !isEmptied(pair, values))
    .map((pair) => substitute(pair, values, encodeURIComponent))
  return parameters.length === 0 ? address : `${address}?${parameters.join('&')}`
}

function isEmptied(pair: string, values: Values): boolean {
  const whole = /^[^=]*=\{([^{}]*)\}$/.exec(pair)?.[1]
  return whole !== undefined && named(values, whole) === undefined
}

function substitute(text: string, values: Values, write: (value: string) => string): string {
  return text.replace(placeholder, (_all, name: string) => write(String(named(values, name) ?? '')))
}

const named = (values: Values, name: string) =>
  Object.hasOwn(values, name) ? values[name as PlaceholderName] : undefined

/** What stands at a field of an answer: `error.message`. The empty field is the whole answer. */
export function pick(answer: unknown, field: string | undefined): unknown {
  if (field === undefined) return undefined
  if (field === '') return answer
  return field
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      answer,
    )
}
