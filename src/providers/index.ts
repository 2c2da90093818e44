export { afterProviderFailure, heldBackUntil } from './after-failure.ts'
export { type BigBlueButtonTwin, startBigBlueButtonTwin } from './bigbluebutton/twin/index.ts'
export { authorized, serviceStatus, yesNo } from './choices.ts'
export type { Configuration, ProviderRecord } from './configuration.ts'
export type {
  Account,
  AttendanceItem,
  AttendanceReport,
  Authentication,
  Authorization,
  CallbackReading,
  CallbackRequest,
  Callbacks,
  Capabilities,
  DateThere,
  Directory,
  DirectoryMeeting,
  DirectoryPage,
  DirectoryPerson,
  Happening,
  JoiningRegistrant,
  Person,
  Provider,
  ProviderDefinition,
  Recording,
  Registrant,
  RegistrantPlan,
  ServiceCheck,
  Setting,
  TokenSet,
  Webinar,
  WebinarPlan,
  WebinarType,
} from './contract.ts'
export { type DigitalSambaTwin, startDigitalSambaTwin } from './digital-samba/twin/index.ts'
export { type ETutoriumTwin, startETutoriumTwin } from './etutorium/twin/index.ts'
export type { AuthorizationAnswer, FinishedAuthorization } from './finish-authorization.ts'
export type { Forecast, ForecastWish } from './forecast.ts'
export {
  type MicrosoftTeamsTwin,
  startMicrosoftTeamsTwin,
} from './microsoft-teams/twin/index.ts'
export { type On24Twin, startOn24Twin } from './on24/twin/index.ts'
export type { OpenAccount } from './open-account.ts'
export type { ProviderChoice } from './provider-choices.ts'
export {
  ProviderError,
  type ProviderErrorDetails,
  type ProviderErrorKind,
  unsupported,
} from './provider-error.ts'
export { createProviders, type Providers, type ProvidersOptions } from './providers.ts'
export { findDefinition, providerDefinitions } from './registry.ts'
export type { RequestLogEntry, RequestSearch } from './request-log.ts'
export type { SettingValues } from './save-settings.ts'
export type { FormField, SettingsForm } from './settings-form.ts'
export { providerLogo, setupGuide } from './setup-guide.ts'
export type { SignInState, SignInStates } from './sign-in-state.ts'
export type { StartedAuthorization } from './start-authorization.ts'
export { type Tables, tables } from './tables.ts'
export { startVatraTwin, type VatraTwin } from './vatra/twin/index.ts'
export { startWebexTwin, type WebexTwin } from './webex/twin/index.ts'
export {
  startWebinarExtensionTwin,
  type TwinControl,
  type WebinarExtensionTwin,
} from './webinar-extension/twin/index.ts'
export { startZoomTwin, type ZoomTwin } from './zoom/twin/index.ts'
