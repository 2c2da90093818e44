import { ProviderError } from './provider-error.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Where the next page begins; undefined on the last one. */
  readonly next: string | undefined
}

/**
 * 50,000 people is the largest event (msevtmgt_maximumeventcapacity); with pages of 100 and two
 * stays each that is 1,000 pages.
 */
const mostPages = 1_000

/**
 * Follows pages to the end and gives all of them, the first one always.
 * @throws ProviderError 'unexpected' when the provider goes in a circle or never ends.
 */
export async function allPages<P extends Page<unknown>>(
  provider: string,
  read: (cursor: string | undefined) => Promise<P>,
): Promise<[P, ...P[]]> {
  const first = await read(undefined)
  const pages: [P, ...P[]] = [first]
  const seen = new Set<string>()
  for (let cursor = first.next; cursor !== undefined; cursor = pages.at(-1)?.next) {
    if (seen.has(cursor) || pages.length === mostPages) throw endless(provider, pages.length)
    seen.add(cursor)
    pages.push(await read(cursor))
  }
  return pages
}

function endless(provider: string, count: number): ProviderError {
  return new ProviderError('unexpected', {
    provider,
    message: `The pages of the answer have no end: after ${count} of them the provider names one that was read before, or still another one.`,
  })
}
