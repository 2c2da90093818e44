import { Type } from 'typebox'
import { fieldsOf, readPasses, sessionsOf } from '#events'
import type { HttpServer } from '#http'
import { captchaScript, partsOf } from './captcha.ts'
import { describeSession } from './describe-event.ts'
import { preparePublishing } from './prepare-publishing.ts'
import { ById, type Context, readPublished, schemaOf } from './published.ts'
import { CaptchaBootstrap, CustomRegistrationField, Pass } from './shapes.ts'

/** What a registration form of an event asks for: passes, questions, a captcha. */
export function routePasses(api: HttpServer, context: Context): void {
  routePassList(api, context)
  routeQuestions(api, context)
  routeCaptcha(api, context)
}

function routePassList(api: HttpServer, context: Context): void {
  const { db } = context
  api.get(
    '/events/:id/passes',
    {
      schema: {
        ...schemaOf('Passes on sale, with the sessions they open', { 200: Type.Array(Pass) }),
        params: ById,
      },
    },
    async (request) => {
      const event = await readPublished(db, request.params.id)
      const passes = await readPasses(db, event.msevtmgt_eventid)
      const sessions = passes.length === 0 ? [] : await sessionsOf(db, event.msevtmgt_eventid)
      const visitor = await context.visitors.find(request)
      const others = { msevtmgt_pass: passes.map(({ id }) => id) }
      const publishing = await preparePublishing(context, { sessions, others, visitor })
      return passes.map((pass) => ({
        ...publishing.extras('msevtmgt_pass', pass.id),
        passId: pass.id,
        passName: pass.name,
        price: Number(pass.price),
        currencySymbol: pass.currencySymbol,
        numberOfPassesLeft: Math.max(pass.allocated - pass.sold - pass.reserved, 0),
        numberOfPassesSold: pass.sold,
        sessions: sessions
          .filter(({ session }) => pass.sessionIds.includes(session.msevtmgt_sessionid))
          .map((each) => describeSession(each, event, undefined, publishing)),
      }))
    },
  )
}

function routeQuestions(api: HttpServer, context: Context): void {
  const { db } = context
  api.get(
    '/events/:id/custom-registration-fields',
    {
      schema: {
        ...schemaOf('Questions that registrants are asked', {
          200: Type.Array(CustomRegistrationField),
        }),
        params: ById,
      },
    },
    async (request) => {
      const event = await readPublished(db, request.params.id)
      const fields = await fieldsOf(db, [event.msevtmgt_eventid])
      const others = { msevtmgt_customregistrationfield: fields.map(({ id }) => id) }
      const { extras } = await preparePublishing(context, { others })
      return fields.map(({ id, text, type, isRequired, choices }) => ({
        ...extras('msevtmgt_customregistrationfield', id),
        customRegistrationFieldId: id,
        text,
        type,
        isRequired,
        choices: choices.length === 0 ? null : choices.join('\n'),
      }))
    },
  )
}

function routeCaptcha(api: HttpServer, { db, captcha, publicUrl }: Context): void {
  api.get(
    '/events/:id/captcha',
    {
      schema: {
        ...schemaOf('What a form with a captcha begins with', { 200: CaptchaBootstrap }),
        params: ById,
      },
    },
    async (request) => {
      await readPublished(db, request.params.id)
      const { flowId, token } = captcha.challenge()
      const query = new URLSearchParams({ flow: flowId, token })
      return {
        FlowId: flowId,
        HipUrl: `${publicUrl}${captchaAddress}?${query}`,
        ObjectName: 'WLSPHIP0',
        FunctionName: 'verify',
      }
    },
  )
}

const captchaAddress = '/EvtMgmt/captcha.js'

/** The script is loaded by a script element, which sends neither token nor origin. */
export function serveCaptchaScript(server: HttpServer): void {
  server.get(
    captchaAddress,
    {
      schema: {
        hide: true,
        querystring: Type.Object({
          flow: Type.String({ pattern: '^[0-9a-f]{32}$' }),
          token: Type.String({ pattern: '^[\\w.-]{1,200}$' }),
        }),
      },
    },
    (request, reply) => {
      const { flow, token } = request.query
      const script = captchaScript({ flowId: flow, token, difficulty: Number(partsOf(token).bits) })
      return reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(script)
    },
  )
}
