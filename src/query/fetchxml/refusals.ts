/**
 * What FetchXML is refused for before any name is looked up: one row for each code that the
 * vendor publishes (names from its list of error codes). Codes about tables, columns and types
 * that do not fit are raised by `resolve`.
 */
import { defineRefusals } from '#errors'

const wrongAttribute = (dataverse: number) =>
  ({
    status: 400,
    sentence: "The attribute '{attribute}' takes {expected}, but '{found}' was given {place}.",
    advice: 'Write {expected}{hint}.',
    dataverse,
  }) as const

export const fetchXmlRefusals = defineRefusals({
  // The text
  'fetchxml-empty': {
    status: 400,
    sentence: 'The FetchXML is empty.',
    advice: 'Send a <fetch> element with an <entity> in it.',
    dataverse: 0x80041124, // DeserializeEmptyXml
  },
  'fetchxml-malformed': {
    status: 400,
    sentence: 'The FetchXML is not well-formed XML: {problem} (line {line}, column {column}).',
    advice: 'Correct the XML; write <, & and quotes in values as &lt;, &amp; and &quot;.',
    dataverse: 0x80041125, // NoDocElemXml
  },
  'fetchxml-document-type': {
    status: 400,
    sentence: 'The FetchXML has a document type declaration, which is not accepted.',
    advice: 'Leave <!DOCTYPE …> out; entities cannot be declared.',
    dataverse: 0x80041125, // NoDocElemXml
  },
  // Elements
  'fetchxml-unknown-element': {
    status: 400,
    sentence: "The element '{element}' does not belong where it stands {place}.",
    advice: 'Use {known}{hint}.',
    dataverse: 0x8004111c, // InvalidNode
  },
  'fetchxml-stray-text': {
    status: 400,
    sentence: "There is text where only elements belong, '{found}', {place}.",
    advice: 'Put values into the attribute "value" or a <value> element.',
    dataverse: 0x8004111c, // InvalidNode
  },
  'fetchxml-columns-of-test': {
    status: 400,
    sentence:
      'This link only asks whether rows are there; it gives no columns and takes no <{element}> {place}.',
    advice: 'Leave it out, or use link-type inner, outer or matchfirstrowusingcrossapply.',
    dataverse: 0x8004111c, // InvalidNode
  },
  'fetchxml-missing-element': {
    status: 400,
    sentence: 'There is no {element} {place}.',
    advice: 'Add {element}.',
    dataverse: 0x80041123, // ElementNotFound
  },
  'fetchxml-repeated-element': {
    status: 400,
    sentence: 'There is more than one <{element}> {place}.',
    advice: 'Ask with one fetch for each table, or link the tables.',
    dataverse: 0x8004111c, // InvalidNode
  },
  'fetchxml-other-table': {
    status: 400,
    sentence: "The address asks for '{asked}', but the FetchXML for '{found}'.",
    advice: 'Use the set of the table that <entity> names.',
    dataverse: 0x80041128, // EntitiesDontMatch
  },
  // Attributes
  'fetchxml-missing-attribute': {
    status: 400,
    sentence: "The attribute '{attribute}' is missing {place}.",
    advice: 'Add {attribute}="…"{hint}.',
    dataverse: 0x8004111e, // AttributeNotFound
  },
  'fetchxml-wrong-attribute': wrongAttribute(0x80041139), // InvalidAttributeValue
  'fetchxml-wrong-number': wrongAttribute(0x8004110c), // Value_GreaterThanZero
  'fetchxml-wrong-mapping': wrongAttribute(0x80041116), // InvalidMapping
  'fetchxml-wrong-distinct': wrongAttribute(0x80041115), // InvalidDistinct
  'fetchxml-wrong-no-lock': wrongAttribute(0x80041118), // InvalidNoLock
  'fetchxml-wrong-descending': wrongAttribute(0x80041119), // InvalidDescending
  'fetchxml-wrong-aggregate': wrongAttribute(0x8004111a), // InvalidAggregate
  'fetchxml-wrong-groupby': wrongAttribute(0x8004112e), // InvalidGroupBy
  'fetchxml-wrong-date-grouping': wrongAttribute(0x80041135), // InvalidDateGrouping
  'fetchxml-wrong-link-type': wrongAttribute(0x80041117), // InvalidLinkType
  'fetchxml-wrong-filter-type': wrongAttribute(0x80041122), // InvalidFilterType
  'fetchxml-wrong-alias': wrongAttribute(0x80041109), // Invalid_Alias
  'fetchxml-link-type-elsewhere': {
    status: 400,
    sentence: "The link-type '{found}' belongs {where} {place}.",
    advice: 'Use {known} here.',
    dataverse: 0x80041121, // InvalidJoinOperator
  },
  'fetchxml-one-side': {
    status: 400,
    sentence: "The link has '{given}' but no '{missing}' {place}.",
    advice: 'Give both, or neither where only one lookup relates the tables.',
    dataverse: 0x80041111, // AttributePairMismatch
  },
  'fetchxml-no-attrs-distinct': {
    status: 400,
    sentence: '<no-attrs> and distinct="true" cannot stand together {place}.',
    advice: 'Name the columns whose values should be distinct.',
    dataverse: 0x8004112c, // NoAttrsDistinctConflict
  },
  'fetchxml-top-and-pages': {
    status: 400,
    sentence: "'top' cannot stand together with '{other}' {place}.",
    advice: 'Use top alone for the first rows, or count and page for pages.',
    dataverse: 0x80041139, // InvalidAttributeValue
  },
  // Aggregates
  'fetchxml-neither-grouped-nor-aggregated': {
    status: 400,
    sentence: 'An aggregating query takes no plain columns: {found} {place}.',
    advice: 'Give it aggregate="…" or groupby="true".',
    dataverse: 0x80041107, // Attribute_With_Aggregate
  },
  'fetchxml-grouped-and-aggregated': {
    status: 400,
    sentence: "The attribute '{column}' cannot be grouped by and aggregated at once {place}.",
    advice: 'List it twice, once with groupby and once with aggregate.',
    dataverse: 0x80041137, // AttributeCannotBeGroupByAndAggregate
  },
  'fetchxml-alias-missing': {
    status: 400,
    sentence: "The column '{column}' needs an alias {place}.",
    advice: 'Add alias="…": its name in the result.',
    dataverse: 0x8004110b, // NoAlias
  },
  'fetchxml-not-aggregating': {
    status: 400,
    sentence: "'{attribute}' is only for aggregating queries {place}.",
    advice: 'Write <fetch aggregate="true">, or leave it out.',
    dataverse: 0x8004111a, // InvalidAggregate
  },
  // Orders
  'fetchxml-order-attribute-in-aggregate': {
    status: 400,
    sentence:
      "An aggregating query is ordered by an alias, not by the attribute '{found}' {place}.",
    advice: 'Write alias="…" with the alias of a column of the result.',
    dataverse: 0x80041131, // AttributeNotAllowedForAggregateOrderBy
  },
  'fetchxml-order-alias-in-plain': {
    status: 400,
    sentence: "Only aggregating queries are ordered by an alias, here '{found}', {place}.",
    advice: 'Write attribute="…" with the logical name of a column.',
    dataverse: 0x80041132, // AliasNotAllowedForNonAggregateOrderBy
  },
  'fetchxml-order-without-attribute': {
    status: 400,
    sentence: 'The order names no attribute {place}.',
    advice: 'Write attribute="…" with the logical name of a column.',
    dataverse: 0x80041133, // AttributeRequiredForNonAggregateOrderBy
  },
  'fetchxml-order-without-alias': {
    status: 400,
    sentence: 'The order of an aggregating query names no alias {place}.',
    advice: 'Write alias="…" with the alias of a column of the result.',
    dataverse: 0x80041134, // AliasRequiredForAggregateOrderBy
  },
  // Conditions
  'fetchxml-unknown-operator': {
    status: 400,
    sentence: "There is no operator '{operator}' {place}.",
    advice: 'Use an operator of FetchXML{hint}.',
    dataverse: 0x80041120, // InvalidConditionOperator
  },
  'fetchxml-bad-condition': {
    status: 400,
    sentence: "The operator '{operator}' takes {expected}, but {found} {place}.",
    advice: 'Give {expected}.',
    dataverse: 0x80041106, // Bad_Condition
  },
  'fetchxml-no-values': {
    status: 400,
    sentence: "The operator '{operator}' takes one value or more, but none was given {place}.",
    advice: 'Give <value> elements.',
    dataverse: 0x80041108, // Invalid_Value
  },
  // Pages
  'fetchxml-wrong-cookie': {
    status: 400,
    sentence: 'The paging cookie {place} cannot be read: {problem}.',
    advice: 'Send the cookie of the page before as it came, escaped once for XML.',
    dataverse: 0x8004112a, // InvalidPagingCookie
  },
})
