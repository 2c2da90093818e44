/** What an account may be made of: providers with their fields, steps and pictures. */
import { Type } from 'typebox'
import { general } from '#errors'
import type { HttpServer } from '#http'
import { type ProviderChoice, providerLogo, setupGuide } from '#providers'
import { requireRight } from './acts.ts'
import { setting } from './configuration-answers.ts'
import type { ConsoleNeeds } from './needs.ts'

const nullable = Type.Union([Type.String(), Type.Null()])

const record = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  accounts: Type.Integer({ description: 'Configurations of this provider record' }),
  consented: Type.Boolean({ description: 'Somebody accepted terms and privacy policy' }),
  termsOfService: nullable,
  privacyPolicy: nullable,
  values: Type.Record(Type.String(), Type.String(), {
    description: 'Settings that all its accounts share, by name; without secrets',
  }),
  kept: Type.Array(Type.String(), { description: 'Names of shared secrets that are stored' }),
})

const capabilities = Type.Object({
  join: Type.String({ description: 'personal, minted or shared' }),
  attendance: Type.String({ description: 'query, callback, events or none' }),
  registrants: Type.Boolean(),
  recurrence: Type.Boolean(),
  cohosts: Type.Boolean(),
  recordings: Type.Boolean(),
  password: Type.Boolean(),
})

const choice = Type.Object({
  id: Type.String({ description: 'What gr_adapter of a provider record holds' }),
  name: Type.String(),
  description: Type.String(),
  logo: Type.String({ description: 'Address of an SVG' }),
  auth: Type.Union([Type.Literal('authorize'), Type.Literal('credentials'), Type.Literal('none')], {
    description: 'Before anything is chosen; /sign-ins of the account says it for its settings',
  }),
  signInName: Type.String(),
  settings: Type.Array(setting),
  guide: Type.String({ description: 'What is done at the vendor: Markdown' }),
  redirect: Type.Optional(Type.String({ description: 'Redirect address for the app there' })),
  actionRedirect: Type.Optional(Type.String()),
  capabilities,
  records: Type.Array(record),
})

const security = [{ apiKey: [] }]

export function registerProviderChoiceOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/provider-choices',
    {
      schema: {
        summary: 'Providers that an account can be made of, with fields, steps and records',
        tags: ['Providers'],
        security,
        response: { 200: Type.Object({ value: Type.Array(choice) }) },
      },
    },
    async (request) => {
      const caller = await o.sessions.callerOf(request)
      requireRight(caller, 'Read', 'msevtmgt_webinarconfiguration')
      const choices = await o.providers.choices()
      return { value: await Promise.all(choices.map((each) => answerOf(each, o.publicUrl))) }
    },
  )
  server.get(
    '/api/v1/provider-choices/:id/logo.svg',
    {
      schema: {
        summary: 'Picture of a provider',
        tags: ['Providers'],
        params: Type.Object({ id: Type.String({ maxLength: 50 }) }),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!o.providers.definitions.some((each) => each.id === id)) {
        throw general['not-found']({ what: 'provider', id })
      }
      return reply
        .type('image/svg+xml')
        .header('cache-control', 'public, max-age=86400')
        .send(await providerLogo(id))
    },
  )
}

async function answerOf(
  { definition, auth, redirect, actionRedirect, records }: ProviderChoice,
  publicUrl: string,
) {
  const { id, name, description, settings } = definition
  const { join, attendance, registrants, recurrence, cohosts, recordings, password } =
    definition.capabilities
  const guide = await setupGuide(id)
  return {
    id,
    name,
    description,
    auth,
    signInName: definition.signInName ?? name,
    logo: `/api/v1/provider-choices/${id}/logo.svg`,
    settings: settings.map((each) => ({ ...each, choices: [...(each.choices ?? [])] })),
    guide: guide.replaceAll('<public URL of the hub>', publicUrl.replace(/\/+$/, '')),
    ...(redirect === undefined ? {} : { redirect }),
    ...(actionRedirect === undefined ? {} : { actionRedirect }),
    capabilities: { join, attendance, registrants, recurrence, cohosts, recordings, password },
    records: records.map((each) => ({ ...each, kept: [...each.kept] })),
  }
}
