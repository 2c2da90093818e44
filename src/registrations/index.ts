export {
  noYes,
  publishingState,
  purchaseState,
  recoveryKind,
  recoveryOutcome,
  verdict,
} from './choices.ts'
export { createRecovery, type Recovery, type RecoveryNeeds } from './create-recovery.ts'
export {
  type AttendeeInput,
  type CancelOptions,
  createRegistrations,
  type RegisterInput,
  type Registrations,
  type RegistrationsNeeds,
  type SettledPurchase,
} from './create-registrations.ts'
export type { PurchaseDetails } from './describe-purchase.ts'
export { findSharedPlaces, type SharedPlace } from './double-places.ts'
export type { Signing } from './link-token.ts'
export { refusalOfEvent } from './open-for-registration.ts'
export { type OverrulableRule, overrulableRules } from './overrule.ts'
export type { PurchaseState } from './purchase-state.ts'
export { listRecoveryItems, type OpenItem, readRecoveryItem } from './recovery-rows.ts'
export { hasSessionWaitlist, hasWaitlist } from './refuse-waiting.ts'
export type {
  OpenPurchase,
  RegisterAnswer,
  RegisteredAttendee,
  WaitingAttendee,
} from './registration.ts'
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
export { type WaitlistRow, waitlistItemsOfContact } from './waitlist-rows.ts'
