/**
 * An example of a handler for Create and Update of msevtmgt_event at stage 20: an event for more
 * people than `configuration` says needs a building, and its name gets no blanks at its ends.
 */
import type { Handler } from 'greenroom/handlers'

export const name = 'Large events need a building'
export const description = 'Refuses events above the limit in configuration that have no building.'

export const handle: Handler = async ({ target, preImages, configuration, log }) => {
  if (typeof target.msevtmgt_name === 'string') target.msevtmgt_name = target.msevtmgt_name.trim()
  const event = { ...preImages.before, ...target }
  const limit = Number(configuration ?? 500)
  const capacity = Number(event.msevtmgt_maximumeventcapacity ?? 0)
  if (capacity <= limit || event.msevtmgt_building) return
  log('an event was refused', { capacity, limit })
  throw new Error(`Events for more than ${limit} people need a building.`)
}
