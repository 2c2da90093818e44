/** Keeps the entries that were used last, up to a number. */
export interface BoundedMap<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  clear(): void
}

export function boundedMap<T>(limit: number): BoundedMap<T> {
  const entries = new Map<string, T>()
  return {
    get(key) {
      const found = entries.get(key)
      if (found === undefined) return undefined
      // The order of a Map is that of insertion: used again means last.
      entries.delete(key)
      entries.set(key, found)
      return found
    },
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      const [oldest] = entries.size > limit ? entries.keys() : []
      if (oldest !== undefined) entries.delete(oldest)
    },
    clear: () => entries.clear(),
  }
}
