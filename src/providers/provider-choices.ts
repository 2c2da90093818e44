/** What an account may be made of: each definition, and the provider records that are there. */
import { authenticationOf } from './authentication.ts'
import { accountsOf, type ProviderAccounts } from './configuration-rows.ts'
import type { Authentication, ProviderDefinition } from './contract.ts'
import type { Needs } from './needs.ts'
import { redirectUriOf } from './start-authorization.ts'

const table = 'msevtmgt_webinarprovider'

export interface ProviderChoice {
  readonly definition: ProviderDefinition
  /** Before anything is chosen. */
  readonly auth: Authentication
  /** What is entered at the vendor before anybody signs in. */
  readonly redirect: string | undefined
  readonly actionRedirect: string | undefined
  readonly records: readonly RecordChoice[]
}

/** A provider record, with what its accounts share. */
export interface RecordChoice extends ProviderAccounts {
  /** By name of the setting, without secrets. */
  readonly values: Readonly<Record<string, string>>
  /** Names of the secrets that are stored. */
  readonly kept: readonly string[]
}

export async function providerChoices(needs: Needs): Promise<readonly ProviderChoice[]> {
  const choices: ProviderChoice[] = []
  for (const definition of needs.definitions) {
    const auth = authenticationOf(definition, {})
    choices.push({
      definition,
      auth,
      redirect: auth === 'authorize' ? redirectUriOf(needs, 'account') : undefined,
      actionRedirect: definition.actions === undefined ? undefined : redirectUriOf(needs, 'action'),
      records: await recordsOf(needs, definition.id),
    })
  }
  return choices
}

async function recordsOf({ db, vault }: Needs, adapter: string): Promise<RecordChoice[]> {
  const records = await accountsOf(db, adapter)
  const secrets = await vault.which(
    db,
    table,
    records.map(({ id }) => id),
  )
  return records.map((record) => ({
    ...record,
    values: present({
      msevtmgt_base_service_url: record.baseUrl,
      msevtmgt_clientid: record.clientId,
    }),
    kept: [...(secrets.get(record.id) ?? [])],
  }))
}

const present = (values: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
