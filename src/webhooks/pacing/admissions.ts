import type { Clock } from '#clock'
import { deliveryRefusals } from '../delivery-refusals.ts'
import type { Endpoint } from '../endpoint.ts'
import type { EndpointTurns, Turn } from '../endpoint-turns.ts'
import type { Circuits } from './circuits.ts'
import type { PlaceLimit } from './place-limit.ts'
import type { RateLimit } from './rate-limit.ts'

export type Admission =
  | {
      readonly isTaken: true
      /** The one delivery that an open circuit lets through. */
      readonly isProbe: boolean
      giveBack(): void
    }
  | { readonly isTaken: false; readonly afterMs: number; readonly why?: string }

export interface AdmissionOptions {
  readonly clock: Clock
  readonly circuits: Circuits
  readonly rates: RateLimit
  readonly places: PlaceLimit
}

/** A receiver that is being asked whether it wants events answers within seconds. */
const handshakeMs = 5_000
/** Deliveries that waited for a circuit come back spread over so many milliseconds. */
const spreadMs = 5_000

/** Whether a delivery may begin now: its endpoint's handshake, circuit, limits and turn. */
export class Admissions {
  readonly #o: AdmissionOptions

  constructor(options: AdmissionOptions) {
    this.#o = options
  }

  /** @throws the refusal `endpoint-not-agreed` */
  async take(endpoint: Endpoint, turns: EndpointTurns): Promise<Admission> {
    const { options } = endpoint
    if (options === undefined) return taken(await turns.take(endpoint.id))
    if (options.handshake === 'refused') {
      throw deliveryRefusals['endpoint-not-agreed']({ endpoint: endpoint.name })
    }
    if (options.handshake === 'asked') {
      return {
        isTaken: false,
        afterMs: spread(handshakeMs),
        why: 'The receiver is being asked whether it wants events.',
      }
    }
    const turn = await turns.take(endpoint.id)
    if (!turn.isTaken) return turn
    const given: (() => void)[] = [() => turn.giveBack()]
    const giveBack = () => {
      for (const each of given.toReversed()) each()
    }
    try {
      const admission = await this.#within(endpoint, given)
      if (!admission.isTaken) giveBack()
      return admission.isTaken ? { ...admission, giveBack } : admission
    } catch (error) {
      giveBack()
      throw error
    }
  }

  async #within(endpoint: Endpoint, given: (() => void)[]): Promise<Admission> {
    const { circuits, places, rates } = this.#o
    const { concurrency, ratePerMinute } = endpoint.options ?? {}
    const waiting = circuits.pauseOf(endpoint)
    if (waiting !== undefined) return this.#untilClosed(endpoint, waiting)
    if (concurrency !== undefined) {
      const place = await places.take(endpoint.id, concurrency)
      if (!place.isTaken) return place
      given.push(() => place.giveBack())
    }
    const afterMs =
      ratePerMinute === undefined ? undefined : await rates.take(endpoint.id, ratePerMinute)
    if (afterMs !== undefined) return { isTaken: false, afterMs }
    const passage = await circuits.pass(endpoint)
    if (passage.how === 'wait') return this.#untilClosed(endpoint, passage.until)
    return { isTaken: true, isProbe: passage.how === 'probe', giveBack: () => undefined }
  }

  #untilClosed({ name }: Endpoint, until: Date): Admission {
    const afterMs = Math.max(0, until.getTime() - this.#o.clock.now().getTime())
    const why = `The circuit of the webhook "${name}" is open until ${until.toISOString()}.`
    return { isTaken: false, afterMs: spread(afterMs), why }
  }
}

function taken(turn: Turn): Admission {
  return turn.isTaken ? Object.assign(turn, { isProbe: false }) : turn
}

const spread = (milliseconds: number): number =>
  Math.round(milliseconds + Math.random() * Math.min(spreadMs, milliseconds / 2 + 100))
