import type { Refusal } from '#errors'
import { accessToken, type TokenSource } from './access-token.ts'
import { accountRequest } from './account-request.ts'
import { actionClientSecret } from './action-settings.ts'
import { authenticationOf } from './authentication.ts'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type {
  Account,
  Provider,
  ProviderDefinition,
  Setting,
  TokenGrant,
  WebinarInQuestion,
} from './contract.ts'
import type { Needs } from './needs.ts'
import { egressProxySetting } from './platform-settings.ts'
import { refusals } from './refusals.ts'
import { findDefinition } from './registry.ts'
import { findSignIn } from './sign-in-rows.ts'
import { findTokenRow } from './token-rows.ts'
import { besideKey } from './tokens.ts'

export interface OpenAccount {
  readonly definition: ProviderDefinition
  readonly provider: Provider
  readonly configuration: Configuration
  /** Who acts; undefined: the account itself. */
  readonly actingUserId: string | undefined
}

export interface OpenOptions {
  /** Gives calls up, for jobs that must stop. */
  readonly signal?: AbortSignal
  /** How long a call may wait for its place, for jobs that rather come back; default 10 s. */
  readonly patienceMs?: number
  /** In whose name, if this person has signed in for actions; else the account acts. */
  readonly actingUserId?: string | undefined
  /** What the capabilities are asked about, where the vendor has several kinds of webinar. */
  readonly webinarId?: string | undefined
}

/** A person who acts: the sign-in that is there, or the one that begins. */
export interface ActingPerson {
  readonly userId: string
  readonly signInId: string | undefined
}

/**
 * Opens the account of a configuration for use.
 * @throws `not-found`, `account-inactive`, `provider-inactive`, `consent-missing`, `account-off`,
 * `setting-missing`, `unknown-adapter`; none of them passes by waiting
 */
export async function openAccount(
  needs: Needs,
  configurationId: string,
  options: OpenOptions = {},
): Promise<OpenAccount> {
  const configuration = await requireConfiguration(needs.db, configurationId)
  const obstacle =
    (await obstacleTo(needs, configuration)) ?? (await missingCredentials(needs, configuration))
  if (obstacle !== undefined) throw obstacle
  const person = await actingPerson(needs, configuration, options.actingUserId)
  return await connectAccount(needs, configuration, options, person)
}

async function actingPerson(
  needs: Needs,
  configuration: Configuration,
  userId: string | undefined,
): Promise<ActingPerson | undefined> {
  if (userId === undefined || !hasActions(configuration, definitionOf(needs, configuration))) {
    return undefined
  }
  const signIn = await findSignIn(needs.db, { configurationId: configuration.id, userId })
  return signIn === undefined ? undefined : { userId, signInId: signIn.id }
}

/** Whether people may sign in themselves: the vendor has it, and the second client is entered. */
export const hasActions = (configuration: Configuration, definition: ProviderDefinition) =>
  definition.actions !== undefined && configuration.actionClientId !== undefined

/** What stands in the way of every use, signing in included. */
export async function obstacleTo(
  needs: Needs,
  configuration: Configuration,
): Promise<Refusal | undefined> {
  const { name, provider } = configuration
  if (!configuration.active) return refusals['account-inactive']({ configuration: name })
  if (!provider.active) return refusals['provider-inactive']({ provider: provider.name })
  if (!provider.consented) return consentMissing(provider)
  const settings = definitionOf(needs, configuration).settings.filter(isSetUp)
  const missing = await firstMissing(needs, configuration, settings)
  if (missing === undefined) return undefined
  const { label, on, help } = missing
  const record = on === 'provider' ? 'provider' : 'configuration'
  return refusals['setting-missing']({ label, configuration: name, record, help })
}

