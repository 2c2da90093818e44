/** Entering an account in one go: provider record, consent, configuration and settings, or nothing. */
import { type Tx, withTransaction } from '#database'
import type { Caller } from '#pipeline'
import { accountsOf, findProviderOf } from './configuration-rows.ts'
import type { Needs } from './needs.ts'
import { recordConsentIn } from './record-consent.ts'
import { refusals } from './refusals.ts'
import { findDefinition } from './registry.ts'
import { type SettingValues, saveSettingsIn } from './save-settings.ts'

export interface NewAccount {
  /** Id of the definition. */
  readonly adapter: string
  /** What people choose when they plan an event. */
  readonly name: string
  /** The caller accepts the provider's terms and privacy policy; needed where nobody has yet. */
  readonly consent: boolean
  readonly values: SettingValues
  /**
   * The provider record that the account joins; 'new' makes one, for a server of its own. Undefined:
   * the oldest active one of this adapter, or a new one where there is none.
   */
  readonly providerId?: string | undefined
}

export interface CreatedAccount {
  readonly configurationId: string
  readonly providerId: string
}

/**
 * @throws `unknown-adapter`, `consent-missing`, `unknown-setting`, `setting-not-valid`,
 * `address-not-usable`, `not-allowed`; then nothing was created
 */
export async function createAccount(
  needs: Needs,
  caller: Caller,
  account: NewAccount,
): Promise<CreatedAccount> {
  return await withTransaction(needs.db, async (tx) => {
    const providerId = await providerFor(needs, tx, caller, account)
    if (account.consent) await recordConsentIn(needs, tx, caller, { providerId })
    const { id: configurationId } = await needs.pipeline.executeIn(tx, caller, {
      message: 'Create',
      table: 'msevtmgt_webinarconfiguration',
      target: { msevtmgt_name: account.name, msevtmgt_webinarproviderid: providerId },
    })
    await saveSettingsIn(needs, tx, caller, { configurationId, values: account.values })
    return { configurationId, providerId }
  })
}

async function providerFor(
  needs: Needs,
  tx: Tx,
  caller: Caller,
  { adapter, name, providerId }: NewAccount,
): Promise<string> {
  if (providerId !== undefined && providerId !== 'new') return providerId
  const known = providerId === 'new' ? undefined : await findProviderOf(tx, adapter)
  return known ?? (await createProvider(needs, tx, caller, { adapter, name }))
}

/** Vendors end longer meetings by their own rules; a day is what the hub plans at most. */
const mostMinutes = 1440

async function createProvider(
  { pipeline, definitions }: Needs,
  tx: Tx,
  caller: Caller,
  { adapter, name }: { readonly adapter: string; readonly name: string },
): Promise<string> {
  const definition = findDefinition(definitions, adapter)
  if (definition === undefined) {
    const known = definitions.map(({ id }) => id).join(', ')
    throw refusals['unknown-adapter']({ adapter: adapter.slice(0, 50), known })
  }
  const isFirst = (await accountsOf(tx, adapter)).length === 0
  const { id } = await pipeline.executeIn(tx, caller, {
    message: 'Create',
    table: 'msevtmgt_webinarprovider',
    target: {
      msevtmgt_name: isFirst ? definition.name : `${definition.name}: ${name}`.slice(0, 100),
      msevtmgt_maxdurationinminutes: definition.preinstalled?.maxDurationMinutes ?? mostMinutes,
      msevtmgt_termsofservice: definition.preinstalled?.termsOfService ?? null,
      msevtmgt_privacypolicy: definition.preinstalled?.privacyPolicy ?? null,
      gr_adapter: adapter,
    },
  })
  return id
}
