import type { Clock } from '#clock'
import type { Db } from '#database'
import { general } from '#errors'
import type { Audit } from '#identity'
import type { JobDefinition } from '#jobs'
import type { Caller, MessageDefinition, Outcome, Pipeline, Step } from '#pipeline'
import { addSessionsMessage } from './add-sessions.ts'
import { cancelMessages } from './cancel-registration.ts'
import { changeAnswersMessage } from './change-answers.ts'
import { chooseMessages } from './choose-from-waitlist.ts'
import { describePurchase, type PurchaseDetails } from './describe-purchase.ts'
import { externalActions } from './external-actions.ts'
import { gather } from './gather.ts'
import { registrationJobs } from './jobs.ts'
import { leaveWaitlistMessage } from './leave-waitlist.ts'
import { linkToken, readLinkToken, type Signing } from './link-token.ts'
import type { OverrulableRule } from './overrule.ts'
import { promoteMessage } from './promote-waitlist.ts'
import type { PurchaseState } from './purchase-state.ts'
import { orKeep, unprocessedPayment, unprocessedRegistration } from './recover-failures.ts'
import { recoverySteps } from './recovery-steps.ts'
import { registerMessage } from './register.ts'
import { type RegisterAnswer, registrationTable, sessionRegistrationTable } from './registration.ts'
import { settlePurchaseMessage } from './settle-purchase.ts'
import { registrationSteps } from './steps.ts'
import { waitForSessionsMessage } from './wait-for-sessions.ts'

export interface RegistrationsNeeds extends Signing {
  readonly db: Db
  /** In whose name the hub itself acts. */
  readonly system: Caller
  readonly pipeline: Pick<Pipeline, 'execute' | 'executeEach'>
  readonly clock: Clock
  /** Where it is written down that staff overruled the rules of registration. */
  readonly audit: Pick<Audit, 'note'>
  /** Without slash at the end. */
  readonly publicUrl: string
  /**
   * Batches of registrations that are written at the same time; each holds a connection, so it
   * has to be less than the pool has. Default 4.
   */
  readonly parallelBatches?: number
}

/** A person as a door hands it in; everything is checked. */
export interface AttendeeInput {
  readonly email: string
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly company?: string | null
  readonly language?: string | null
  /** Sessions of the event, as ids or with the wish to wait for one that is full. */
  readonly sessions?:
    | readonly (string | { readonly sessionId: string; readonly waitlisted?: boolean | null })[]
    | null
  readonly passId?: string | null
  /** Wants a place in the waitlist rather than a seat. */
  readonly waitlisted?: boolean | null
  /** Takes a freed seat without being asked once more. */
  readonly autoRegister?: boolean | null
  readonly responses?:
    | readonly { readonly id: string; readonly value?: unknown; readonly values?: unknown }[]
    | null
}

export interface RegisterInput {
  readonly eventId: string
  readonly attendees: readonly AttendeeInput[]
  /** The same key with the same request gives the first answer for 24 hours. */
  readonly idempotencyKey?: string | null
  /** Where the payment page sends the purchaser afterwards. */
  readonly returnUrl?: string | null
  /** Rules that staff set aside, by the names of their refusals; each time it is noted who did. */
  readonly overrule?: readonly OverrulableRule[] | null
  /** Who registers the attendees, if it is somebody else. */
  readonly purchaser?: Pick<AttendeeInput, 'email' | 'firstName' | 'lastName'> | null
}

export interface CancelOptions {
  /** An attendee cancels until the event is over, staff whenever they like. */
  readonly by: 'attendee' | 'staff'
  /** Only if it is this contact's registration. */
  readonly contactId?: string
}

/** Where a purchase stands after somebody said how it ended. */
export interface SettledPurchase {
  readonly state: PurchaseState
  readonly registrationIds: readonly string[]
}

