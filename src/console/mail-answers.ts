/** One mail as its page shows it. */
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Db } from '#database'
import { general } from '#errors'
import {
  deliveryOf,
  failureReasonOf,
  type LetterKind,
  letterKinds,
  mailKind,
  mailState,
  type readMail,
} from '#mail'

const uuid = () => Type.String({ format: 'uuid' })
const orNull = <T extends ReturnType<typeof Type.String>>(type: T) =>
  Type.Union([type, Type.Null()])
const instant = () => Type.String({ format: 'date-time' })

export const mailAnswer = Type.Object({
  id: uuid(),
  subject: Type.String(),
  kind: Type.String({ description: 'Stored kind; letters of tests begin with "test "' }),
  kindLabel: Type.String(),
  to: Type.String(),
  toName: orNull(Type.String()),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('sent'),
    Type.Literal('kept', { description: 'No mail server is set' }),
    Type.Literal('failed'),
  ]),
  language: orNull(Type.String()),
  createdOn: instant(),
  sentOn: orNull(instant()),
  text: Type.String(),
  event: Type.Union([Type.Object({ id: uuid(), name: Type.String() }), Type.Null()]),
  registration: Type.Union([Type.Object({ id: uuid(), number: Type.String() }), Type.Null()]),
  contact: Type.Union([Type.Object({ id: uuid(), name: Type.String() }), Type.Null()]),
  calendarMethod: orNull(Type.String({ description: 'REQUEST or CANCEL' })),
  qrCode: orNull(Type.String({ description: 'What its QR code says' })),
  problem: orNull(Type.String({ description: 'What the mail server said at the last try' })),
  reason: Type.Union(
    [
      Type.Literal('address'),
      Type.Literal('mailboxFull'),
      Type.Literal('policy'),
      Type.Literal('signIn'),
      Type.Literal('unreachable'),
      Type.Literal('encryption'),
      Type.Literal('other'),
      Type.Null(),
    ],
    { description: 'What the words of the server mean; null while there is no problem' },
  ),
  delivery: Type.Union([
    Type.Object({
      jobId: uuid(),
      tries: Type.Integer(),
      nextTryOn: orNull(instant()),
    }),
    Type.Null(),
  ]),
  sendsMail: Type.Boolean({ description: 'False: no mail server is set, mails are kept' }),
})

export type MailAnswer = Static<typeof mailAnswer>

type StoredMail = NonNullable<Awaited<ReturnType<typeof readMail>>>

export async function mailAnswerOf(
  db: Db,
  mail: StoredMail,
  sendsMail: boolean,
): Promise<MailAnswer> {
  const [delivery, about] = await Promise.all([deliveryOf(db, mail), readAbout(db, mail.gr_mailid)])
  const waits = mail.state === mailState.waiting.value && (delivery?.tries ?? 0) > 0
  const problem = mail.problem ?? (waits ? (delivery?.message ?? null) : null)
  return {
    id: mail.gr_mailid,
    subject: mail.name,
    kind: mail.kind,
    kindLabel: labelOf(mail.kind),
    to: mail.recipient,
    toName: mail.recipientname,
    state: stateOf(mail),
    language: mail.language,
    createdOn: mail.createdon.toISOString(),
    sentOn: mail.senton?.toISOString() ?? null,
    text: mail.textbody,
    ...about,
    calendarMethod: mail.calendar === null ? null : mail.calendarmethod,
    qrCode: mail.qrcode,
    problem,
    reason: problem === null ? null : failureReasonOf(problem),
    delivery:
      delivery === undefined
        ? null
        : {
            jobId: delivery.jobId,
            tries: delivery.tries,
            nextTryOn: delivery.nextTryOn?.toISOString() ?? null,
          },
    sendsMail,
  }
}

function stateOf({ state, gr_mailid: id }: StoredMail): MailAnswer['state'] {
  const names = Object.keys(mailState) as (keyof typeof mailState)[]
  const found = names.find((name) => mailState[name].value === state)
  if (found === undefined) throw general['not-found']({ what: `state ${state} of mail`, id })
  return found
}

function labelOf(kind: string): string {
  const known = letterKinds.find((each) => each === kind.replace(/^test /, ''))
  return known === undefined ? kind : mailKind[known as LetterKind].label
}

async function readAbout(
  db: Db,
  id: string,
): Promise<Pick<MailAnswer, 'event' | 'registration' | 'contact'>> {
  const { rows } = await sql<Pick<MailAnswer, 'event' | 'registration' | 'contact'>>`
    select
      case when e.msevtmgt_eventid is null then null else
        json_build_object('id', e.msevtmgt_eventid, 'name', coalesce(e.msevtmgt_name, '')) end
        as event,
      case when r.msevtmgt_eventregistrationid is null then null else
        json_build_object('id', r.msevtmgt_eventregistrationid, 'number', r.msevtmgt_name) end
        as registration,
      case when c.contactid is null then null else
        json_build_object('id', c.contactid, 'name', coalesce(c.fullname, c.emailaddress1, '')) end
        as contact
    from gr_mail m
    left join msevtmgt_eventregistration r on r.msevtmgt_eventregistrationid = m.registrationid
    left join msevtmgt_event e on e.msevtmgt_eventid = coalesce(m.eventid, r.msevtmgt_eventid)
    left join contact c on c.contactid = r.msevtmgt_contactid
    where m.gr_mailid = ${id}`.execute(db)
  return rows[0] ?? { event: null, registration: null, contact: null }
}
