/** Mail templates under /api/v1: what may stand in them, how a letter looks, a test to oneself. */
import { Type } from 'typebox'
import { general } from '#errors'
import type { HttpServer } from '#http'
import { defaultLanguages, defaultTemplate, letterKinds, mailKind, placeholdersOf } from '#mail'
import * as acts from './acts.ts'
import { registerMailPreview } from './mail-preview.ts'
import type { ConsoleNeeds } from './needs.ts'

const security = [{ apiKey: [] }]
const tags = ['Mail']

const draft = {
  kind: Type.String({ maxLength: 50, description: letterKinds.join(', ') }),
  language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47; default en' })),
  eventId: Type.Optional(Type.String({ format: 'uuid' })),
  subject: Type.Optional(Type.String({ maxLength: 300 })),
  html: Type.Optional(Type.String({ maxLength: 100_000 })),
}

export function registerMailOperations(server: HttpServer, o: ConsoleNeeds): void {
  server.get(
    '/api/v1/mail-templates/placeholders',
    { schema: { summary: 'Kinds of letters and what their templates may name', tags, security } },
    async (request) => {
      acts.requireRight(await o.sessions.callerOf(request), 'Read', 'gr_mailtemplate')
      const value = letterKinds.map((kind) => ({
        kind,
        value: mailKind[kind].value,
        label: mailKind[kind].label,
        placeholders: [...placeholdersOf(kind).values()].map(({ name, form, meaning }) => ({
          name,
          form,
          meaning,
        })),
      }))
      return { value }
    },
  )
  server.post(
    '/api/v1/mail-templates/preview',
    {
      schema: {
        summary: 'A letter as it would look, with a made-up registration',
        tags,
        security,
        body: Type.Object(draft),
      },
    },
    async (request) => await o.mail.preview(await o.sessions.callerOf(request), request.body),
  )
  server.post(
    '/api/v1/mail-templates/test',
    {
      schema: {
        summary: 'Sends that letter to one address, without a calendar entry',
        tags,
        security,
        body: Type.Object({ ...draft, to: Type.String({ maxLength: 320 }) }),
      },
    },
    async (request) => await o.mail.sendTest(await o.sessions.callerOf(request), request.body),
  )
  registerBuiltIn(server, o)
  registerMailPreview(server, o)
}

const builtInAnswer = Type.Object({
  language: Type.String(),
  languages: Type.Array(Type.String(), { description: 'In which the hub brings letters along' }),
  subject: Type.String(),
  html: Type.String(),
})

function registerBuiltIn(server: HttpServer, o: ConsoleNeeds): void {
  const { kind, language } = draft
  server.get(
    '/api/v1/mail-templates/built-in',
    {
      schema: {
        summary: 'The letter that goes out where nobody wrote one; English where a language lacks',
        tags,
        security,
        querystring: Type.Object({ kind, language }),
        response: { 200: builtInAnswer },
      },
    },
    async (request) => {
      acts.requireRight(await o.sessions.callerOf(request), 'Read', 'gr_mailtemplate')
      const { kind: wanted, language: tag = 'en' } = request.query
      const found = letterKinds.find((each) => each === wanted)
      if (found === undefined) throw general['not-found']({ what: 'kind of letter', id: wanted })
      const own = defaultLanguages.find((each) => each === tag.split('-')[0]) ?? 'en'
      return { language: own, languages: [...defaultLanguages], ...defaultTemplate(found, own) }
    },
  )
}