export interface Registrations {
  readonly steps: readonly Step[]
  readonly messages: readonly MessageDefinition[]
  readonly jobs: readonly JobDefinition[]
  /**
   * Says how a purchase ended; saying it again changes nothing. `by` is who says so, for the books.
   * @throws refusals `unknown-purchase`, `purchase-is-over`, `purchase-is-anothers`
   */
  settlePurchase(
    caller: Caller,
    purchaseId: string,
    settlement: 'paid' | 'cancelled',
    by: string,
  ): Promise<SettledPurchase>
  /** What a payment page shows; undefined where there is no such purchase. */
  describePurchase(purchaseId: string): Promise<PurchaseDetails | undefined>
  /**
   * Registers all attendees of the request or none. Concurrent requests for one event share
   * transactions.
   * @throws refusals such as `event-full`, `registration-closed`, `email-invalid`
   */
  register(caller: Caller, request: RegisterInput): Promise<RegisterAnswer>
  /** Gives whether it was cancelled before. */
  cancel(caller: Caller, registrationId: string, options: CancelOptions): Promise<boolean>
  cancelSession(
    caller: Caller,
    sessionRegistrationId: string,
    options: CancelOptions,
  ): Promise<boolean>
  /**
   * More sessions for somebody who is registered for the event. Those that they had are not given.
   * @throws refusals such as `session-full`, unless it is overruled by that name
   */
  addSessions(
    caller: Caller,
    registrationId: string,
    sessionIds: readonly string[],
    overrule?: readonly OverrulableRule[],
  ): Promise<readonly { readonly sessionId: string; readonly sessionRegistrationId: string }[]>
  /** A line for each of these full sessions; whoever is in one already stays where they are. */
  waitForSessions(
    caller: Caller,
    registrationId: string,
    sessionIds: readonly string[],
  ): Promise<void>
  /** All questions of the event are answered anew; what is not named is taken back. */
  changeAnswers(
    caller: Caller,
    registrationId: string,
    responses: NonNullable<AttendeeInput['responses']>,
  ): Promise<void>
  /**
   * Invites somebody in a line out of turn: the seat is held for them as by every invitation.
   * @throws refusals such as `event-full`, unless it is overruled by that name, `already-invited`
   */
  inviteFromWaitlist(
    caller: Caller,
    waitlistItemId: string,
    overrule?: readonly OverrulableRule[],
  ): Promise<{ readonly invitedUntil: string }>
  /**
   * Registers somebody in a line out of turn, for the event or the session that they wait for.
   * @throws refusals such as `event-full`, unless it is overruled by that name, `waiting-needs-pass`
   */
  registerFromWaitlist(
    caller: Caller,
    waitlistItemId: string,
    overrule?: readonly OverrulableRule[],
  ): Promise<{ readonly registrationId: string }>
  /** Gives up a place in a waitlist, and the seat that an invitation held for it. */
  leaveWaitlist(caller: Caller, waitlistItemId: string): Promise<void>
  joinToken(registrationId: string): string
  /** The registration of a token that this hub made; undefined for anything else. */
  readJoinToken(token: string): string | undefined
  /** Of the page on which somebody changes or cancels; not the join link's, which people forward. */
  personalToken(registrationId: string): string
  readPersonalToken(token: string): string | undefined
  joinLink(registrationId: string): string
}

/** Attendees in one transaction: about 60 ms of work, so nobody waits long for a batch. */
const mostAttendeesPerBatch = 200
/** Requests that may wait in one lane: some ten seconds of work; more would time out anyway. */
const mostWaiting = 20_000

