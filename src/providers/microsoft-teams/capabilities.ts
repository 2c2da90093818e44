import type { AdjustableCapabilities } from '../contract.ts'

/**
 * Meetings let in whoever has their address, so there is nobody to register or to cancel; webinars
 * take registrations, and take place once.
 */
export const capabilitiesByKind: AdjustableCapabilities = {
  note: 'Webinars take registrations and take place once; meetings can be series and let in whoever has their address.',
  names: ['registrants', 'cancel', 'recurrence'],
  of({ kind }, { webinarId, webinarType }) {
    const usual = kind === 'Webinars' ? 'webinar' : 'meeting'
    const what = webinarId?.split('/', 1)[0] ?? webinarType ?? usual
    return what === 'webinar' ? { recurrence: false } : { registrants: false, cancel: false }
  },
}
