import { type Tx, withTransaction } from '#database'
import type { Caller, Request, Values } from '#pipeline'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type { ProviderDefinition, Setting } from './contract.ts'
import type { Needs } from './needs.ts'
import { definitionOf } from './open-account.ts'
import { egressProxySetting, platformSettings } from './platform-settings.ts'
import { requireRight } from './policy.ts'
import { refusals } from './refusals.ts'
import { webAddress } from './web-address.ts'

/** Values by the name of the setting; null removes. What is not named stays as it is. */
export type SettingValues = Readonly<Record<string, string | null>>

/**
 * Stores what a person entered in the form that the console draws from the definition: each value
 * where its setting belongs, secrets in the vault.
 * @throws `unknown-setting`, `setting-not-valid`, `address-not-usable`, `not-allowed`
 */
export async function saveSettings(
  needs: Needs,
  caller: Caller,
  request: { readonly configurationId: string; readonly values: SettingValues },
): Promise<void> {
  await withTransaction(needs.db, (tx) => saveSettingsIn(needs, tx, caller, request))
}

/** The same inside a transaction, for an account that is made with its settings. */
export async function saveSettingsIn(
  needs: Needs,
  tx: Tx,
  caller: Caller,
  request: { readonly configurationId: string; readonly values: SettingValues },
): Promise<void> {
  requireRight(caller, 'Update')
  const configuration = await requireConfiguration(tx, request.configurationId)
  const entries = readEntries(definitionOf(needs, configuration), request.values)
  const requests = requestsFor(configuration, entries)
  for (const each of requests) await needs.pipeline.executeIn(tx, caller, each)
}

interface Entry {
  readonly setting: Setting
  readonly value: string | null
}

function readEntries(definition: ProviderDefinition, values: SettingValues): Entry[] {
  const known = [...definition.settings, ...platformSettings]
  return Object.entries(values).map(([name, value]) => {
    const setting = known.find((each) => each.name === name)
    if (setting === undefined) throw unknown(definition, name)
    if (value !== null) check(setting, value)
    if (value !== null && setting === egressProxySetting) webAddress(setting.label, value)
    return { setting, value }
  })
}

function unknown({ name: adapter, settings }: ProviderDefinition, name: string) {
  const known = settings.map((setting) => setting.name).join(', ')
  return refusals['unknown-setting']({ adapter, name: name.slice(0, 100), known })
}

function check(setting: Setting, value: string): void {
  if (setting.kind === 'url') webAddress(setting.label, value)
  const choices = setting.choices ?? []
  const problems = {
    number: !/^\d{1,9}$/.test(value) && 'a whole number',
    boolean: value !== 'true' && value !== 'false' && 'true or false',
    choice: !choices.includes(value) && `one of: ${choices.join(', ')}`,
    text: value.length > 4000 && 'at most 4,000 characters',
    secret: value.length > 4000 && 'at most 4,000 characters',
    url: value.length > 4000 && 'at most 4,000 characters',
  } satisfies Record<Setting['kind'], false | string>
  const expected = problems[setting.kind]
  if (expected === false) return
  throw refusals['setting-not-valid'](
    { label: setting.label, expected, help: setting.help },
    { input: setting.name, expected },
  )
}

/** Columns are written in the caller's name and by the pipeline's rules, the hidden one by the hub. */
function requestsFor(configuration: Configuration, entries: readonly Entry[]): Request[] {
  const on = (place: Setting['on']) => entries.filter(({ setting }) => setting.on === place)
  const own = on('settings')
  const settings = { ...configuration.settings, ...textsOf(own) }
  return [
    update('msevtmgt_webinarprovider', configuration.provider.id, columnsOf(on('provider'))),
    update('msevtmgt_webinarconfiguration', configuration.id, columnsOf(on('configuration'))),
    {
      ...update('msevtmgt_webinarconfiguration', configuration.id, {
        ...(own.length > 0 ? { gr_settings: present(settings) } : {}),
      }),
      internal: true,
    },
  ].filter(({ target }) => Object.keys(target).length > 0)
}

function update(table: string, id: string, target: Values) {
  return { message: 'Update', table, id, target }
}

const textsOf = (entries: readonly Entry[]) =>
  Object.fromEntries(entries.map(({ setting, value }) => [setting.name, value]))

const columnsOf = (entries: readonly Entry[]): Values =>
  Object.fromEntries(entries.map(({ setting, value }) => [setting.name, typed(setting, value)]))

function typed({ kind }: Setting, value: string | null): string | number | boolean | null {
  if (value === null) return null
  if (kind === 'number') return Number(value)
  return kind === 'boolean' ? value === 'true' : value
}

const present = (settings: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
