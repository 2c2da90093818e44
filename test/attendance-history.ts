/** Generated histories of attendance: who was there, what the vendor told of it, and when. */
import fc from 'fast-check'

/** One presence as it was, seconds after the beginning of a date. */
export interface Presence {
  /** Index of a person; -1 a stranger with an e-mail, -2 a caller by phone. */
  readonly who: number
  readonly by: 'registrant' | 'former registrant' | 'our id' | 'email'
  readonly date: number
  readonly join: number
  readonly length: number
  readonly form:
    | 'times'
    | 'no leave'
    | 'minutes only'
    | 'fewer minutes'
    | 'leave before join'
    | 'another year'
    | 'recording'
    | 'waiting room'
}

export interface Telling {
  /** Which presences the report tells, and how much later each leave is told to have been. */
  readonly tells: readonly boolean[]
  readonly shifts: readonly number[]
  readonly repeats: boolean
}

export interface Person {
  /** Two people may share an address. */
  readonly email: number
  /** The vendor's id of the registrant came to the hub. */
  readonly isKnown: boolean
  /** Registered, cancelled and registered again. */
  readonly cancelledBefore: boolean
  readonly scanned: boolean
  readonly clicked: boolean
  readonly mark: 'none' | 'present' | 'ten minutes'
}

export interface History {
  readonly zone: string
  readonly laterZone: string
  readonly month: number
  readonly hour: number
  readonly minutes: number
  readonly threshold: number | undefined
  readonly share: number | undefined
  readonly series: 'once' | 'weekly' | 'monthly on the 31st'
  readonly people: readonly Person[]
  readonly presences: readonly Presence[]
  readonly reports: readonly Telling[]
  /** Presences told by callbacks, in order, with the same shifts as above. */
  readonly callbacks: readonly { readonly presence: number; readonly shift: number }[]
  readonly decision: 'none' | 'assigned' | 'assigned and reopened' | 'set aside'
}

const zone = fc.constantFrom(
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'],
)

const person = fc.record({
  email: fc.constantFrom(0, 1, 2, 3, 4, 4),
  isKnown: fc.boolean(),
  cancelledBefore: fc.boolean(),
  scanned: fc.constantFrom(true, ...Array.from({ length: 9 }, () => false)),
  clicked: fc.boolean(),
  mark: fc.constantFrom<Person['mark']>('none', 'none', 'none', 'none', 'present', 'ten minutes'),
})

const presence = fc.record({
  who: fc.integer({ min: -2, max: 3 }),
  by: fc.constantFrom<Presence['by']>('registrant', 'former registrant', 'our id', 'email'),
  date: fc.nat(2),
  join: fc.integer({ min: -2400, max: 9000 }),
  length: fc.integer({ min: 0, max: 7200 }),
  form: fc.constantFrom<Presence['form']>(
    ...(['times', 'times', 'times', 'times', 'no leave', 'minutes only'] as const),
    ...(['fewer minutes', 'leave before join', 'another year', 'recording'] as const),
    ...(['waiting room', 'waiting room'] as const),
  ),
})

export const history: fc.Arbitrary<History> = fc.record({
  zone,
  laterZone: zone,
  month: fc.constantFrom(1, 3, 8, 10),
  hour: fc.integer({ min: 5, max: 20 }),
  minutes: fc.constantFrom(30, 60, 90, 120),
  threshold: fc.constantFrom(undefined, 10, 30, 45),
  share: fc.constantFrom(undefined, 25, 50, 75),
  series: fc.constantFrom<History['series']>('once', 'once', 'weekly', 'monthly on the 31st'),
  people: fc.array(person, { minLength: 1, maxLength: 4 }),
  presences: fc.array(presence, { maxLength: 8 }),
  reports: fc.array(
    fc.record({
      tells: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      shifts: fc.array(fc.constantFrom(0, 0, 0, 300, 1800), { minLength: 8, maxLength: 8 }),
      repeats: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  callbacks: fc.array(fc.record({ presence: fc.nat(7), shift: fc.constantFrom(0, 0, 300, 1800) }), {
    maxLength: 5,
  }),
  decision: fc.constantFrom<History['decision']>(
    ...(['none', 'assigned', 'assigned and reopened', 'set aside'] as const),
  ),
})
