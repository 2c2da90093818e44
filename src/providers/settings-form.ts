/** What an administrator fills in for one configuration, with what is stored already. */
import { isRefusal } from '#errors'
import { authenticationOf } from './authentication.ts'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type { Setting } from './contract.ts'
import type { Needs } from './needs.ts'
import { connectAccount, definitionOf, isPresent, settingValue } from './open-account.ts'
import { platformSettings } from './platform-settings.ts'
import { ProviderError } from './provider-error.ts'
import { redirectUriOf } from './start-authorization.ts'

export interface SettingsForm {
  /** Id of the definition. */
  readonly adapter: string
  /** Of the vendor, by its definition. */
  readonly own: readonly FormField[]
  /** Those of every configuration: proxy, pace, log. */
  readonly platform: readonly FormField[]
  /** What is entered at the vendor. */
  readonly addresses: VendorAddresses
}

export interface FormField {
  readonly setting: Setting
  /** Empty for secrets: they are never shown again. */
  readonly value: string
  /** A secret that is stored. */
  readonly isKept: boolean
}

export interface VendorAddresses {
  readonly redirect: string | undefined
  readonly actionRedirect: string | undefined
  readonly callbacks: string | undefined
}

/** @throws `not-found`, `unknown-adapter` */
export async function settingsForm(
  needs: Needs,
  { configurationId }: { readonly configurationId: string },
): Promise<SettingsForm> {
  const configuration = await requireConfiguration(needs.db, configurationId)
  const definition = definitionOf(needs, configuration)
  const fields = (settings: readonly Setting[]) =>
    Promise.all(settings.map((setting) => fieldOf(needs, configuration, setting)))
  const signsIn = authenticationOf(definition, configuration.settings) === 'authorize'
  return {
    adapter: definition.id,
    own: await fields(definition.settings),
    platform: await fields(platformSettings),
    addresses: {
      redirect: signsIn ? redirectUriOf(needs, 'account') : undefined,
      actionRedirect: definition.actions === undefined ? undefined : redirectUriOf(needs, 'action'),
      callbacks: await callbackAddress(needs, configuration),
    },
  }
}

async function fieldOf(
  needs: Needs,
  configuration: Configuration,
  setting: Setting,
): Promise<FormField> {
  if (setting.kind === 'secret') {
    return { setting, value: '', isKept: await isPresent(needs, configuration, setting) }
  }
  const platform = platformValue(configuration, setting.name)
  const value = platform ?? (await settingValue(needs, configuration, setting)) ?? ''
  return { setting, value, isKept: false }
}

function platformValue(
  { usesProxy, requestsPerMinute, keepsLog }: Configuration,
  name: string,
): string | undefined {
  const values: Readonly<Record<string, string>> = {
    gr_useegressproxy: String(usesProxy),
    gr_requestsperminute: requestsPerMinute === undefined ? '' : String(requestsPerMinute),
    gr_requestlog: String(keepsLog),
  }
  return values[name]
}

/**
 * Undefined where the vendor sends nothing, where the hub asks for callbacks itself, or where it
 * cannot be told before the form is filled in.
 */
async function callbackAddress(
  needs: Needs,
  configuration: Configuration,
): Promise<string | undefined> {
  try {
    const { provider, definition } = await connectAccount(needs, configuration)
    const { callbacks } = provider
    if (callbacks === undefined || callbacks.subscribe !== undefined) return undefined
    return `${needs.publicUrl}/hooks/${definition.id}/${configuration.id}`
  } catch (error) {
    if (isRefusal(error) || error instanceof ProviderError) return undefined
    throw error
  }
}
