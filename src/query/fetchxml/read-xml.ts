/**
 * Reads XML that a stranger sent. The parser checks that it is well-formed, knows the five
 * entities of XML itself and no others, and fetches nothing; what it cannot be trusted with is
 * bounded here: bytes, depth, and declarations of a document type.
 */
import { SaxesParser } from 'saxes'
import { isRefusal, type Refusal } from '#errors'
import { queryLimits } from '../limits.ts'
import { describePlace, type Place, place, placeOnLine } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { shorten } from '../resolve/read-literal.ts'
import type { Element } from './element.ts'
import { fetchXmlRefusals } from './refusals.ts'

interface OpenElement extends Element {
  readonly attributes: Map<string, string>
  readonly children: Element[]
  text: string
  readonly namesakes: Map<string, number>
}

/** Refuses with the place what is too long, too deep or not well-formed. */
export function readXml(text: string): Element {
  const found = Buffer.byteLength(text)
  const limit = queryLimits.batchedQueryBytes
  if (found > limit) throw refusals['query-too-long']({ found, limit })
  if (text.trim() === '') throw fetchXmlRefusals['fetchxml-empty']()
  const document = openElement('', place(''))
  const parser = treeParser(document)
  try {
    parser.write(text).close()
  } catch (error) {
    throw isRefusal(error) ? error : malformed(error)
  }
  const [root] = document.children
  if (root === undefined) throw new TypeError('Well-formed XML has a root element.')
  return root
}

function treeParser(document: OpenElement): SaxesParser {
  const parser = new SaxesParser({ defaultXMLVersion: '1.0', forceXMLVersion: true })
  const open: OpenElement[] = [document]
  const inner = (): OpenElement => open.at(-1) ?? document
  parser.on('doctype', () => {
    throw fetchXmlRefusals['fetchxml-document-type']()
  })
  parser.on('opentagstart', ({ name }) => {
    // The parser has read one character behind the name.
    const at = placeOf(inner(), name, parser.line, parser.column - name.length - 1)
    if (open.length > queryLimits.depth) throw tooDeep(at)
    const element = openElement(name, at)
    inner().children.push(element)
    open.push(element)
  })
  parser.on('attribute', ({ name, value }) => inner().attributes.set(name, value))
  parser.on('text', (text) => addText(inner(), text))
  parser.on('cdata', (text) => addText(inner(), text))
  parser.on('closetag', () => open.pop())
  return parser
}

const addText = (element: OpenElement, text: string): void => {
  element.text += text
}

function openElement(name: string, at: Place): OpenElement {
  return { name, at, attributes: new Map(), children: [], text: '', namesakes: new Map() }
}

/** The first of several elements of one name has no number, the second is `condition[2]`. */
function placeOf(parent: OpenElement, name: string, line: number, column: number): Place {
  const count = (parent.namesakes.get(name) ?? 0) + 1
  parent.namesakes.set(name, count)
  const short = shorten(name)
  const step = count === 1 ? short : `${short}[${count}]`
  const above = parent.at.within
  return placeOnLine(above === '' ? step : `${above}/${step}`, line, column)
}

function tooDeep(at: Place): Refusal {
  const shown = { ...at, within: `${at.within.slice(0, 60)}…` }
  return refusals['query-too-deep']({ limit: queryLimits.depth, place: describePlace(shown) })
}

/** The parser's errors begin with line and column, both of the character just read. */
function malformed(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error)
  const [, line = '1', column = '1', problem = message] =
    /^(\d+):(\d+): (.*?)\.?$/s.exec(message) ?? []
  return fetchXmlRefusals['fetchxml-malformed'](
    { problem, line, column },
    { input: 'fetch', expected: 'well-formed XML', found: problem, cause: error },
  )
}
