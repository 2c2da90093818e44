/**
 * A RemoteExecutionContext as XML text, for receivers that ask for `messageformat` 3: the elements
 * that .NET's DataContractSerializer makes of the same object. Types of values are found by their
 * form in JSON, so a whole number is always `int`, and an id in a text column is a `guid`.
 */

type Json = Readonly<Record<string, unknown>>

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts'
const generic = 'http://schemas.datacontract.org/2004/07/System.Collections.Generic'
const schema = 'http://www.w3.org/2001/XMLSchema'
const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/'

export function contextXml(context: Json): string {
  const inside = propertiesOf(context)
  return `<RemoteExecutionContext xmlns="${contracts}" xmlns:i="${schema}-instance" xmlns:a="${generic}" xmlns:b="${schema}" xmlns:s="${serialization}">${inside}</RemoteExecutionContext>`
}

function propertiesOf(object: Json): string {
  return Object.entries(object)
    .filter(([name]) => name !== '__type')
    .map(([name, value]) => element(name, value))
    .join('')
}

/** Dictionaries whose values are of one kind; those of all others can be anything. */
const kindsOfValues: Readonly<Record<string, string>> = {
  FormattedValues: 'string',
  PreEntityImages: 'Entity',
  PostEntityImages: 'Entity',
}

function element(name: string, value: unknown): string {
  if (value === null || value === undefined) return `<${name} i:nil="true"/>`
  return `<${name}>${contentOf(name, value)}</${name}>`
}

function contentOf(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => entryOf(name, each)).join('')
  return typeof value === 'object' ? propertiesOf(value as Json) : textOf(value)
}

function entryOf(name: string, entry: unknown): string {
  if (!isPair(entry))
    return `<${typeOf(entry) ?? 'anyType'}>${contentOf(name, entry)}</${typeOf(entry) ?? 'anyType'}>`
  const kind = kindsOfValues[name] ?? 'anyType'
  const value = kind === 'anyType' ? anyValue(entry.value) : element('a:value', entry.value)
  const pair = `a:KeyValuePairOfstring${kind}`
  return `<${pair}>${element('a:key', entry.key)}${value}</${pair}>`
}

function isPair(entry: unknown): entry is { readonly key: unknown; readonly value: unknown } {
  return typeof entry === 'object' && entry !== null && 'key' in entry && 'value' in entry
}

function anyValue(value: unknown): string {
  if (value === null || value === undefined) return '<a:value i:nil="true"/>'
  const type = typeOf(value)
  const marked = type === undefined ? '' : ` i:type="${escapeText(type)}"`
  return `<a:value${marked}>${contentOf('a:value', value)}</a:value>`
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const date = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/

function typeOf(value: unknown): string | undefined {
  if (typeof value === 'boolean') return 'b:boolean'
  if (typeof value === 'number') return Number.isInteger(value) ? 'b:int' : 'b:decimal'
  if (typeof value === 'string') {
    if (guid.test(value)) return 's:guid'
    return date.test(value) ? 'b:dateTime' : 'b:string'
  }
  const marker = (value as Json).__type
  return typeof marker === 'string' ? marker.split(':')[0] : undefined
}

function textOf(value: unknown): string {
  const text = String(value)
  const instant = date.exec(text)?.[1]
  return instant === undefined ? escapeText(text) : new Date(Number(instant)).toISOString()
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** XML 1.0 has no form for most control characters and for halves of surrogate pairs. */
function escapeText(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be written
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"]/g, (mark) => marks[mark] ?? mark)
      .replaceAll('\r', '&#xD;')
  )
}
