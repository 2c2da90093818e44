/** How programs call a message or an action: what `$metadata` lists and the Data API takes. */

/**
 * Primitive types of OData (CSDL 4.0 §4.4) without `Edm.`; any JSON object, an object or a text,
 * a row of a table.
 */
type Primitive = 'Boolean' | 'DateTimeOffset' | 'Guid' | 'Int32' | 'String'
type OneValue = Primitive | 'Object' | 'Value' | 'Row'

export type OfferedType = OneValue | `Collection(${OneValue})`

export interface Offer {
  /** A row of its table, whose id is the request's; or none. */
  readonly on: 'row' | 'nothing'
  /** Parameters by name; those whose type ends in `?` may be left out or null. */
  readonly takes: Readonly<Record<string, OfferedType | `${OfferedType}?`>>
  /** Members of the answer; none: there is no answer. An object whose members vary: 'Object'. */
  readonly gives: Readonly<Record<string, OfferedType>> | 'Object'
}
