/** Accounts at providers under /api/v1: enter, sign in, check, switch off, remove. */
import { Type } from 'typebox'
import { general } from '#errors'
import type { HttpServer } from '#http'
import type { Caller } from '#pipeline'
import { requireRight } from './acts.ts'
import * as answers from './configuration-answers.ts'
import { findConfiguration, listConfigurations } from './configuration-rows.ts'
import type { ConsoleNeeds } from './needs.ts'

const table = 'msevtmgt_webinarconfiguration'
const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const values = Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]), {
  description: 'By name of the setting; null removes; what is not named stays',
})

const described = (summary: string) => ({
  summary,
  tags: ['Providers'],
  security: [{ apiKey: [] }],
})
const ofOne = (summary: string) => ({ ...described(summary), params: byId })

export function registerConfigurationOperations(server: HttpServer, o: ConsoleNeeds): void {
  registerReading(server, o)
  registerEntering(server, o)
  registerSettings(server, o)
  registerChecks(server, o)
  registerStates(server, o)
}

function registerReading(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/configurations',
    {
      schema: {
        ...described('All accounts, by name, with what their providers said last'),
        response: { 200: Type.Object({ value: Type.Array(answers.configuration) }) },
      },
    },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', table)
      return { value: (await listConfigurations(o.db)).map(answers.configurationOf) }
    },
  )
  server.get(
    '/api/v1/configurations/:id',
    { schema: { ...ofOne('An account'), response: { 200: answers.configuration } } },
    async (request) => {
      requireRight(await o.sessions.callerOf(request), 'Read', table)
      const { id } = request.params
      const found = await findConfiguration(o.db, id)
      if (found === undefined) throw general['not-found']({ what: 'webinar configuration', id })
      return answers.configurationOf(found)
    },
  )
}

const newAccount = Type.Object({
  adapter: Type.String({ maxLength: 50, description: 'Id of a provider choice' }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  consent: Type.Optional(
    Type.Boolean({ description: 'Accepts terms and privacy policy of the provider' }),
  ),
  values: Type.Optional(values),
  providerId: Type.Optional(
    Type.Union([Type.String({ format: 'uuid' }), Type.Literal('new')], {
      description: 'Record that the account joins; "new" makes one for a server of its own',
    }),
  ),
})

function registerEntering(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/configurations',
    {
      schema: {
        ...described('Enters an account in one go: provider, consent, settings; or nothing at all'),
        body: newAccount,
        response: {
          201: Type.Object({
            id: Type.String({ format: 'uuid' }),
            providerId: Type.String({ format: 'uuid' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const caller = await o.sessions.callerOf(request)
      const { consent = false, values: given = {}, ...rest } = request.body
      const { configurationId, providerId } = await o.providers.createAccount(caller, {
        ...rest,
        consent,
        values: given,
      })
      return await reply.code(201).send({ id: configurationId, providerId })
    },
  )
  server.post(
    '/api/v1/providers/:id/consent',
    { schema: ofOne("Records consent to a provider's terms and privacy policy") },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.providers.recordConsent(caller, { providerId: request.params.id })
      return { id: request.params.id, consent: true }
    },
  )
}

function registerSettings(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/configurations/:id/settings',
    {
      schema: {
        ...ofOne('Settings with what is stored; credentials are write-only'),
        response: { 200: answers.settingsForm },
      },
    },
    async (request, reply) => {
      requireRight(await o.sessions.callerOf(request), 'Update', table)
      void reply.header('cache-control', 'no-store')
      const form = await o.providers.settingsForm({ configurationId: request.params.id })
      return answers.settingsFormOf(form)
    },
  )
  server.post(
    '/api/v1/configurations/:id/settings',
    {
      schema: {
        ...ofOne('Saves settings and credentials; credentials are write-only'),
        body: Type.Object({ values }),
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      await o.providers.saveSettings(caller, {
        configurationId: request.params.id,
        values: request.body.values,
      })
      return { id: request.params.id, saved: true }
    },
  )
}

function registerChecks(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/api/v1/configurations/:id/authorize',
    { schema: ofOne('Starts signing in at the provider; gives the address to open') },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      return await o.providers.startAuthorization(caller, { configurationId: request.params.id })
    },
  )
  server.post(
    '/api/v1/configurations/:id/verify',
    {
      schema: {
        ...ofOne('Checks the account; changes nothing at the provider'),
        response: { 200: answers.check },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      const configurationId = request.params.id
      const { steps, ...check } = await o.providers.verifyConfiguration(caller, { configurationId })
      return { ...check, ...(steps === undefined ? {} : { steps: [...steps] }) }
    },
  )
}

type StateAct = (caller: Caller, choice: { readonly configurationId: string }) => Promise<void>

function registerStates(server: HttpServer, o: ConsoleNeeds): void {
  const { activateConfiguration, deactivateConfiguration, deleteCredentials } = o.providers
  const acts: readonly (readonly [string, string, StateAct])[] = [
    ['activate', 'The account may be used again', activateConfiguration],
    ['deactivate', 'The account is not used until it is activated', deactivateConfiguration],
    ['delete-credentials', 'Removes all credentials: the account is off', deleteCredentials],
  ]
  for (const [act, summary, run] of acts) {
    server.post(
      `/api/v1/configurations/:id/${act}`,
      { schema: ofOne(summary) },
      async (request) => {
        await run(await o.sessions.callerOf(request), { configurationId: request.params.id })
        return { id: request.params.id, off: act !== 'activate' }
      },
    )
  }
}
