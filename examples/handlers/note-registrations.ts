/**
 * An example of a handler for Create of msevtmgt_eventregistration at stage 40, asynchronous: how
 * many have registered stands in the description of the event.
 */
import type { Handler } from 'greenroom/handlers'

export const name = 'Note registrations'
export const description = 'Writes the number of registrations into the description of the event.'

export const handle: Handler = async ({ target, read, execute }) => {
  const event = String(target.msevtmgt_eventid)
  const registrations = await read(
    `msevtmgt_eventregistrations?$select=createdon&$filter=_msevtmgt_eventid_value eq ${event}`,
  )
  await execute({
    message: 'Update',
    table: 'msevtmgt_event',
    id: event,
    target: { msevtmgt_description: `${registrations.length} registered` },
  })
}
