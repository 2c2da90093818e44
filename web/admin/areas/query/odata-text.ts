/** An OData address as people write it: over several lines, with blanks, not encoded. */

export interface ODataOption {
  readonly name: string
  /** As it was written, lines and all. */
  readonly value: string
  /** Where the value begins in the text. */
  readonly from: number
}

export interface ODataText {
  readonly path: string
  readonly pathFrom: number
  readonly options: readonly ODataOption[]
}

/** Addresses that were copied from elsewhere begin with the hub and the version. */
const beginning = /^\s*(?:https?:\/\/[^/?\s]+)?\/?(?:api\/data\/v9\.\d\/)?/i

export function readOData(text: string): ODataText {
  const pathFrom = beginning.exec(text)?.[0].length ?? 0
  const [question = text.length] = outsideQuotes(text, '?', pathFrom)
  const ends = [...outsideQuotes(text, '&', question + 1), text.length]
  const options: ODataOption[] = []
  let start = question + 1
  for (const end of ends) {
    if (start < end) options.push(...optionIn(text, start, end))
    start = end + 1
  }
  return { path: text.slice(pathFrom, question).trim(), pathFrom, options }
}

function optionIn(text: string, start: number, end: number): ODataOption[] {
  const piece = text.slice(start, end)
  if (piece.trim() === '') return []
  const equals = piece.indexOf('=')
  if (equals < 0) return [{ name: piece.trim(), value: '', from: end }]
  const value = piece.slice(equals + 1)
  const blanks = value.length - value.trimStart().length
  return [
    {
      name: piece.slice(0, equals).trim(),
      value: value.trim(),
      from: start + equals + 1 + blanks,
    },
  ]
}

/** Places of a character that are not within a text such as `'R&D'`. */
export function outsideQuotes(text: string, character: string, from = 0): number[] {
  const found: number[] = []
  let quoted = false
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted
    else if (!quoted && text[at] === character) found.push(at)
  }
  return found
}

const root = '/api/data/v9.2/'

/** The address to ask; lists are asked for their number of rows, too. */
export function addressOf(text: string): string {
  const { path, options } = readOData(text)
  const counted = isList(path) && !options.some(({ name }) => /^\$(count|apply)$/i.test(name))
  const asked = counted
    ? [...options, { name: '$count', value: 'true', from: text.length }]
    : options
  return write(path, asked)
}

/** The address as it was written, for other programs. */
export function plainAddressOf(text: string): string {
  const { path, options } = readOData(text)
  return write(path, options)
}

/** One character stays one: the hub's "character 13" is the 13th of what was written. */
const onOneLine = (value: string) => value.replace(/[\r\n\t]/g, ' ')

function write(path: string, options: readonly ODataOption[]): string {
  return `${root}${encodeURI(path)}${queryOf(options, onOneLine)}`
}

function queryOf(options: readonly ODataOption[], shape = (value: string) => value): string {
  const query = options
    .map(({ name, value }) => `${name}=${encodeURIComponent(shape(value))}`)
    .join('&')
  return query === '' ? '' : `?${query}`
}

/** As rows of saved queries hold it: behind the service root, encoded, with the lines of its values. */
export function keptText(text: string): string {
  const { path, options } = readOData(text)
  return `${encodeURI(path)}${queryOf(options)}`
}

/** The other way round: an option a line, nothing encoded. */
export function writtenText(kept: string): string {
  const [path = '', ...rest] = kept.split('?')
  const options = rest.join('?').split('&').filter(Boolean)
  return [
    decoded(path),
    ...options.map((each, at) => `${at === 0 ? '?' : '&'}${decoded(each)}`),
  ].join('\n')
}

/** Programs may have kept what is not encoded at all. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const isList = (path: string) => /^\w+$/.test(path)
