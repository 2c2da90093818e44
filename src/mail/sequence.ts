import type { Request } from '#pipeline'

/** The calendar entry of a registration in a new version; `toldOn` where people hear of a change. */
export function sequenceUpdate(id: string, sequence: number, toldOn?: Date): Request {
  return {
    message: 'Update',
    table: 'msevtmgt_eventregistration',
    id,
    internal: true,
    target: {
      gr_calendarsequence: sequence,
      ...(toldOn === undefined ? {} : { gr_toldon: toldOn }),
    },
  }
}