/** The account is off: nobody has signed in, or the credentials were deleted. */
export async function missingCredentials(
  needs: Needs,
  configuration: Configuration,
): Promise<Refusal | undefined> {
  const missing = await missingClient(needs, configuration, 'Verify')
  if (missing !== undefined) return missing
  const definition = definitionOf(needs, configuration)
  if (authenticationOf(definition, configuration.settings) !== 'authorize') return undefined
  const row = await findTokenRow(needs.db, configuration.id)
  return row === undefined ? isOff(configuration, 'Press Authenticate and sign in.') : undefined
}

/** What the configuration itself has to hold, also before somebody signs in with it. */
export async function missingClient(
  needs: Needs,
  configuration: Configuration,
  button: 'Verify' | 'Authenticate',
): Promise<Refusal | undefined> {
  const { settings } = definitionOf(needs, configuration)
  const credentials = settings.filter((setting) => !isSetUp(setting))
  const missing = await firstMissing(needs, configuration, credentials)
  if (missing === undefined) return undefined
  return isOff(configuration, `Enter ${missing.label} and press ${button}. ${missing.help}`)
}

/** Builds the account without asking whether it may be used. */
export async function connectAccount(
  needs: Needs,
  configuration: Configuration,
  { signal, patienceMs, webinarId }: OpenOptions = {},
  person?: ActingPerson,
): Promise<OpenAccount> {
  const definition = definitionOf(needs, configuration)
  const { id, provider: record } = configuration
  const proxy = await proxyOf(needs, configuration)
  const account: Account = {
    configurationId: id,
    baseUrl: record.baseUrl,
    ...clientOf(needs, configuration, definition, person),
    token: (given) => accessToken(needs, sourceFor(given?.grant), given?.refused),
    request: accountRequest(needs, configuration, { proxy, signal, patienceMs }),
    callbackUrl: `${needs.publicUrl}/hooks/${definition.id}/${id}`,
    clock: needs.clock,
    log: needs.log.child({ configurationId: id, provider: definition.id }),
  }
  const provider = definition.connect(account)
  const source = {
    configuration,
    key: person?.signInId ?? id,
    isPersons: person !== undefined,
    refresh,
  }
  function sourceFor(grant: TokenGrant | undefined): TokenSource {
    return grant?.isBeside ? { ...source, key: besideKey(id), grant } : { ...source, grant }
  }
  function refresh(refreshToken: string) {
    if (provider.authorization !== undefined) return provider.authorization.refresh(refreshToken)
    throw new TypeError(`${definition.id} has "authorize" but no authorization.`)
  }
  return {
    definition: adjusted(definition, configuration, { webinarId }),
    provider,
    configuration,
    actingUserId: person?.userId,
  }
}

/** The definition with the capabilities of this account. */
export function adjusted(
  definition: ProviderDefinition,
  { settings }: Pick<Configuration, 'settings'>,
  about: WebinarInQuestion = {},
): ProviderDefinition {
  const { adjustable, capabilities } = definition
  if (adjustable === undefined) return definition
  return { ...definition, capabilities: { ...capabilities, ...adjustable.of(settings, about) } }
}

/** The client of the account, or the second one in its place: adapters need not know which. */
function clientOf(
  needs: Needs,
  configuration: Configuration,
  definition: ProviderDefinition,
  person: ActingPerson | undefined,
): Pick<Account, 'clientId' | 'settings' | 'secret'> {
  const { settings } = configuration
  const { actions } = definition
  if (person === undefined || actions === undefined) {
    return {
      clientId: clientIdOf(configuration, definition),
      settings,
      secret: (column) => readSecret(needs, configuration, definition, column),
    }
  }
  return {
    clientId: configuration.actionClientId,
    settings: { ...settings, scopes: settings.actionScopes ?? actions.scopes },
    secret: (column) => {
      const asked = column === actions.clientSecret ? actionClientSecret : column
      return readSecret(needs, configuration, definition, asked)
    },
  }
}

/** The one of the provider record, unless the definition asks for one per configuration. */
function clientIdOf({ clientId, provider }: Configuration, { settings }: ProviderDefinition) {
  const setting = settings.find(({ name }) => name === 'msevtmgt_clientid')
  return setting?.on === 'configuration' ? clientId : provider.clientId
}

