import { Type } from 'typebox'
import { general, isRefusal } from '#errors'
import { goLive } from '#events'
import type { HttpServer } from '#http'
import { readMail, withPictures } from '#mail'
import type { Caller } from '#pipeline'
import { readRecoveryItem } from '#registrations'
import * as acts from './acts.ts'
import { registerAssets } from './assets.ts'
import { registerConfigurationForms } from './configuration-forms.ts'
import {
  configurationListPage,
  configurationPage,
  signInResultPage,
} from './configuration-pages.ts'
import { findConfiguration } from './console-rows.ts'
import { eventListPage, eventPage, registrationPage } from './event-pages.ts'
import { jobListPage } from './job-pages.ts'
import { mailListPage, mailPage } from './mail-pages.ts'
import type { ConsoleNeeds } from './needs.ts'
import { signedIn } from './open-page.ts'
import { registerOperations } from './operations.ts'
import { createSessions } from './session.ts'
import { registerSignIn } from './sign-in.ts'

/** The administrator's pages under /admin and the operations under /api/v1. */
export async function registerConsole(
  server: HttpServer,
  needs: Omit<ConsoleNeeds, 'sessions'>,
): Promise<void> {
  const o: ConsoleNeeds = { ...needs, sessions: createSessions(needs) }
  await registerAssets(server)
  registerSignIn(server, o)
  registerOperations(server, o)
  registerPages(server, o)
  registerForms(server, o)
  registerConfigurationForms(server, o)
  registerSignInResult(server, o)
}

const hidden = { schema: { hide: true } }
const byId = {
  schema: { hide: true, params: Type.Object({ id: Type.String({ format: 'uuid' }) }) },
}

type Render = (id: string, caller: Caller) => Promise<string | undefined>

function registerPages(server: HttpServer, o: ConsoleNeeds): void {
  const lists = {
    '/admin': () => eventListPage(o.db),
    '/admin/configurations': () => configurationListPage(o.db),
    '/admin/mails': () => mailListPage(o.db),
    '/admin/jobs': () => jobListPage(o.db),
  }
  for (const [address, render] of Object.entries(lists)) {
    server.get(address, hidden, async (request, reply) => {
      const caller = await signedIn(o.sessions, request, reply)
      if (caller === undefined) return reply
      acts.requireRight(caller, 'Read', 'msevtmgt_event')
      return reply.type('text/html').send(await render())
    })
  }
  const details: Record<string, Render> = {
    '/admin/events/:id': async (id) =>
      eventPage(o.db, id, {
        presenters: await o.webinars.presenterLinks('msevtmgt_event', id),
        forecast: await acts.forecastOf(o, id),
      }),
    '/admin/registrations/:id': (id) => registrationPage(o.db, id),
    '/admin/configurations/:id': async (id, caller) =>
      configurationPage(
        o.db,
        id,
        await o.providers.signInStates(caller, { configurationId: id }),
        await o.providers.findRequests(id),
      ),
    '/admin/mails/:id': (id) => mailPage(o.db, id),
  }
  for (const [address, render] of Object.entries(details)) {
    server.get(address, byId, async (request, reply) => {
      const caller = await signedIn(o.sessions, request, reply)
      if (caller === undefined) return reply
      acts.requireRight(caller, 'Read', 'msevtmgt_event')
      const text = await render(request.params.id, caller)
      if (text === undefined) throw general['not-found']({ what: 'page', id: request.params.id })
      return reply.type('text/html').send(text)
    })
  }
  registerMailBody(server, o)
}

/** The mail as its reader sees it, in a frame that may do nothing. */
function registerMailBody(server: HttpServer, o: ConsoleNeeds): void {
  server.get('/admin/mails/:id/body', byId, async (request, reply) => {
    const caller = await signedIn(o.sessions, request, reply)
    if (caller === undefined) return reply
    acts.requireRight(caller, 'Read', 'gr_mail')
    const mail = await readMail(o.db, request.params.id)
    if (mail === undefined) throw general['not-found']({ what: 'mail', id: request.params.id })
    return reply
      .header(
        'content-security-policy',
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups",
      )
      .type('text/html')
      .send(withPictures(mail.htmlbody, mail.qrcode))
  })
}

