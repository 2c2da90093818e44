export { noYes, publishingState, verdict } from './choices.ts'
export {
  type AttendeeInput,
  type CancelOptions,
  createRegistrations,
  type RegisterInput,
  type Registrations,
  type RegistrationsNeeds,
} from './create-registrations.ts'
export type { Signing } from './join-token.ts'
export { refusalOfEvent } from './open-for-registration.ts'
export type { RegisterAnswer, RegisteredAttendee } from './registration.ts'
export { readNumber } from './registration-number.ts'
export {
  countRegistrations,
  countSessionSeats,
  findRegistrationByNumber,
  type RegisteredContact,
  type RegistrationDetails,
  type RegistrationPage,
  type RegistrationRow,
  type RegistrationWithContact,
  readRegistration,
  readSessionRegistration,
  registrationsOf,
  registrationsOfContact,
  type SessionRegistrationRow,
  sessionRegistrationsOf,
} from './registration-rows.ts'
export { relationships } from './relationships.ts'
export { tables } from './tables.ts'
