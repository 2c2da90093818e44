/**
 * A refusal is an error that we planned for: it has a stable code for programs, a sentence for
 * people, and says which input was wrong, what was expected, what was found and what to do.
 * Each module lists its own in `refusals.ts`; doors turn them into OData envelopes, problem
 * details (RFC 9457) or pages. Anything else that is thrown is a bug or a failing machine.
 */
export interface RefusalDefinition {
  /** HTTP status that doors answer with. */
  readonly status: number
  /** What is wrong, with `{placeholders}` filled from the values given when it is raised. */
  readonly sentence: string
  /** What the reader can do about it, with the same placeholders. */
  readonly advice: string
  /** The Dataverse error code that existing clients compare with, e.g. 0x80040217. */
  readonly dataverse?: number
}

export interface RefusalDetails {
  /** The input that was wrong: a column, a parameter, a header, a setting. */
  readonly input?: string
  readonly expected?: string
  readonly found?: string
  readonly cause?: unknown
}

type Values = Readonly<Record<string, string | number>>

export interface Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly sentence: string
  readonly advice: string
  readonly dataverse: number | undefined
  readonly values: Values
  readonly input: string | undefined
  readonly expected: string | undefined
  readonly found: string | undefined
}

class RefusalError extends Error implements Refusal {
  override readonly name = 'Refusal'
  readonly code: string
  readonly status: number
  readonly sentence: string
  readonly advice: string
  readonly dataverse: number | undefined
  readonly values: Values
  readonly input: string | undefined
  readonly expected: string | undefined
  readonly found: string | undefined

  constructor(code: string, definition: RefusalDefinition, values: Values, more: RefusalDetails) {
    const sentence = fill(definition.sentence, values)
    super(sentence, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.status = definition.status
    this.sentence = sentence
    this.advice = fill(definition.advice, values)
    this.dataverse = definition.dataverse
    this.values = values
    this.input = more.input
    this.expected = more.expected
    this.found = more.found
  }
}

type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

type ValuesFor<D extends RefusalDefinition> = {
  readonly [K in Placeholders<D['sentence']> | Placeholders<D['advice']>]: string | number
}

type Raise<D extends RefusalDefinition> = [keyof ValuesFor<D>] extends [never]
  ? (values?: Record<never, never>, details?: RefusalDetails) => Refusal
  : (values: ValuesFor<D>, details?: RefusalDetails) => Refusal

interface CatalogueEntry extends RefusalDefinition {
  readonly code: string
}

const catalogue = new Map<string, CatalogueEntry>()

/**
 * Declares the refusals of a module. The key is the code (`kebab-case`, unique in the product);
 * the result has one function per code that makes the error: `throw refusals['event-full']({...})`.
 */
export function defineRefusals<const D extends Record<string, RefusalDefinition>>(
  definitions: D,
): { readonly [Code in keyof D]: Raise<D[Code]> } {
  const raisers: Record<string, (values?: Values, details?: RefusalDetails) => Refusal> = {}
  for (const [code, definition] of Object.entries(definitions)) {
    if (catalogue.has(code)) throw new TypeError(`The refusal "${code}" is declared twice.`)
    catalogue.set(code, { code, ...definition })
    raisers[code] = (values = {}, details = {}) =>
      new RefusalError(code, definition, values, details)
  }
  return raisers as unknown as { readonly [Code in keyof D]: Raise<D[Code]> }
}

/** Every refusal declared by the modules loaded so far, sorted by code. */
export function refusalCatalogue(): readonly CatalogueEntry[] {
  return [...catalogue.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

export function isRefusal(error: unknown, code?: string): error is Refusal {
  return error instanceof RefusalError && (code === undefined || error.code === code)
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
