/** What must hold whenever a record of this module is written, from whichever door. */
import type { Execution, Step } from '#pipeline'
import { authenticationOf } from './authentication.ts'
import { deleteAuthorizationRequests } from './authorization-rows.ts'
import { authorized } from './choices.ts'
import { configurationsOf, findConfiguration, findConsentQuestion } from './configuration-rows.ts'
import { egressProxySteps } from './egress-proxy-steps.ts'
import { examineSettings } from './examine-settings.ts'
import type { Needs } from './needs.ts'
import { consentMissing } from './open-account.ts'
import { refusals } from './refusals.ts'
import { findDefinition } from './registry.ts'
import { personsSignedIn } from './sign-in-rows.ts'
import { synchronizationSteps } from './synchronization-steps.ts'
import { forgetPersons, forgetTokens, readGrantName } from './tokens.ts'
import { baseAddress, webAddress } from './web-address.ts'

const provider = 'msevtmgt_webinarprovider'
const configuration = 'msevtmgt_webinarconfiguration'

type StepNeeds = Pick<Needs, 'vault' | 'definitions' | 'clock'>

export function createSteps(needs: StepNeeds): readonly Step[] {
  return [
    ...(['Create', 'Update'] as const).map((message) => checkProvider(needs, message)),
    ...(['Create', 'Update'] as const).map(requireConsent),
    endSignInsAtAnotherProvider(needs),
    endSignInsAtAnotherService(needs),
    endSignInsOfAnotherKind(needs),
    forgetGrantsOfOldCredentials(needs),
    forgetSignInsOfDeleted(needs),
    ...egressProxySteps,
    ...examineSettings(needs),
    ...synchronizationSteps(needs),
  ]
}

function checkProvider(needs: StepNeeds, message: 'Create' | 'Update'): Step {
  return {
    name: 'Providers: check addresses and adapter',
    message,
    table: provider,
    stage: 10,
    async run({ target }) {
      checkAdapter(needs, target.gr_adapter)
      checkAddress(target, 'msevtmgt_termsofservice', 'Terms of service')
      checkAddress(target, 'msevtmgt_privacypolicy', 'Privacy policy')
      const base = target.msevtmgt_base_service_url
      if (isText(base)) target.msevtmgt_base_service_url = baseAddress('Base service URL', base)
    },
  }
}

function checkAdapter({ definitions }: StepNeeds, adapter: unknown): void {
  if (!isText(adapter) || findDefinition(definitions, adapter) !== undefined) return
  const known = definitions.map(({ id }) => id).join(', ')
  throw refusals['unknown-adapter'](
    { adapter: adapter.slice(0, 50), known },
    { input: 'gr_adapter', expected: `one of ${known}`, found: adapter.slice(0, 50) },
  )
}

/** These are shown as links, so no other scheme may get in. */
function checkAddress(target: Execution['target'], column: string, label: string): void {
  const text = target[column]
  if (isText(text)) webAddress(label, text)
}

function requireConsent(message: 'Create' | 'Update'): Step {
  return {
    name: 'Providers: ask for consent before an account is set up',
    message,
    table: configuration,
    stage: 20,
    ...(message === 'Update' ? { filteringColumns: ['msevtmgt_webinarproviderid'] } : {}),
    async run({ target, db }) {
      const id = target.msevtmgt_webinarproviderid
      const question = isText(id) ? await findConsentQuestion(db, id) : undefined
      if (question === undefined || question.consented) return
      throw consentMissing({
        name: question.provider,
        termsOfService: question.termsOfService ?? undefined,
        privacyPolicy: question.privacyPolicy ?? undefined,
      })
    },
  }
}

/** Tokens of one provider must never be sent to another one. */
function endSignInsAtAnotherProvider(needs: StepNeeds): Step {
  return {
    name: 'Providers: end the sign-in when the provider changes',
    message: 'Update',
    table: configuration,
    stage: 20,
    filteringColumns: ['msevtmgt_webinarproviderid'],
    needsPreImage: true,
    async run({ id, target, pre, tx }) {
      if (target.msevtmgt_webinarproviderid === pre?.msevtmgt_webinarproviderid) return
      await forgetTokens(needs.vault, tx, id)
      await endPersons(needs, tx, id)
      await deleteAuthorizationRequests(tx, id)
      Object.assign(target, signedOut)
    },
  }
}

