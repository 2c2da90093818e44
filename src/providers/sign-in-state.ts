/** Whether somebody is signed in, in the words that people see: state, alert and button. */
import { isActionSetting } from './action-settings.ts'
import { authenticationOf } from './authentication.ts'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type { ProviderDefinition } from './contract.ts'
import type { Needs } from './needs.ts'
import { definitionOf, hasActions, settingValue } from './open-account.ts'
import { findSignIn, type SignInOf } from './sign-in-rows.ts'
import { findTokenRow } from './token-rows.ts'

export type SignInStateName = 'authorized' | 'not-authorized' | 'token-expired' | 'config-changed'

export interface SignInState {
  readonly state: SignInStateName
  /** For a box with role alert; undefined: all is well. */
  readonly alert: string | undefined
  /** The label of the button that opens the vendor's page. */
  readonly button: string
  /** As whom, where the vendor told. */
  readonly accountName: string | undefined
  readonly signedInOn: Date | undefined
}

export interface SignInStates {
  /** Reads and loads; undefined where nobody signs in. */
  readonly service: SignInState | undefined
  /** Plans in the name of the caller; undefined where the configuration has no action client. */
  readonly action: SignInState | undefined
}

/** @throws `not-found` */
export async function signInStates(
  needs: Needs,
  { configurationId, userId }: { readonly configurationId: string; readonly userId: string },
): Promise<SignInStates> {
  const configuration = await requireConfiguration(needs.db, configurationId)
  const definition = definitionOf(needs, configuration)
  const signsIn = authenticationOf(definition, configuration.settings) === 'authorize'
  return {
    service: signsIn ? await stateOf(needs, configuration, definition, undefined) : undefined,
    action: hasActions(configuration, definition)
      ? await stateOf(needs, configuration, definition, userId)
      : undefined,
  }
}

async function stateOf(
  needs: Needs,
  configuration: Configuration,
  definition: ProviderDefinition,
  userId: string | undefined,
): Promise<SignInState> {
  const of: SignInOf = { configurationId: configuration.id, userId }
  const signIn = await findSignIn(needs.db, of)
  const key = userId === undefined ? configuration.id : signIn?.id
  const tokens = key === undefined ? undefined : await findTokenRow(needs.db, key)
  const told = await toldAtSignIn(needs, configuration, definition, userId !== undefined)
  const isChanged = signIn !== undefined && !isFingerprintOf(needs, signIn.fingerprint, told)
  const state = isChanged ? 'config-changed' : stateOfTokens(tokens)
  const vendor = definition.signInName ?? definition.name
  const button = `Sign in to ${vendor}`
  const who = userId === undefined ? 'The superuser is' : 'You are'
  return {
    state,
    alert: alertOf(state, who, button),
    button,
    accountName: state === 'authorized' ? signIn?.accountName : undefined,
    signedInOn: state === 'authorized' ? signIn?.signedInOn : undefined,
  }
}

function stateOfTokens(tokens: { readonly ended: boolean } | undefined): SignInStateName {
  if (tokens === undefined) return 'not-authorized'
  return tokens.ended ? 'token-expired' : 'authorized'
}

/** The sentences that administrators know: not authorized, and why it is so although they had been. */
function alertOf(state: SignInStateName, who: string, button: string): string | undefined {
  const press = `Click the button "${button}".`
  const alerts: Readonly<Record<SignInStateName, string | undefined>> = {
    authorized: undefined,
    'not-authorized': `${who} not authorized. ${press}`,
    'token-expired': `${who} not authorized: the token expired. ${press}`,
    'config-changed': `${who} not authorized. Config was changed. ${press}`,
  }
  return alerts[state]
}

/** What the vendor is given at a sign-in: when it changes, the sign-in was for something else. */
export async function toldAtSignIn(
  needs: Needs,
  configuration: Configuration,
  definition: ProviderDefinition,
  forActions: boolean,
): Promise<string> {
  const counted = definition.settings.filter(
    (setting) =>
      setting.name !== 'gr_callbacksecret' &&
      (isActionSetting(setting) === forActions || setting.name === 'msevtmgt_base_service_url'),
  )
  const values: unknown[] = []
  for (const setting of counted) {
    values.push([setting.name, await settingValue(needs, configuration, setting)])
  }
  return JSON.stringify([definition.id, values])
}

const purpose = 'settings of a sign-in'

/** It holds secrets, so it is kept as a signature: nobody who reads it can try secrets out. */
export const fingerprintOf = ({ vault }: Pick<Needs, 'vault'>, told: string) =>
  Buffer.from(vault.sign(purpose, told)).toString('base64url')

/** Also when it was made with an older master key. */
const isFingerprintOf = ({ vault }: Pick<Needs, 'vault'>, fingerprint: string, told: string) =>
  vault.verify(purpose, told, Buffer.from(fingerprint, 'base64url'))
