import type { JsonObject } from '../read-json.ts'
import { columnName } from './column-name.ts'
import type { WantedRelationship } from './define-column.ts'
import { objectMember, textMember, wordMember, wrongMember } from './read-members.ts'

interface ReadRelationship {
  readonly table: string
  /** The definition of the column. */
  readonly lookup: JsonObject
  readonly relationship: WantedRelationship
}

/** `OneToManyRelationshipMetadata` with its `Lookup`. */
export function readRelationship(body: JsonObject): ReadRelationship {
  const type = String(body['@odata.type'] ?? oneToMany)
  if (type.replace('#', '') !== oneToMany) throw wrongMember('@odata.type', oneToMany, type)
  const lookup = objectMember(body, 'Lookup')
  if (lookup === undefined) throw wrongMember('Lookup', 'the definition of a lookup column', null)
  const name = demandName(body, 'SchemaName')
  columnPrefix(name)
  const schemaName = textMember(lookup, 'SchemaName') ?? textMember(lookup, 'LogicalName') ?? ''
  return {
    table: demandName(body, 'ReferencingEntity'),
    lookup,
    relationship: {
      name,
      target: demandName(body, 'ReferencedEntity'),
      navigation: optionalName(body, 'ReferencingEntityNavigationPropertyName') ?? schemaName,
      collection: optionalName(body, 'ReferencedEntityNavigationPropertyName') ?? name,
      onTargetDelete: onTargetDelete(body),
    },
  }
}

const oneToMany = 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata'

/** Only the beginning is as of columns; relationships may have longer names. */
function columnPrefix(name: string): void {
  columnName(name.slice(0, 50))
}

const plainName = /^[A-Za-z]\w{0,99}$/

function optionalName(body: JsonObject, member: string): string | undefined {
  const name = textMember(body, member)
  if (name === undefined || plainName.test(name)) return name
  throw wrongMember(member, 'a name of at most 100 letters, digits and underscores', name)
}

function demandName(body: JsonObject, member: string): string {
  const name = optionalName(body, member)
  if (name === undefined) throw wrongMember(member, 'a name', null)
  return name
}

const words = { RemoveLink: 'clear', Cascade: 'cascade', Restrict: 'restrict' } as const
type Word = keyof typeof words

/** `CascadeConfiguration.Delete`; the rest of it says nothing about deletes. */
function onTargetDelete(body: JsonObject): WantedRelationship['onTargetDelete'] {
  const cascade = objectMember(body, 'CascadeConfiguration') ?? {}
  const word = wordMember(cascade, 'Delete', Object.keys(words) as readonly Word[])
  return words[word ?? 'RemoveLink']
}
