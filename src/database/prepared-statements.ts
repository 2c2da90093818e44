import { createHash } from 'node:crypto'
import pg from 'pg'

/**
 * Statements that come again are prepared, so that PostgreSQL parses and plans them once per
 * connection: the read behind an event page takes 0.33 ms instead of 1.6 ms. A text gets its name
 * when it is seen the third time; texts that rarely repeat (multi-row inserts of every size) never
 * get one, and the number of names is bounded, because each costs memory in every backend.
 */
const seenBefore = new Map<string, number>()
const names = new Map<string, string>()
const mostNames = 300
const mostRemembered = 5_000
const longestText = 20_000

function nameFor(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNames || text.length > longestText) return known
  const times = (seenBefore.get(text) ?? 0) + 1
  if (times < 3) {
    if (seenBefore.size >= mostRemembered) seenBefore.clear()
    seenBefore.set(text, times)
    return undefined
  }
  seenBefore.delete(text)
  const name = `gr_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`
  names.set(text, name)
  return name
}

type Query = (...parameters: unknown[]) => unknown

/** A client of the pool that names the statements which Kysely hands it as text and values. */
export class PreparingClient extends pg.Client {
  override query: pg.Client['query'] = ((...parameters: unknown[]): unknown => {
    const ask = super.query.bind(this) as Query
    const [text, values, ...rest] = parameters
    const isParameterised = typeof text === 'string' && Array.isArray(values) && values.length > 0
    const name = isParameterised ? nameFor(text) : undefined
    return name === undefined ? ask(...parameters) : ask({ name, text, values }, ...rest)
  }) as pg.Client['query']
}