export function createRegistrations(needs: RegistrationsNeeds): Registrations {
  const { pipeline, clock, publicUrl, parallelBatches = 4 } = needs
  const linkOf = (id: string) => `${publicUrl}/j/${linkToken(needs, 'join-link', id)}`
  const together = gather<Wanted, Outcome>({
    keyOf: ({ request }) => laneOf(String(request.eventId), parallelBatches),
    weightOf: ({ request }) => (Array.isArray(request.attendees) ? request.attendees.length : 1),
    mostWeight: mostAttendeesPerBatch,
    mostParallel: parallelBatches,
    mostWaiting,
    refuse: () => general.busy({ why: 'too many people register at this moment' }),
    run: (batch) => pipeline.executeEach(batch.map(registerRequest)),
  })
  return {
    steps: [...registrationSteps(clock), ...recoverySteps],
    jobs: registrationJobs({ pipeline, system: needs.system }),
    async settlePurchase(caller, id, settlement, by) {
      const act = () =>
        pipeline.execute(caller, {
          message: 'gr_SettlePurchase',
          table: 'msevtmgt_eventpurchase',
          id,
          input: { settlement, by },
        })
      // Somebody gives up as often as they like; money that came is not heard of twice.
      const settled =
        settlement === 'paid'
          ? await orKeep(needs, () => unprocessedPayment(needs.db, id, by), act)
          : await act()
      return settled.output as unknown as SettledPurchase
    },
    describePurchase: (id) => describePurchase(needs.db, id),
    messages: [
      promoteMessage(clock),
      settlePurchaseMessage(clock),
      ...externalActions,
      registerMessage({ clock, audit: needs.audit, joinLink: linkOf }),
      addSessionsMessage({ clock, audit: needs.audit }),
      waitForSessionsMessage(clock),
      changeAnswersMessage(clock),
      leaveWaitlistMessage,
      ...chooseMessages({ clock, audit: needs.audit }),
      ...cancelMessages(clock),
    ],
    async register(caller, request) {
      const answer = await orKeep(
        needs,
        () => unprocessedRegistration(request),
        () => together({ caller, request }),
      )
      return answer.output as unknown as RegisterAnswer
    },
    cancel: (caller, id, options) =>
      cancelWith(pipeline, caller, 'gr_CancelRegistration', registrationTable, id, options),
    cancelSession: (caller, id, options) =>
      cancelWith(
        pipeline,
        caller,
        'gr_CancelSessionRegistration',
        sessionRegistrationTable,
        id,
        options,
      ),
    async addSessions(caller, id, sessions, overrule = []) {
      const input = { sessions, overrule }
      const request = { message: 'gr_AddSessions', table: registrationTable, id, input }
      return (await pipeline.execute(caller, request)).output.sessions as never
    },
    async waitForSessions(caller, id, sessions) {
      const input = { sessions }
      const request = { message: 'gr_WaitForSessions', table: registrationTable, id, input }
      await pipeline.execute(caller, request)
    },
    async changeAnswers(caller, id, responses) {
      const input = { responses }
      const request = { message: 'gr_ChangeAnswers', table: registrationTable, id, input }
      await pipeline.execute(caller, request)
    },
    async inviteFromWaitlist(caller, id, overrule = []) {
      const table = 'msevtmgt_waitlistitem'
      const request = { message: 'gr_InviteFromWaitlist', table, id, input: { overrule } }
      return (await pipeline.execute(caller, request)).output as never
    },
    async registerFromWaitlist(caller, id, overrule = []) {
      const table = 'msevtmgt_waitlistitem'
      const request = { message: 'gr_RegisterFromWaitlist', table, id, input: { overrule } }
      return (await pipeline.execute(caller, request)).output as never
    },
    async leaveWaitlist(caller, id) {
      const request = { message: 'gr_LeaveWaitlist', table: 'msevtmgt_waitlistitem', id }
      await pipeline.execute(caller, request)
    },
    joinToken: (id) => linkToken(needs, 'join-link', id),
    readJoinToken: (token) => readLinkToken(needs, 'join-link', token),
    personalToken: (id) => linkToken(needs, 'personal-link', id),
    readPersonalToken: (token) => readLinkToken(needs, 'personal-link', token),
    joinLink: linkOf,
  }
}

/**
 * Requests for one event always take the same lane, so they never wait for each other's row lock;
 * events that share a lane share transactions, which spares many lukewarm events their round trips.
 */
function laneOf(eventId: string, lanes: number): string {
  let hash = 0
  for (const character of eventId.toLowerCase()) hash = (hash * 31 + character.charCodeAt(0)) | 0
  return String(Math.abs(hash) % lanes)
}

interface Wanted {
  readonly caller: Caller
  readonly request: RegisterInput
}

function registerRequest({ caller, request }: Wanted) {
  return {
    caller,
    request: { message: 'gr_Register', table: registrationTable, input: { ...request } },
  }
}

async function cancelWith(
  pipeline: RegistrationsNeeds['pipeline'],
  caller: Caller,
  message: string,
  table: string,
  id: string,
  options: CancelOptions,
): Promise<boolean> {
  const outcome = await pipeline.execute(caller, { message, table, id, input: { ...options } })
  return outcome.output.alreadyCancelled === true
}
