/** Who is invited to what, as which role, with which token. */
import { randomBytes } from 'node:crypto'
import { Failure, invalid } from './failure.ts'
import { nowOf, type Participant, participantsOf, type Vendor, webinarBy } from './state.ts'
import { type Fields, utcTime } from './webinars.ts'

const roles = ['listener', 'presenter', 'moderator']

export function invite(vendor: Vendor, body: Fields): void {
  const webinar = webinarBy(vendor, body.webinarID)
  const people = Array.isArray(body.participants) ? body.participants : []
  if (people.length === 0) throw invalid({ participants: 'participants is required' })
  const isLate = webinar.startsAt <= nowOf(vendor)
  const checked = people.map((person) => readPerson(person, body.role))
  if (isLate && vendor.settings.lateInvitations === 'ignored') return
  for (const person of checked) add(vendor, String(webinar.id), person)
}

type Person = Pick<Participant, 'email' | 'username' | 'first_name' | 'second_name' | 'role'>

function readPerson(value: unknown, roleOfAll: unknown): Person {
  const person = (typeof value === 'object' && value !== null ? value : {}) as Fields
  const text = (name: string) => {
    const found = person[name]
    return typeof found === 'string' ? found : ''
  }
  const role = person.role ?? roleOfAll
  if (!/^\S+@\S+$/.test(text('email'))) throw invalid({ email: 'email is not valid' })
  if (typeof role !== 'string' || !roles.includes(role)) throw invalid({ role: 'role is unknown' })
  return {
    email: text('email'),
    username: text('username') || text('email'),
    first_name: text('first_name'),
    second_name: text('second_name'),
    role,
  }
}

export function add(vendor: Vendor, webinarId: string, person: Person): Participant {
  const earlier = find(vendor, webinarId, person.username)
  if (earlier !== undefined && vendor.settings.secondInvitations === 'refused') {
    throw new Failure(422, 'Participant is already registered')
  }
  if (earlier !== undefined) return earlier
  const participant: Participant = {
    id: vendor.nextId++,
    webinarId,
    ...person,
    accessToken: randomBytes(16).toString('hex'),
    enteredAt: undefined,
    leftAt: undefined,
  }
  vendor.participants.set(String(participant.id), participant)
  return participant
}

export const find = (vendor: Vendor, webinarId: string, username: string) =>
  participantsOf(vendor, webinarId).find((each) => each.username === username)

/** A leave shows after a while; until then the person seems to be there. */
export function showParticipant(vendor: Vendor, participant: Participant): object {
  const { webinarId, accessToken, enteredAt, leftAt, ...shown } = participant
  const lag = vendor.settings.attendanceLagSeconds * 1000
  const isKnown = leftAt !== undefined && leftAt + lag <= nowOf(vendor)
  return {
    ...shown,
    webinar_id: Number(webinarId),
    access_token: accessToken,
    enter_time: enteredAt === undefined ? null : utcTime(enteredAt),
    leave_time: isKnown ? utcTime(leftAt) : null,
  }
}
