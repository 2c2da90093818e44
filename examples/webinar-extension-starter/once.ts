/** "Ask twice, get once": the same Idempotency-Key gives the same thing, also at the same time. */
import { problem } from './problems.ts'
import type { Vendor } from './vendor.ts'

export type Once = <Thing>(
  scope: string,
  key: string | undefined,
  /** What was made under the key before; undefined: it is gone, so the key is free again. */
  again: (id: string) => Promise<Thing | undefined>,
  make: () => Promise<{ readonly id: string; readonly thing: Thing }>,
) => Promise<Thing>

export function createOnce(vendor: Vendor): Once {
  const underway = new Map<string, Promise<unknown>>()
  return async <Thing>(
    scope: string,
    key: string | undefined,
    again: (id: string) => Promise<Thing | undefined>,
    make: () => Promise<{ readonly id: string; readonly thing: Thing }>,
  ): Promise<Thing> => {
    if (key === undefined || key === '' || key.length > 100) {
      throw problem('missing-idempotency-key', 'Send an Idempotency-Key of 1 to 100 characters.')
    }
    const name = `key ${scope} ${key}`
    const before = underway.get(name) ?? Promise.resolve()
    const mine = before.then(async () => {
      const id = await vendor.note(name)
      const known = typeof id === 'string' ? await again(id) : undefined
      if (known !== undefined) return known
      const made = await make()
      await vendor.keepNote(name, made.id)
      return made.thing
    })
    const settled = mine.catch(() => undefined)
    underway.set(name, settled)
    try {
      return await mine
    } finally {
      if (underway.get(name) === settled) underway.delete(name)
    }
  }
}
