/**
 * Reading the XML that BigBlueButton answers with. Every element holds its children as lists, since
 * servers send one or many of most things. No entity that a document declares itself is expanded.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { type Exchange, isWebPage, refuseRedirect, unexpected } from '../answer.ts'

export interface XmlElement {
  readonly [name: string]: string | readonly XmlElement[] | undefined
}

/**
 * The root of an answer, `<response>`.
 * @throws ProviderError 'unexpected' for a redirect, a web page, no content, a document type and
 * text that is not well-formed
 */
export function readXml(exchange: Exchange): XmlElement {
  refuseRedirect(exchange)
  const text = exchange.response.text()
  if (/<!DOCTYPE(?!\s+html)/i.test(text)) {
    throw unexpected(exchange, 'XML with a document type, which could hold entities')
  }
  if (isWebPage(exchange.response)) {
    throw unexpected(
      exchange,
      'a web page instead of XML. The link to the server seems to lead to a web site or a sign-in page, not to BigBlueButton',
    )
  }
  if (text.trim() === '') throw unexpected(exchange, 'no content where XML was expected')
  if (XMLValidator.validate(text) !== true) throw unexpected(exchange, 'text that is not XML')
  const root = childrenOf(parsed(exchange, text), 'response')[0]
  if (root === undefined) throw unexpected(exchange, 'XML that is no answer of BigBlueButton')
  return root
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  const children = element?.[name]
  return typeof children === 'object' ? children : []
}

/** Elements inside a list element: `listOf(answer, 'attendees', 'attendee')`. */
export function listOf(element: XmlElement, list: string, item: string): readonly XmlElement[] {
  return childrenOf(element, list).flatMap((each) => childrenOf(each, item))
}

/** Text of the first child of this name; undefined where there is none or it is empty. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const text = childrenOf(element, name)[0]?.['#text']
  return typeof text === 'string' && text !== '' ? text : undefined
}

export function attributeOf(element: XmlElement, name: string): string | undefined {
  const value = element[`@${name}`]
  return typeof value === 'string' ? value : undefined
}

/** Times are milliseconds, counts are digits; 0 and anything else is nothing. */
export function numberOf(element: XmlElement | undefined, name: string): number | undefined {
  const text = textOf(element, name)
  return text !== undefined && /^\d{1,15}$/.test(text) && Number(text) > 0
    ? Number(text)
    : undefined
}

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** The five entities of XML itself and character references (XML 1.0 §4.1, §4.6). */
function decode(text: string): string {
  return text.replace(/&(?:(\w+)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name, digits, hex) => {
    if (name !== undefined) return named.get(name) ?? whole
    const code = digits === undefined ? Number.parseInt(hex, 16) : Number(digits)
    return code > 0x10ffff ? whole : String.fromCodePoint(code)
  })
}

const parser = new XMLParser({
  alwaysCreateTextNode: true,
  attributeNamePrefix: '@',
  entityDecoder: {
    decode,
    addInputEntities: () => undefined,
    setExternalEntities: () => undefined,
    setXmlVersion: () => undefined,
    reset: () => undefined,
  },
  ignoreAttributes: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
  parseAttributeValue: false,
  parseTagValue: false,
})

function parsed(exchange: Exchange, text: string): XmlElement {
  try {
    return parser.parse(text)
  } catch (error) {
    // Names that an object must not have, or nesting beyond the parser's limit.
    throw unexpected(exchange, 'XML that cannot be read', error)
  }
}