/** Tokens of an application must not pass for those of somebody who signed in, nor the other way. */
function endSignInsOfAnotherKind({ vault, definitions }: StepNeeds): Step {
  return {
    name: 'Providers: end the sign-in when the account signs in another way',
    message: 'Update',
    table: configuration,
    stage: 20,
    filteringColumns: ['gr_settings'],
    async run({ id, target, tx }) {
      const before = await findConfiguration(tx, id)
      const definition = findDefinition(definitions, before?.provider.adapter ?? '')
      if (before === undefined || definition === undefined) return
      const after = (target.gr_settings ?? {}) as Readonly<Record<string, string>>
      const was = authenticationOf(definition, before.settings)
      if (was === authenticationOf(definition, after)) return
      await forgetTokens(vault, tx, id)
      await deleteAuthorizationRequests(tx, id)
      Object.assign(target, signedOut)
    },
  }
}

/** What the account shows to be given a token, where nobody signs in. */
const credentials = ['msevtmgt_clientid', 'gr_clientsecret', 'gr_settings']

/**
 * Verify has to try what was just entered, not a token that the credentials before it were given.
 * Only tokens of a grant: some vendors' own keys are kept in the same column.
 */
function forgetGrantsOfOldCredentials({ vault }: StepNeeds): Step {
  return {
    name: 'Providers: forget the granted token when credentials change',
    message: 'Update',
    table: configuration,
    stage: 20,
    filteringColumns: credentials,
    async run({ id, tx }) {
      if ((await readGrantName(vault, tx, id)) === undefined) return
      await forgetTokens(vault, tx, id)
    },
  }
}

/** Tokens of persons are kept under their sign-ins, so no cascade takes them along. */
function forgetSignInsOfDeleted({ vault }: StepNeeds): Step {
  return {
    name: 'Providers: forget the sign-ins of a deleted configuration',
    message: 'Delete',
    table: configuration,
    stage: 20,
    async run({ id, tx }) {
      await forgetTokens(vault, tx, id)
      await forgetPersons(vault, tx, id)
    },
  }
}

/** Persons' tokens must not go elsewhere either; that they had signed in is remembered. */
async function endPersons({ vault }: StepNeeds, tx: Execution['tx'], id: string): Promise<void> {
  for (const person of await personsSignedIn(tx, id)) await forgetTokens(vault, tx, person)
}

/** The same when the provider's address moves to another host, or another adapter speaks to it. */
function endSignInsAtAnotherService(needs: StepNeeds): Step {
  return {
    name: 'Providers: end all sign-ins when the service moves',
    message: 'Update',
    table: provider,
    stage: 40,
    filteringColumns: ['msevtmgt_base_service_url', 'gr_adapter'],
    needsPreImage: true,
    async run(execution) {
      if (!hasMoved(execution)) return
      for (const id of await configurationsOf(execution.db, execution.id)) {
        await forgetTokens(needs.vault, execution.tx, id)
        await endPersons(needs, execution.tx, id)
        await deleteAuthorizationRequests(execution.tx, id)
        await execution.execute({
          message: 'Update',
          table: configuration,
          id,
          target: { ...signedOut },
          internal: true,
        })
      }
    },
  }
}

const signedOut = { msevtmgt_authorized: authorized.no.value, gr_tokenexpireson: null } as const

function hasMoved({ target, pre }: Execution): boolean {
  const adapter = target.gr_adapter ?? pre?.gr_adapter
  const base = target.msevtmgt_base_service_url
  const hasNewHost =
    base !== undefined && originOf(base) !== originOf(pre?.msevtmgt_base_service_url)
  return adapter !== pre?.gr_adapter || hasNewHost
}

const originOf = (base: unknown) => (isText(base) ? URL.parse(base)?.origin : undefined)

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
