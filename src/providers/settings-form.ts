/** What an administrator fills in for one configuration, with what is stored already. */
import { isRefusal } from '#errors'
import { authenticationOf } from './authentication.ts'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type { Provider, Setting } from './contract.ts'
import type { Needs } from './needs.ts'
import { connectAccount, definitionOf, isPresent, settingValue } from './open-account.ts'
import { platformSettings } from './platform-settings.ts'
import { ProviderError } from './provider-error.ts'
import { redirectUriOf } from './start-authorization.ts'
import { type Entity, entities } from './synchronization-rows.ts'

export interface SettingsForm {
  /** Id of the definition. */
  readonly adapter: string
  /** Of the vendor, by its definition. */
  readonly own: readonly FormField[]
  /** Those of every configuration: proxy, pace, log. */
  readonly platform: readonly FormField[]
  /** What is entered at the vendor. */
  readonly addresses: VendorAddresses
  /** What can be loaded from the account into tables. */
  readonly lists: readonly Entity[]
  /** The provider has a call by which it forgets a person. */
  readonly forgets: boolean
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
  const provider = await connected(needs, configuration)
  return {
    adapter: definition.id,
    own: await fields(definition.settings),
    platform: await fields(platformSettings),
    addresses: {
      redirect: signsIn ? redirectUriOf(needs, 'account') : undefined,
      actionRedirect: definition.actions === undefined ? undefined : redirectUriOf(needs, 'action'),
      callbacks: callbackAddress(needs, configuration, provider),
    },
    lists: entities.filter((entity) => provider?.directory?.[entity] !== undefined),
    forgets: provider?.forget !== undefined,
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

/** Undefined where it cannot be told before the form is filled in. */
async function connected(
  needs: Needs,
  configuration: Configuration,
): Promise<Provider | undefined> {
  try {
    return (await connectAccount(needs, configuration)).provider
  } catch (error) {
    if (isRefusal(error) || error instanceof ProviderError) return undefined
    throw error
  }
}

/** Undefined where the vendor sends nothing, or where the hub asks for callbacks itself. */
function callbackAddress(
  needs: Needs,
  { id, provider: { adapter } }: Configuration,
  provider: Provider | undefined,
): string | undefined {
  const callbacks = provider?.callbacks
  if (callbacks === undefined || callbacks.subscribe !== undefined) return undefined
  return `${needs.publicUrl}/hooks/${adapter}/${id}`
}
