/**
 * Whether the browser behind a stay is still there. This is a fact about real processes, so it is
 * measured in real, monotonic time: a demo that moves the twin's clock by an hour must not throw
 * everyone out of the room. When a person came and went is told by the twin's clock.
 */
export interface Pulse {
  beat(stayId: string): void
  /** Real milliseconds since the last beat, or since the twin started if there was none. */
  silence(stayId: string): number
  forget(stayId: string): void
}

export function createPulse(): Pulse {
  const started = performance.now()
  const beats = new Map<string, number>()
  return {
    beat: (stayId) => {
      beats.set(stayId, performance.now())
    },
    silence: (stayId) => performance.now() - (beats.get(stayId) ?? started),
    forget: (stayId) => {
      beats.delete(stayId)
    },
  }
}
