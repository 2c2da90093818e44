/** One way in which the service misbehaves. Times and counts are per mode. */
export type TwinMode = TwinFault & {
  /** Only requests whose path starts so, e.g. `/webinars`; without it every API request. */
  readonly path?: string
  /** How many requests it hits before it is over; without it until the modes are changed. */
  readonly times?: number
}

type TwinFault =
  /** `/status` says unhealthy, everything else answers 503; with the path `/status`, that too. */
  | { readonly kind: 'unhealthy'; readonly message?: string }
  /** Answers after so many real milliseconds. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** 403 on every call with a token. */
  | { readonly kind: 'forbidden'; readonly message?: string }
  /** 429 with Retry-After once this many requests came in a minute of the twin's clock. */
  | { readonly kind: 'rateLimited'; readonly perMinute: number }
  /** 200 with an HTML page, like a gateway or a maintenance page. */
  | { readonly kind: 'html' }
  /** 200 with nothing in it, or the connection cut before an answer. */
  | { readonly kind: 'empty'; readonly how: 'body' | 'close' }
  /** 302 to an address that a server must not be led to. */
  | { readonly kind: 'redirect'; readonly location?: string }
  /** Attendance with records that cannot be true, among the true ones. */
  | { readonly kind: 'garbageAttendance' }

type FaultOf<Kind extends TwinFault['kind']> = Extract<TwinFault, { kind: Kind }>

export interface Modes {
  set(modes: readonly TwinMode[]): void
  list(): readonly TwinMode[]
  /** The mode of this kind that applies to the path, and counts it as one hit. */
  hit<Kind extends TwinFault['kind']>(kind: Kind, path: string): FaultOf<Kind> | undefined
}

export function createModes(): Modes {
  let active: { readonly mode: TwinMode; left: number }[] = []
  return {
    set(modes) {
      active = modes.map((mode) => ({ mode, left: mode.times ?? Number.POSITIVE_INFINITY }))
    },
    list: () => active.filter((entry) => entry.left > 0).map((entry) => entry.mode),
    hit<Kind extends TwinFault['kind']>(kind: Kind, path: string) {
      const entry = active.find(
        ({ mode, left }) => mode.kind === kind && left > 0 && path.startsWith(mode.path ?? '/'),
      )
      if (entry === undefined) return undefined
      entry.left -= 1
      return entry.mode as FaultOf<Kind>
    },
  }
}
