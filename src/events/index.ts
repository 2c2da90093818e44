import { eventSteps, type StepNeeds } from './steps.ts'

export {
  type AdministrationRow,
  activeAdministration,
  activeMatchingStrategy,
  type RegistrationRules,
  registrationRules,
} from './administration.ts'
export { cancelEvent } from './cancel-event.ts'
export {
  audience,
  eventType,
  fieldType,
  format,
  language,
  matchingStrategy,
  noYes,
  outcome,
  publishStatus,
  sessionType,
  sponsorshipCategory,
  trackType,
} from './choices.ts'
export {
  eventWindow,
  isOnline,
  type OccasionTable,
  occasionColumns,
  type PublishStatus,
  publishLabel,
  publishTransitions,
  sessionWindow,
  type Window,
  zoneOf,
} from './event.ts'
export {
  type EventRow,
  publishedEvents,
  readEvent,
  readSession,
  type SessionRow,
  type SessionWithSpeakers,
  type SpeakerRow,
  sessionsOf,
} from './event-rows.ts'
export { fieldsOf, type RegistrationField } from './field-rows.ts'
export { type Execute, goLive, goLiveShortcomings, type Shortcoming } from './go-live.ts'
export { eventUrl } from './name-event.ts'
export {
  isCancelled,
  isLive,
  isOccasionStreamed,
  isStreamed,
  type Occasion,
  readOccasion,
  readSessions,
  wantsWebinar,
} from './occasion.ts'
export {
  countPasses,
  lockPasses,
  type PassChange,
  readPasses,
  type SellablePass,
} from './pass-rows.ts'
export { findPicture, type PictureSubject, picturesOf, readPicture } from './picture-rows.ts'
export { describeSessions, type ProposedSession, proposeSessions } from './propose-sessions.ts'
export { relationships } from './relationships.ts'
export { reminderInstant, reminderLeads } from './reminders.ts'
export {
  countEventRegistrations,
  countSessionRegistrations,
  lockEvents,
  lockSessions,
  type RegistrableEvent,
  type RegistrableSession,
  registrableColumns,
  reserveEventSeats,
  reserveSessionSeats,
} from './seat-rows.ts'
export { tables } from './tables.ts'
export {
  findWebApplication,
  isRegisteredOrigin,
  type WebApplicationRow,
} from './web-application.ts'
export { websiteColumnUses, websiteEntities, websiteTable } from './website-column-uses.ts'

/** What the pipeline needs of this module. Reads and acts are plain functions, exported above. */
export function createEvents(needs: StepNeeds) {
  return { steps: eventSteps(needs) }
}
