/** Whether everybody can be written to. Pure. */
import type { MeetingWish, PersonWish, Remark } from './wish.ts'

/** As many as a provider takes one by one in minutes. */
export const mostPeople = 500

export function checkPeople(wish: MeetingWish): Remark[] {
  const { attendees, cohosts } = wish
  if (attendees.length + cohosts.length > mostPeople) {
    const message = `A meeting takes ${mostPeople} people; this one has ${attendees.length + cohosts.length}. Plan a webinar with registration for more.`
    return [{ field: 'attendees', message }]
  }
  const seen = new Map<string, string>()
  return [
    ...cohosts.flatMap((person, at) => checkPerson(person, `cohosts[${at}]`, seen)),
    ...attendees.flatMap((person, at) => checkPerson(person, `attendees[${at}]`, seen)),
  ]
}

function checkPerson({ email, name }: PersonWish, at: string, seen: Map<string, string>): Remark[] {
  const field = `${at}.email`
  if (!isMailAddress(email)) {
    return [{ field, message: `"${email.slice(0, 100)}" is no e-mail address.` }]
  }
  if (name !== undefined && /\p{Cc}/u.test(name)) {
    return [{ field: `${at}.name`, message: 'The name has a line break or a control character.' }]
  }
  const key = email.trim().toLowerCase()
  const earlier = seen.get(key)
  seen.set(key, at)
  if (earlier === undefined) return []
  const both = earlier.startsWith('cohosts') !== at.startsWith('cohosts')
  const message = both
    ? `${email} is a co-host already.`
    : `${email} is in the list twice; everybody gets one invitation.`
  return [{ field, message }]
}

/** One address and nothing else: a list, or a line break, would reach others. */
const isMailAddress = (text: string) =>
  text.length <= 254 &&
  /^[^\s@<>,;:"()[\]\\\p{Cc}]{1,64}@[^\s@<>,;:"()[\]\\\p{Cc}]+\.[^\s@<>,;:"()[\]\\\p{Cc}]+$/u.test(
    text.trim(),
  )