export function definitionOf(
  { definitions }: Needs,
  { provider: { adapter } }: Configuration,
): ProviderDefinition {
  const definition = findDefinition(definitions, adapter)
  if (definition !== undefined) return definition
  throw refusals['unknown-adapter']({
    adapter,
    known: definitions.map(({ id }) => id).join(', '),
  })
}

export function consentMissing(provider: {
  readonly name: string
  readonly termsOfService: string | undefined
  readonly privacyPolicy: string | undefined
}): Refusal {
  return refusals['consent-missing']({
    provider: provider.name,
    terms: provider.termsOfService ?? 'none given',
    privacy: provider.privacyPolicy ?? 'none given',
  })
}

/** Credentials are what a person may delete to turn the account off: those of the configuration. */
const isSetUp = ({ on }: Setting) => on !== 'configuration'

async function firstMissing(
  needs: Needs,
  configuration: Configuration,
  settings: readonly Setting[],
): Promise<Setting | undefined> {
  for (const setting of settings.filter(({ required }) => required)) {
    if (!(await isPresent(needs, configuration, setting))) return setting
  }
  return undefined
}

export async function isPresent(
  { db, vault }: Needs,
  configuration: Configuration,
  setting: Setting,
): Promise<boolean> {
  if (setting.kind !== 'secret') return plainValue(configuration, setting) !== ''
  const { table, row, column } = placeOf(configuration, setting)
  const columns = (await vault.which(db, table, [row])).get(row)
  return columns?.has(column) ?? false
}

/** A value of the form, for comparing; secrets too. */
export async function settingValue(
  needs: Pick<Needs, 'db' | 'vault'>,
  configuration: Configuration,
  setting: Setting,
): Promise<string | undefined> {
  if (setting.kind !== 'secret') return plainValue(configuration, setting)
  return await needs.vault.read(needs.db, placeOf(configuration, setting))
}

function plainValue({ provider, ...configuration }: Configuration, { on, name }: Setting): string {
  if (on === 'settings') return configuration.settings[name] ?? ''
  const record = on === 'provider' ? provider : configuration
  if (name === 'msevtmgt_clientid') return record.clientId ?? ''
  if (name === 'msevtmgt_base_service_url') return provider.baseUrl
  if (name === 'gr_actionclientid') return configuration.actionClientId ?? ''
  throw new TypeError(`The setting ${name} is on no column that adapters may ask for.`)
}

async function readSecret(
  { db, vault }: Needs,
  configuration: Configuration,
  { id, settings }: ProviderDefinition,
  column: string,
): Promise<string | undefined> {
  const setting = settings.find(({ name, kind }) => name === column && kind === 'secret')
  if (setting !== undefined) return await vault.read(db, placeOf(configuration, setting))
  throw new TypeError(`${id} declares no secret setting ${column}.`)
}

/** The configuration's own; without one the hub's, if it has one, is used by `outbound`. */
async function proxyOf(
  { db, vault }: Needs,
  configuration: Configuration,
): Promise<string | undefined> {
  if (!configuration.usesProxy) return undefined
  const proxy = await vault.read(db, placeOf(configuration, proxySetting))
  if (proxy !== undefined) return proxy
  const { name } = configuration
  const { label, help } = egressProxySetting
  throw refusals['setting-missing']({ label, configuration: name, record: 'configuration', help })
}

const proxySetting = { on: 'configuration', name: 'gr_egressproxy' } as const

function placeOf(
  { id, provider }: Configuration,
  { on, name: column }: Pick<Setting, 'on' | 'name'>,
) {
  return on === 'provider'
    ? { table: 'msevtmgt_webinarprovider', row: provider.id, column }
    : { table: 'msevtmgt_webinarconfiguration', row: id, column }
}

const isOff = ({ name }: Configuration, remedy: string) =>
  refusals['account-off']({ configuration: name, remedy })
