import type { Request } from '#pipeline'

/** The calendar entry of a registration in a new version. */
export function sequenceUpdate(id: string, sequence: number): Request {
  return {
    message: 'Update',
    table: 'msevtmgt_eventregistration',
    id,
    internal: true,
    target: { gr_calendarsequence: sequence },
  }
}
