/** The calendar entry in a mail, read by a parser that is not ours. */
import assert from 'node:assert/strict'
import ICAL from 'ical.js'
import type { Email } from 'postal-mime'

export function calendarOf(mail: Email): { method: string; event: ICAL.Event } {
  const part = mail.attachments.find(
    ({ mimeType }) => mimeType === 'text/calendar' || mimeType === 'application/ics',
  )
  assert.ok(part !== undefined, 'the mail has a calendar part')
  const text =
    typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content)
  const calendar = new ICAL.Component(ICAL.parse(text))
  const component = calendar.getFirstSubcomponent('vevent')
  assert.ok(component)
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    event: new ICAL.Event(component),
  }
}
