import type { QueryColumn, ValueKind } from '#query'

/** The type in `$metadata` of each kind of column. */
const edmTypes: Readonly<Record<ValueKind, string>> = {
  key: 'Edm.Guid',
  uuid: 'Edm.Guid',
  lookup: 'Edm.Guid',
  text: 'Edm.String',
  memo: 'Edm.String',
  secret: 'Edm.String',
  integer: 'Edm.Int32',
  bigint: 'Edm.Int64',
  choice: 'Edm.Int32',
  float: 'Edm.Double',
  decimal: 'Edm.Decimal',
  money: 'Edm.Decimal',
  boolean: 'Edm.Boolean',
  instant: 'Edm.DateTimeOffset',
  localtime: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  multichoice: 'Edm.String',
  // Managed properties, such as iscustomizable.
  json: 'mscrm.BooleanManagedProperty',
}

export const edmType = ({ kind }: QueryColumn): string => edmTypes[kind]

/** `AttributeType`, `AttributeTypeName` and metadata type of each kind in EntityDefinitions. */
export const attributeTypes: Readonly<Record<ValueKind, readonly [string, string, string]>> = {
  key: ['Uniqueidentifier', 'UniqueidentifierType', 'UniqueIdentifierAttributeMetadata'],
  uuid: ['Uniqueidentifier', 'UniqueidentifierType', 'UniqueIdentifierAttributeMetadata'],
  lookup: ['Lookup', 'LookupType', 'LookupAttributeMetadata'],
  text: ['String', 'StringType', 'StringAttributeMetadata'],
  memo: ['Memo', 'MemoType', 'MemoAttributeMetadata'],
  secret: ['String', 'StringType', 'StringAttributeMetadata'],
  integer: ['Integer', 'IntegerType', 'IntegerAttributeMetadata'],
  bigint: ['BigInt', 'BigIntType', 'BigIntAttributeMetadata'],
  choice: ['Picklist', 'PicklistType', 'PicklistAttributeMetadata'],
  float: ['Double', 'DoubleType', 'DoubleAttributeMetadata'],
  decimal: ['Decimal', 'DecimalType', 'DecimalAttributeMetadata'],
  money: ['Money', 'MoneyType', 'MoneyAttributeMetadata'],
  boolean: ['Boolean', 'BooleanType', 'BooleanAttributeMetadata'],
  instant: ['DateTime', 'DateTimeType', 'DateTimeAttributeMetadata'],
  localtime: ['DateTime', 'DateTimeType', 'DateTimeAttributeMetadata'],
  date: ['DateTime', 'DateTimeType', 'DateTimeAttributeMetadata'],
  multichoice: ['Virtual', 'MultiSelectPicklistType', 'MultiSelectPicklistAttributeMetadata'],
  json: ['ManagedProperty', 'ManagedPropertyType', 'ManagedPropertyAttributeMetadata'],
}
