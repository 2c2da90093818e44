/** What the operations of events answer, field by field; pages are drawn from this. */
import { type Static, Type } from 'typebox'
import { overrulableRules } from '#registrations'

const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })

export const described = (summary: string, tag = 'Events') => ({
  summary,
  tags: [tag],
  security: [{ apiKey: [] }],
  params: byId,
})

export const overrule = Type.Optional(
  Type.Array(Type.Union(overrulableRules.map((rule) => Type.Literal(rule))), {
    maxItems: overrulableRules.length,
    description:
      'Rules to set aside, by the codes of their refusals: send the request without it first, and again with the code that came back. Who overruled what is in the audit log',
  }),
)

const text = Type.Union([Type.String(), Type.Null()])
const count = (description: string) => Type.Integer({ description })

const remark = Type.Object({
  code: Type.String({ description: 'A word for programs and for the languages of the console' }),
  sentence: Type.String(),
})

export const overviewAnswer = Type.Object({
  id: Type.String(),
  zone: Type.String({ description: 'IANA name' }),
  start: Type.String({ format: 'date-time' }),
  end: Type.String({ format: 'date-time' }),
  publicLink: text,
  checkInLink: Type.String({ description: 'The page of staff at the door' }),
  webinar: Type.Object({
    wanted: Type.Boolean({ description: 'Takes place online on an account of a provider' }),
    operation: text,
    status: Type.Union([Type.String(), Type.Null()], {
      description: 'Pending, Created, Failed, Deleted; null: nothing was done yet',
    }),
    reason: text,
    joinUrl: text,
    hostUrl: Type.Union([Type.String(), Type.Null()], {
      description: 'Where the host starts the webinar; null for those who may not change the event',
    }),
    accountName: text,
    accountStatus: text,
    accountMessage: text,
    failedJobs: count('System jobs of the event and its registrations that failed for good'),
  }),
  counts: Type.Object({
    registered: count('Active registrations'),
    canceled: count('Cancelled ones'),
    waiting: count('In the waitlists of the event and its sessions, without an open invitation'),
    invited: count('With an open invitation from a waitlist'),
    unpublished: count('Active registrations that the provider does not know yet'),
    unpublishable: count('Active registrations that the provider refused, or whose webinar failed'),
    opened: count('Active registrations whose join link was opened'),
    present: count('Registrations with standing evidence other than a click'),
    completed: count('Active registrations with this verdict'),
    failed: count('Active registrations with this verdict'),
    pending: count('Active registrations without a verdict'),
  }),
  missing: Type.Array(remark, {
    description: 'Everything that keeps the event from being published, at once; empty: nothing',
  }),
  advice: Type.Array(remark, { description: 'What most events have and this one does not' }),
  registration: Type.Object({
    open: Type.Boolean({ description: 'People can register on the public page now' }),
    refusal: Type.Union([Type.String(), Type.Null()], { description: 'Why they cannot' }),
  }),
})

export type OverviewAnswer = Static<typeof overviewAnswer>

export const registeredAnswer = Type.Object({
  registrationId: Type.Union([Type.String(), Type.Null()], {
    description: 'Null: in the waitlist, or waiting for a payment',
  }),
  waitlistItemId: text,
  purchaseId: text,
})

export const registrationLinksAnswer = Type.Object({
  id: Type.String(),
  number: Type.String(),
  joinLink: Type.String({ description: 'Where the registrant takes part' }),
  personalLink: Type.String({ description: 'Where the registrant changes or cancels' }),
})
