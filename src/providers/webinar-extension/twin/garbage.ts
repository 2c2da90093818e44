import type { Webinar } from './state.ts'
import type { Vendor } from './vendor.ts'

/**
 * Records that cannot be true, each of a kind that real reports have contained: repeated,
 * negative, about strangers, leaving before joining, before the calendar or after it, and
 * values of the wrong type.
 */
export function garbageFor(
  vendor: Vendor,
  webinar: Webinar,
  honest: readonly object[],
): readonly unknown[] {
  const { start, end } = webinar.order
  const known = knownRegistrant(vendor, webinar)
  const stranger = { registrationId: 'reg_unknown', email: 'stranger@example.invalid' }
  return [
    ...honest.slice(0, 1),
    ...honest.slice(0, 1),
    { ...known, joinTime: start, leaveTime: end, viewingMinutes: -12 },
    { ...stranger, joinTime: start, leaveTime: end, viewingMinutes: 30 },
    { ...known, joinTime: end, leaveTime: start, viewingMinutes: 30 },
    { ...known, joinTime: '0001-01-01T00:00:00.000Z', leaveTime: start, viewingMinutes: 5 },
    { ...known, joinTime: start, leaveTime: '9999-12-31T23:59:59.999Z', viewingMinutes: 1e9 },
    { ...known, joinTime: 'yesterday', leaveTime: 42, viewingMinutes: 'many' },
    { joinTime: start },
    null,
  ]
}

function knownRegistrant(vendor: Vendor, webinar: Webinar): object {
  const row = vendor.state.registrations.inGroup(webinar.id)[0]
  if (row === undefined) return { email: 'nobody@example.invalid' }
  const { externalId, email } = row.registrant
  return { registrationId: row.id, externalId, email }
}
