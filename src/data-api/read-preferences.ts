import { type Annotations, queryLimits } from '#query'

/** What the `Prefer` header asks for (RFC 7240; OData 4.0 Protocol, section 8.2.8). */
export interface Preferences {
  readonly annotations: Annotations
  /** Whether an annotation of this name belongs into the answer. */
  wants(annotation: string): boolean
  readonly maxPageSize: number | undefined
  readonly representation: boolean
  readonly continueOnError: boolean
  /** For `Preference-Applied`, in the order of the request. */
  readonly honoured: readonly string[]
}

const formatted = 'OData.Community.Display.V1.FormattedValue'
const lookupTable = 'Microsoft.Dynamics.CRM.lookuplogicalname'
const navigation = 'Microsoft.Dynamics.CRM.associatednavigationproperty'

/** Programs send the same header each time; the last ones are remembered (2 µs less). */
const mostHeaders = 100
const longestHeader = 500
const read = new Map<string, Preferences>()

export function readPreferences(header: string | undefined): Preferences {
  if (header === undefined) return noPreferences
  const known = read.get(header)
  if (known !== undefined) return known
  const preferences = readHeader(header)
  if (read.size >= mostHeaders) read.clear()
  if (header.length <= longestHeader) read.set(header, preferences)
  return preferences
}

function readHeader(header: string): Preferences {
  const given = readTokens(header)
  const patterns = listed(
    given.get('odata.include-annotations') ?? given.get('include-annotations'),
  )
  const wants = (name: string) => isWanted(patterns, name)
  const maxPageSize = readSize(given.get('odata.maxpagesize') ?? given.get('maxpagesize'))
  const representation = given.get('return') === 'representation'
  return {
    annotations: {
      formatted: wants(formatted),
      lookupTables: wants(lookupTable),
      navigations: wants(navigation),
      versions: true,
    },
    wants,
    maxPageSize,
    representation,
    continueOnError:
      given.has('odata.continue-on-error') && given.get('odata.continue-on-error') !== 'false',
    honoured: [
      ...(representation ? ['return=representation'] : []),
      ...(patterns.length > 0 ? [`odata.include-annotations="${patterns.join(',')}"`] : []),
      ...(maxPageSize === undefined ? [] : [`odata.maxpagesize=${maxPageSize}`]),
    ],
  }
}

const token = /([\w.!#$%&*+^`|~-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]*)))?/g

/** `name`, `name=value` and `name="a,b"`; the first of a name counts (RFC 7240, section 2). */
function readTokens(header: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', quoted, plain] of header.matchAll(token)) {
    const key = name.toLowerCase()
    if (!found.has(key)) found.set(key, quoted ?? plain ?? '')
  }
  return found
}

/** Letters that cannot break out of the header that repeats them. */
function listed(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => /^-?[\w.*#]+$/.test(each))
}

function isWanted(patterns: readonly string[], name: string): boolean {
  const fits = (pattern: string) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name
  const excluded = patterns.some((each) => each.startsWith('-') && fits(each.slice(1)))
  return !excluded && patterns.some((each) => !each.startsWith('-') && fits(each))
}

function readSize(value: string | undefined): number | undefined {
  if (value === undefined || !/^\d{1,9}$/.test(value)) return undefined
  const size = Number(value)
  return size === 0 ? undefined : Math.min(size, queryLimits.pageSize)
}

const noPreferences: Preferences = readHeader('')