/** Buttons: each posts, acts, and comes back to the page it stands on. */
function registerForms(server: HttpServer, o: ConsoleNeeds): void {
  const forms: Record<
    string,
    (caller: Caller, id: string, body: Record<string, string>) => Promise<unknown>
  > = {
    '/admin/events/:id/go-live': (caller, id) =>
      goLive(o.pipeline.execute, caller, 'msevtmgt_event', id),
    '/admin/events/:id/collect': (caller, id) => acts.collectAttendance(o, caller, id),
    '/admin/events/:id/publish-again': (caller, id) => acts.retryFailedJobs(o, caller, id),
    '/admin/registrations/:id/mark': (caller, id, body) =>
      acts.markPresent(o, caller, id, { reason: body.reason ?? '' }),
    '/admin/configurations/:id/verify': (caller, id) =>
      o.providers.verifyConfiguration(caller, { configurationId: id }),
    '/admin/configurations/:id/delete-credentials': (caller, id) =>
      o.providers.deleteCredentials(caller, { configurationId: id }),
    '/admin/configurations/:id/log-on': (caller, id) => acts.switchLog(o, caller, id, true),
    '/admin/configurations/:id/log-off': (caller, id) => acts.switchLog(o, caller, id, false),
    '/admin/configurations/:id/consent': (caller, id) => giveConsent(o, caller, id),
    '/admin/recovery-items/:id/replay': (caller, id) => o.recovery.replay(caller, id),
    '/admin/recovery-items/:id/discard': (caller, id, body) =>
      o.recovery.discard(caller, id, body.reason ?? ''),
    '/admin/jobs/:id/retry': (caller, id) => acts.changeJob(o, caller, 'retry', id),
    '/admin/jobs/:id/cancel': (caller, id) => acts.changeJob(o, caller, 'cancel', id),
  }
  for (const [address, act] of Object.entries(forms)) {
    server.post(address, byId, async (request, reply) => {
      const caller = await signedIn(o.sessions, request, reply)
      if (caller === undefined) return reply
      await act(caller, request.params.id, (request.body ?? {}) as Record<string, string>)
      return await reply.redirect(await pageBehind(o, address, request.params.id), 303)
    })
  }
}

/** Jobs stand in a list, recovery items on the page of their event, the rest on its own page. */
async function pageBehind(o: ConsoleNeeds, address: string, id: string): Promise<string> {
  if (address.startsWith('/admin/jobs/')) return '/admin/jobs'
  if (!address.startsWith('/admin/recovery-items/')) {
    return address.replace(':id', id).replace(/\/[^/]+$/, '')
  }
  const item = await readRecoveryItem(o.db, id)
  return item?.gr_event ? `/admin/events/${item.gr_event}` : '/admin'
}

async function giveConsent(
  o: ConsoleNeeds,
  caller: Caller,
  configurationId: string,
): Promise<void> {
  const configuration = await findConfiguration(o.db, configurationId)
  if (configuration === undefined) {
    throw general['not-found']({ what: 'webinar configuration', id: configurationId })
  }
  await o.providers.recordConsent(caller, { providerId: configuration.providerId })
}

const answerQuery = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 4000 })),
  state: Type.Optional(Type.String({ maxLength: 500 })),
  error: Type.Optional(Type.String({ maxLength: 500 })),
  error_description: Type.Optional(Type.String({ maxLength: 2000 })),
})

/** The way to a provider's sign-in and back. The old Dynamics address answers like our own. */
function registerSignInResult(server: HttpServer, o: ConsoleNeeds): void {
  for (const [address, purpose] of [
    ['/admin/configurations/:id/authenticate', 'account'],
    ['/admin/configurations/:id/authenticate-me', 'action'],
  ] as const) {
    server.get(address, byId, async (request, reply) => {
      const caller = await signedIn(o.sessions, request, reply)
      if (caller === undefined) return reply
      const configurationId = request.params.id
      const started = await o.providers.startAuthorization(caller, { configurationId, purpose })
      return await reply.redirect(started.url, 303)
    })
  }
  const ownAddresses = ['/oauth/callback', '/oauth/action/callback']
  for (const address of [...ownAddresses, '/WebResources/msevtmgt_AuthorizationResult.html']) {
    server.get(
      address,
      { schema: { hide: true, querystring: answerQuery } },
      async (request, reply) => {
        const caller = await signedIn(o.sessions, request, reply)
        if (caller === undefined) return reply
        const { code, state, error, error_description: description } = request.query
        try {
          const finished = await o.providers.finishAuthorization(caller, {
            state: state ?? '',
            ...(code === undefined ? {} : { code }),
            ...(error === undefined ? {} : { error }),
            ...(description === undefined ? {} : { errorDescription: description }),
          })
          return reply
            .type('text/html')
            .send(signInResultPage({ good: true, sentence: finished.check.message }))
        } catch (problem) {
          if (!isRefusal(problem)) throw problem
          const sentence = `${problem.sentence} ${problem.advice}`
          return reply
            .code(problem.status)
            .type('text/html')
            .send(signInResultPage({ good: false, sentence }))
        }
      },
    )
  }
}
