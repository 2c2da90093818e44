/** OData queries that are kept: a set with its options, as they stand behind the service root. */
import { queryLimits } from '../limits.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { type ODataQuestion, parseOData } from '../odata/parse-odata.ts'
import { refusals } from '../refusals.ts'

export interface KeptAddress {
  /** The set. */
  readonly path: string
  /** What follows the question mark, encoded as in an address. */
  readonly query: string
}

export function keptAddress(text: string): KeptAddress {
  const mark = text.indexOf('?')
  const path = (mark < 0 ? text : text.slice(0, mark)).trim().replace(/^\//, '')
  return { path, query: mark < 0 ? '' : text.slice(mark + 1).trim() }
}

/**
 * @throws refusals where it asks something else than rows of the table, or leads on from a page
 */
export function parseKeptOData(text: string, metadata: Metadata, table: string): ODataQuestion {
  const input = 'gr_odataquery'
  const address = keptAddress(text)
  if (!/^\w+$/.test(address.path)) {
    const found = address.path.slice(0, 100)
    throw refusals['saved-query-not-of-set']({ found }, { input, found })
  }
  const question = parseOData({ ...address, queryBytes: queryLimits.batchedQueryBytes }, metadata)
  const { system, custom } = question.options
  const leading = system.has('$skiptoken') ? '$skiptoken' : [...custom.keys()][0]
  if (leading !== undefined) {
    const known = 'options of OData that say what is asked, such as $select and $filter'
    throw refusals['unsupported-option']({ option: leading.slice(0, 60), known }, { input })
  }
  const asked = metadata.sets.get(address.path)
  if (asked !== undefined && asked.name !== table) {
    const values = { set: address.path, asked: asked.name, table }
    throw refusals['saved-query-of-other-table'](values, { input: 'returnedtypecode' })
  }
  return question
}
