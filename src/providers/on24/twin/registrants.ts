/** People who are registered: one per e-mail address and event. */
import { type Call, pageOf } from './endpoint.ts'
import { eventBy } from './events.ts'
import { Failure } from './failure.ts'
import {
  nextId,
  nowOf,
  registrantKey,
  registrantsOf,
  type TwinEvent,
  type TwinRegistrant,
  type Vendor,
} from './state.ts'
import { pacificTime } from './times.ts'

const longest: Readonly<Record<string, number>> = { firstname: 50, lastname: 50, email: 100 }

/** Makes, changes, takes back and restores, all by one call. */
export function register(vendor: Vendor, { eventId, form, query }: Call): object {
  const event = eventBy(vendor, eventId)
  if (!event.isActive) throw new Failure(403, `The event id ${eventId} is inactive.`)
  const email = form.text('email')?.trim() ?? ''
  const known = vendor.registrants.get(registrantKey(eventId, email))
  const isDeleted = deletionIn(vendor, event, known, form.text('isdeleted'))
  if (isDeleted === true && known !== undefined) {
    known.isDeleted = true
    return showRegistrant(vendor, known)
  }
  if (!event.settings.registrationIsOpen && known === undefined) {
    throw new Failure(400, 'Registration is not enabled for this event.')
  }
  checkFields(form.fields, query.honorrequired?.toUpperCase() !== 'N')
  const registrant = keep(vendor, eventId, email, form.fields)
  if (isDeleted === false) registrant.isDeleted = false
  return showRegistrant(vendor, registrant)
}

/** Whether somebody is to be deleted or restored; undefined: neither was asked for. */
function deletionIn(
  vendor: Vendor,
  { settings }: TwinEvent,
  known: TwinRegistrant | undefined,
  text: string | undefined,
): boolean | undefined {
  if (text === undefined) return undefined
  if (!/^[YN]$/i.test(text)) throw new Failure(400, 'Invalid value for isDeleted.')
  const isDeleted = text.toUpperCase() === 'Y'
  if (isDeleted && known === undefined) {
    throw new Failure(412, "You're trying to soft delete the registrant you're creating.")
  }
  if (nowOf(vendor) >= settings.start) {
    throw new Failure(400, 'Deleting or undeleting is not allowed after the event has started.')
  }
  return isDeleted
}

function checkFields(fields: Readonly<Record<string, string>>, honorRequired: boolean): void {
  const email = fields.email ?? ''
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new Failure(400, 'Invalid email.')
  for (const [name, most] of Object.entries(longest)) {
    const value = fields[name] ?? ''
    if (value.length > most) throw new Failure(400, `${name} is limited to ${most} characters.`)
    if (honorRequired && value === '') throw new Failure(400, `${name} is required.`)
  }
  // The usual form of an event also asks for this.
  if (honorRequired && (fields.company ?? '') === '') {
    throw new Failure(400, 'company is required.')
  }
}

/** The row of this person in this event, made where there is none. */
export function keep(
  vendor: Vendor,
  eventId: string,
  email: string,
  fields: Readonly<Record<string, string>>,
): TwinRegistrant {
  const now = nowOf(vendor)
  const name = registrantKey(eventId, email)
  const known = vendor.registrants.get(name)
  if (known !== undefined) {
    known.fields = { ...known.fields, ...fields }
    known.changedAt = now
    return known
  }
  const registrant: TwinRegistrant = {
    userId: nextId(vendor, 150_000_001),
    eventId,
    createdAt: now,
    email,
    changedAt: now,
    isDeleted: false,
    isForgotten: false,
    fields,
  }
  vendor.registrants.set(name, registrant)
  return registrant
}

function showRegistrant({ url }: Vendor, registrant: TwinRegistrant): object {
  const { eventId, userId, email, fields } = registrant
  const { isdeleted: _asked, ...told } = fields
  return {
    ...told,
    email,
    eventid: Number(eventId),
    eventuserid: Number(userId),
    isblocked: 'N',
    userprofileurl: `${url()}/webcast/lead?token=${userId}`,
  }
}

export function listRegistrants(vendor: Vendor, call: Call): object {
  const { eventId, query } = call
  eventBy(vendor, eventId)
  const rows = visible(vendor, registrantsOf(vendor, eventId), query)
  return {
    eventid: Number(eventId),
    totalregistrants: rows.length,
    registrants: rows.map((row) => showListed(vendor, row)),
  }
}

export function listAllRegistrants(vendor: Vendor, call: Call): object {
  const all = visible(vendor, [...vendor.registrants.values()], call.query)
  const { rows, pagecount, currentpage } = pageOf(vendor, call, all)
  return {
    totalregistrants: all.length,
    pagecount,
    currentpage,
    registrants: rows.map((row) => showListed(vendor, row)),
  }
}

function visible(
  vendor: Vendor,
  rows: readonly TwinRegistrant[],
  query: Call['query'],
): readonly TwinRegistrant[] {
  const since = nowOf(vendor) - vendor.settings.registrantLagSeconds * 1000
  const email = query.email?.toLowerCase()
  return rows.filter(
    (row) =>
      row.createdAt <= since && (email ?? row.email.toLowerCase()) === row.email.toLowerCase(),
  )
}

const showListed = (vendor: Vendor, row: TwinRegistrant) => ({
  ...showRegistrant(vendor, row),
  createtimestamp: pacificTime(row.createdAt),
  lastactivity: pacificTime(row.changedAt),
  userstatus: row.isForgotten ? 'forgotten' : row.isDeleted ? 'deleted' : 'active',
})

/** Everything personal of these addresses goes, in one event or in all; the rows stay. */
export function forget(vendor: Vendor, { form }: Call): object {
  const emails = (form.text('email') ?? '').split(',').map((text) => text.trim().toLowerCase())
  const eventId = form.text('eventid')
  const found = [...vendor.registrants.entries()].filter(
    ([, each]) =>
      emails.includes(each.email.toLowerCase()) && (eventId ?? each.eventId) === each.eventId,
  )
  if (found.length === 0) throw new Failure(404, 'No registrant was found for that email address')
  for (const [name, each] of found) {
    vendor.registrants.delete(name)
    each.email = `${each.userId}-deleted`
    each.fields = {
      firstname: 'deleted',
      lastname: 'deleted',
      eventemail: 'N',
      marketingemail: 'N',
    }
    each.isForgotten = true
    each.changedAt = nowOf(vendor)
    vendor.registrants.set(registrantKey(each.eventId, each.email), each)
  }
  return { deletedregistrants: { eventuserids: found.map(([, { userId }]) => Number(userId)) } }
}
