/** Lets loops sleep until a time has passed or something happened. */
export class Wake {
  readonly #sleepers = new Set<() => void>()
  #pending = false

  /** Ends all sleeps; where nobody sleeps, the next sleep ends at once. */
  rouse(): void {
    this.#pending = this.#sleepers.size === 0
    for (const end of this.#sleepers) end()
  }

  async sleep(milliseconds: number): Promise<void> {
    if (this.#pending || milliseconds <= 0) {
      this.#pending = false
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    this.#sleepers.add(resolve)
    await promise
    clearTimeout(timer)
    this.#sleepers.delete(resolve)
  }
}
