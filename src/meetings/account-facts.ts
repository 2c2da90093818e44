/** What a configuration lets people plan, whether it can be used now, and who would be host there. */
import { sql } from 'kysely'
import type { Db } from '#database'
import { isRefusal } from '#errors'
import type { Caller } from '#pipeline'
import { findDefinition, type ProviderDefinition, type Providers } from '#providers'
import type { AccountFacts } from './wish.ts'

interface ConfigurationRow {
  readonly id: string
  readonly name: string
  readonly adapter: string
  readonly settings: Readonly<Record<string, string>> | null
  readonly mostMinutes: number | null
}

const columns = sql`c.msevtmgt_webinarconfigurationid as id, c.msevtmgt_name as name,
  p.gr_adapter as adapter, c.gr_settings as settings,
  p.msevtmgt_maxdurationinminutes as "mostMinutes"`

const joined = sql`from msevtmgt_webinarconfiguration c
  join msevtmgt_webinarprovider p on p.msevtmgt_webinarproviderid = c.msevtmgt_webinarproviderid`

/** Undefined for an id that is none of a configuration's. */
export async function accountFacts(
  o: { readonly db: Db; readonly providers: Providers },
  configurationId: string,
): Promise<AccountFacts | undefined> {
  const { rows } = await sql<ConfigurationRow>`select ${columns} ${joined}
    where c.msevtmgt_webinarconfigurationid = ${configurationId}`.execute(o.db)
  const [row] = rows
  return row === undefined ? undefined : factsOf(o.providers, row)
}

function factsOf({ definitions }: Providers, row: ConfigurationRow): AccountFacts | undefined {
  const definition = findDefinition(definitions, row.adapter)
  if (definition === undefined) return undefined
  const settings = row.settings ?? {}
  return {
    configurationId: row.id,
    name: row.name,
    provider: definition.name,
    capabilities: capabilitiesOf(definition, settings),
    mostMinutes: row.mostMinutes ?? undefined,
    mailsCohosts: definition.mailsPresenters?.(settings) ?? false,
    planFault: definition.planFault,
  }
}

function capabilitiesOf(
  { capabilities, adjustable }: ProviderDefinition,
  settings: Readonly<Record<string, string>>,
): AccountFacts['capabilities'] {
  return { ...capabilities, ...adjustable?.of(settings, {}) }
}

export interface AccountChoice {
  readonly facts: AccountFacts
  /** A sentence about why it cannot be used now; undefined: it can. */
  readonly obstacle: string | undefined
  readonly actingAs: ActingAs
}

/**
 * `you`: the meeting is yours at the provider. `account`: the service account holds it; where people
 * may sign in themselves, `alert` and `button` say how it becomes yours.
 */
export interface ActingAs {
  readonly who: 'you' | 'account'
  readonly name: string | undefined
  readonly alert: string | undefined
  readonly button: string | undefined
}

/** All active configurations, by name. */
export async function accountChoices(
  o: { readonly db: Db; readonly providers: Providers },
  caller: Caller,
): Promise<AccountChoice[]> {
  const { rows } = await sql<ConfigurationRow>`select ${columns} ${joined}
    where c.statecode = 0 and p.statecode = 0
    order by lower(c.msevtmgt_name), c.createdon`.execute(o.db)
  const choices: AccountChoice[] = []
  for (const row of rows) {
    const facts = factsOf(o.providers, row)
    if (facts === undefined) continue
    choices.push({
      facts,
      obstacle: await obstacleTo(o.providers, row.id),
      actingAs: await actingAs(o.providers, caller, row.id),
    })
  }
  return choices
}

/** Opening an account asks for consent, settings and sign-in, without the network. */
export async function obstacleTo(
  providers: Providers,
  configurationId: string,
): Promise<string | undefined> {
  try {
    await providers.openAccount(configurationId)
    return undefined
  } catch (error) {
    if (!isRefusal(error)) throw error
    return `${error.sentence} ${error.advice}`
  }
}

async function actingAs(
  providers: Providers,
  caller: Caller,
  configurationId: string,
): Promise<ActingAs> {
  const { service, action } = await providers.signInStates(caller, { configurationId })
  if (action?.state === 'authorized') {
    return { who: 'you', name: action.accountName, alert: undefined, button: undefined }
  }
  return {
    who: 'account',
    name: service?.accountName,
    alert: action?.alert,
    button: action?.button,
  }
}
