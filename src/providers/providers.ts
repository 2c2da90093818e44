import type { Tx } from '#database'
import type { JobDefinition, JobRequest } from '#jobs'
import type { Caller, Step } from '#pipeline'
import type { ProviderDefinition, ServiceCheck, Setting } from './contract.ts'
import { type CreatedAccount, createAccount, type NewAccount } from './create-account.ts'
import { deleteCredentials } from './delete-credentials.ts'
import { createEndpointPace } from './endpoint-pace.ts'
import {
  type AuthorizationAnswer,
  type FinishedAuthorization,
  finishAuthorization,
} from './finish-authorization.ts'
import { type Forecast, type ForecastWish, forecast } from './forecast.ts'
import { type ForgetWish, forgetPerson } from './forget-person.ts'
import { accountChecks, createJobs } from './jobs.ts'
import type { Needs } from './needs.ts'
import { type OpenAccount, type OpenOptions, openAccount } from './open-account.ts'
import { platformSettings } from './platform-settings.ts'
import { preinstall } from './preinstall.ts'
import { type ProviderChoice, providerChoices } from './provider-choices.ts'
import { createRateLimits, type PacingTime, realPacingTime } from './rate-limits.ts'
import { recordConsent } from './record-consent.ts'
import { providerDefinitions } from './registry.ts'
import { findRequests, type RequestLogEntry, type RequestSearch } from './request-log.ts'
import { type SettingValues, saveSettings } from './save-settings.ts'
import {
  activateConfiguration,
  type ConfigurationChoice,
  deactivateConfiguration,
} from './set-configuration-state.ts'
import { type SettingsForm, settingsForm } from './settings-form.ts'
import { type SignInStates, signInStates } from './sign-in-state.ts'
import {
  type AuthorizationWish,
  type StartedAuthorization,
  startAuthorization,
} from './start-authorization.ts'
import { createSteps } from './steps.ts'
import { type LoadWish, loadNow } from './synchronization-steps.ts'
import { type VerifyRequest, verifyConfiguration } from './verify-configuration.ts'

/** Accounts at webinar providers: setting them up, signing in, checking and using them. */
export interface Providers {
  readonly definitions: readonly ProviderDefinition[]
  /** What every configuration asks for beside the settings of its definition. */
  readonly platformSettings: readonly Setting[]
  /** What an account may be made of: definitions with the provider records that are there. */
  choices(): Promise<readonly ProviderChoice[]>
  /** Enters an account in one go; the documentation of refusals is at the act. */
  createAccount(caller: Caller, account: NewAccount): Promise<CreatedAccount>
  /** The account of a configuration, ready for use; the documentation of refusals is at the act. */
  openAccount(configurationId: string, options?: OpenOptions): Promise<OpenAccount>
  recordConsent(caller: Caller, consent: { readonly providerId: string }): Promise<void>
  saveSettings(
    caller: Caller,
    request: ConfigurationChoice & { readonly values: SettingValues },
  ): Promise<void>
  /** What to fill in, with what is stored; secrets are not shown. */
  settingsForm(choice: ConfigurationChoice): Promise<SettingsForm>
  startAuthorization(caller: Caller, wish: AuthorizationWish): Promise<StartedAuthorization>
  finishAuthorization(caller: Caller, answer: AuthorizationAnswer): Promise<FinishedAuthorization>
  /** Who is signed in, with alert and button: the account, and the person who asks. */
  signInStates(caller: Caller, choice: ConfigurationChoice): Promise<SignInStates>
  verifyConfiguration(caller: Caller, request: VerifyRequest): Promise<ServiceCheck>
  activateConfiguration(caller: Caller, choice: ConfigurationChoice): Promise<void>
  deactivateConfiguration(caller: Caller, choice: ConfigurationChoice): Promise<void>
  deleteCredentials(caller: Caller, choice: ConfigurationChoice): Promise<void>
  /** Has the provider erase an e-mail address, where it can. */
  forgetPerson(caller: Caller, wish: ForgetWish): Promise<void>
  /** Makes the provider records that every hub has; at every start. */
  preinstall(tx: Tx): Promise<void>
  /** Loads people or meetings of the account now, into tables that can be queried. */
  loadNow(
    caller: Caller,
    wish: LoadWish,
  ): Promise<{ readonly synchronizationId: string; readonly jobId: string | undefined }>
  /** How long until the provider knows so many registrants, and what its quota leaves today. */
  forecast(wish: ForecastWish): Promise<Forecast>
  /** Calls of the last 24 hours, newest first. */
  findRequests(configurationId: string, search?: RequestSearch): Promise<readonly RequestLogEntry[]>
  readonly steps: readonly Step[]
  readonly jobs: readonly JobDefinition[]
  /** Recurring jobs, to be enqueued when the hub starts. */
  readonly recurring: readonly JobRequest[]
}

export interface ProvidersOptions
  extends Omit<Needs, 'definitions' | 'rateLimits' | 'endpointPace' | 'pacingTime'> {
  /** Default: all that the registry knows. */
  readonly definitions?: readonly ProviderDefinition[]
  /** By what calls are spaced; default real time. */
  readonly pacingTime?: PacingTime
}

/** Builds the module; its steps and jobs are handed to pipeline and worker by whoever composes. */
export function createProviders(options: ProvidersOptions): Providers {
  const pacingTime = options.pacingTime ?? realPacingTime
  const needs: Needs = {
    ...options,
    pacingTime,
    definitions: options.definitions ?? providerDefinitions,
    rateLimits: createRateLimits({ ...options, pacingTime }),
    endpointPace: createEndpointPace(pacingTime),
  }
  return {
    definitions: needs.definitions,
    platformSettings,
    choices: () => providerChoices(needs),
    createAccount: (caller, account) => createAccount(needs, caller, account),
    openAccount: (configurationId, more) => openAccount(needs, configurationId, more),
    recordConsent: (caller, consent) => recordConsent(needs, caller, consent),
    saveSettings: (caller, request) => saveSettings(needs, caller, request),
    settingsForm: (choice) => settingsForm(needs, choice),
    startAuthorization: (caller, wish) => startAuthorization(needs, caller, wish),
    finishAuthorization: (caller, answer) => finishAuthorization(needs, caller, answer),
    signInStates: ({ userId }, { configurationId }) =>
      signInStates(needs, { configurationId, userId }),
    verifyConfiguration: (caller, request) => verifyConfiguration(needs, caller, request),
    activateConfiguration: (caller, choice) => activateConfiguration(needs, caller, choice),
    deactivateConfiguration: (caller, choice) => deactivateConfiguration(needs, caller, choice),
    deleteCredentials: (caller, choice) => deleteCredentials(needs, caller, choice),
    forgetPerson: (caller, wish) => forgetPerson(needs, caller, wish),
    preinstall: (tx) => preinstall(needs, tx),
    loadNow: (caller, wish) => loadNow(needs, caller, wish),
    forecast: (wish) => forecast(needs, wish),
    findRequests: (configurationId, search) =>
      findRequests(needs.db, configurationId, needs.clock.now(), search),
    steps: createSteps(needs),
    jobs: createJobs(needs),
    recurring: [accountChecks],
  }
}
