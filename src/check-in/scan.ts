/**
 * gr_Scan: somebody stands at a door with a code. One transaction finds whose it is, says how they
 * stand, and checks them in if they may enter. The same scan sent twice (a bad network) is one.
 */
import { evidenceSource } from '#attendance'
import type { Clock } from '#clock'
import type { Execution, MessageDefinition, MessageOutput } from '#pipeline'
import { type Answer, type Door, readCode, type ScanResult } from './door.ts'
import { findGuest, type Guest, lockRegistration, readGuest } from './door-rows.ts'

export const scanMessage = 'gr_Scan'

export interface ScanInput extends Door {
  readonly code: string
  /** When it was scanned, where that was earlier than now: the page waited for the network. */
  readonly scannedOn: Date
  /** Found in the list rather than by a code. */
  readonly fromList: boolean
}

export function scanDefinition(clock: Clock): MessageDefinition {
  return {
    name: scanMessage,
    table: 'msevtmgt_checkin',
    privilege: 'Create',
    async run(executions) {
      const results: MessageOutput[] = []
      for (const execution of executions) results.push(await scan(execution, clock))
      return results
    },
  }
}

async function scan(execution: Execution, clock: Clock): Promise<MessageOutput> {
  const input = execution.input as unknown as ScanInput
  const code = readCode(input.code)
  const found = code === undefined ? undefined : await findGuest(execution.tx, input, code)
  if (found === undefined) return output(execution, nobody)
  await lockRegistration(execution.tx, found.registrationId)
  const guest = (await readGuest(execution.tx, input, found.registrationId)) ?? found
  const scannedOn = earlierOf(input.scannedOn, clock.now())
  const answer = answerFor(guest, input, scannedOn)
  const isNew = answer === 'welcome' && guest.checkinId === null
  if (isNew) await checkIn(execution, input, guest, scannedOn)
  return output(execution, describe(guest, answer, isNew ? scannedOn : guest.since))
}

function output({ id }: Execution, result: ScanResult): MessageOutput {
  return { id, output: { ...result } }
}

const nobody: ScanResult = {
  answer: 'unknown',
  name: null,
  company: null,
  number: null,
  pass: null,
  event: null,
  since: null,
}

function answerFor(guest: Guest, door: Door, scannedOn: Date): Answer {
  if (guest.eventId !== door.eventId) return 'other-event'
  if (!guest.active) return 'cancelled'
  if (guest.checkinId !== null) {
    // Sent again because its answer was lost: the guest came in by this very scan.
    return guest.since?.getTime() === scannedOn.getTime() ? 'welcome' : 'already-in'
  }
  return guest.mayEnter ? 'welcome' : 'not-for-this-session'
}

/** Clocks of telephones may be wrong: nobody came in in the future, or a week ago. */
const longestWaitMs = 7 * 24 * 3_600_000

function earlierOf(scannedOn: Date, now: Date): Date {
  const age = now.getTime() - scannedOn.getTime()
  return age >= 0 && age < longestWaitMs ? scannedOn : now
}

async function checkIn(
  execution: Execution,
  { sessionId, fromList }: ScanInput,
  { registrationId }: Guest,
  scannedOn: Date,
): Promise<void> {
  const source = fromList ? evidenceSource.manual : evidenceSource.qrScan
  await execution.execute({
    message: 'gr_CheckIn',
    table: 'msevtmgt_checkin',
    input: {
      registrationId,
      ...(sessionId === undefined ? {} : { sessionId }),
      source: source.value,
      from: scannedOn,
      reference: `door:${sessionId ?? 'event'}`,
      ...(fromList ? { reason: 'Chosen from the list at the door' } : {}),
    },
  })
}

function describe(guest: Guest, answer: Answer, since: Date | null): ScanResult {
  const { name, company, number, pass, event } = guest
  return { answer, name, company, number, pass, event, since: since?.toISOString() ?? null }
}
