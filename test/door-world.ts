/** An event with a door: sessions, passes, guests, and staff with the role Check-in Staff. */
import { roleIds, rootBusinessUnitId, systemCaller } from '#identity'
import type { TestHub } from './hub.ts'
import { create, makeEvent, row } from './story.ts'

export interface GuestOfTest {
  readonly id: string
  readonly number: string
}

/** The token of a one-time sign-in link of a new user with this role. */
export async function signInAs(hub: TestHub, role: keyof typeof roleIds): Promise<string> {
  const user = await create(hub, 'systemuser', {
    lastname: role,
    businessunitid: rootBusinessUnitId,
    internalemailaddress: `${role.toLowerCase().replace(' ', '.')}@organiser.example`,
  })
  await hub.pipeline.execute(systemCaller, {
    message: 'Associate',
    table: 'systemuser',
    id: user,
    input: {
      Relationship: 'systemuserroles_association',
      RelatedEntities: [{ table: 'role', id: roleIds[role] }],
    },
  })
  const token = await hub.identity.newSignInLink(user)
  const answer = await fetch(`${hub.url}/admin/sign-in/link`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ token }),
  })
  return String(answer.headers.get('set-cookie')).split(';')[0] as string
}

export async function guestAt(
  hub: TestHub,
  eventId: string,
  name: string,
  more: object = {},
): Promise<GuestOfTest> {
  const [firstName = '', lastName = 'Guest'] = name.split(' ')
  const { registrations } = await hub.registrations.register(systemCaller, {
    eventId,
    attendees: [{ firstName, lastName, email: `${firstName}.${lastName}@people.example`, ...more }],
  })
  const id = String(registrations[0]?.registrationId)
  return { id, number: String((await row(hub, 'msevtmgt_eventregistration', id)).msevtmgt_name) }
}

export async function eventWithDoor(hub: TestHub, name: string, more: object = {}) {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: name, ...more }, 30)
  const { msevtmgt_eventstartdate: starts, msevtmgt_eventenddate: ends } = await row(
    hub,
    'msevtmgt_event',
    event.id,
  )
  return {
    id: event.id,
    createSession: (session: string) =>
      create(hub, 'msevtmgt_session', {
        msevtmgt_name: session,
        msevtmgt_event: event.id,
        msevtmgt_starttime: starts,
        msevtmgt_endtime: ends,
        msevtmgt_publishstatus: 100000003,
      }),
  }
}
