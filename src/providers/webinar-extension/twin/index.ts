/**
 * The twin of a webinar vendor: a real HTTP service that implements the Webinar Extension API as
 * docs/webinar-extension-api.openapi.json describes it.
 *
 * - vendor: the simulated company, with its state, settings and modes
 * - order: what the hub asks for when it creates a webinar; the webinar is what the vendor made of it
 * - registrant, registration: the person as the hub describes them; their place in a webinar
 * - stay: one unbroken presence of a person in the room; attendance reports are made of stays
 * - mode: a way in which the service misbehaves until told otherwise
 * - ledger: the requests that reached the service
 */

export type { ReceivedRequest, RegistrantCounts } from '../../twin/ledger.ts'
export type { RegistrationView, StayView, TwinControl, WebinarView } from './control.ts'
export type { TwinMode } from './modes.ts'
export {
  startWebinarExtensionTwin,
  type TwinOptions,
  type WebinarExtensionTwin,
} from './server.ts'
export type { TwinSettings, WebinarType } from './settings.ts'
export type { Registrant, WebinarOrder } from './state.ts'
export type { Correction, PlayedStay } from './stays.ts'
