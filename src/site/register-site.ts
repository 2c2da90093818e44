import type { FastifyReply } from 'fastify'
import { shareReads } from '#database'
import type { HttpServer } from '#http'
import { serveAssets } from './assets.ts'
import { createFormats } from './dates.ts'
import { readOrganisationName } from './event-rows.ts'
import { followJoinLink } from './follow-join-link.ts'
import { followMeetingLink } from './follow-meeting-link.ts'
import { followPresenterLink } from './follow-presenter-link.ts'
import { createFormLimit } from './limit-forms.ts'
import { answerWithPage } from './message-page.ts'
import { ownNamesOf } from './own-names.ts'
import { servePersonalLinks } from './personal-links.ts'
import { readPublicEvent } from './read-public-event.ts'
import { sameWhileEqual } from './same-while-equal.ts'
import { serveCrawlers } from './serve-crawlers.ts'
import { servePayments } from './serve-payments.ts'
import { serveWaitlists } from './serve-waitlists.ts'
import { showEvent } from './show-event.ts'
import { showEvents } from './show-events.ts'
import { showParty } from './show-party.ts'
import { showUnknown } from './show-unknown.ts'
import type { Site, SiteNeeds } from './site.ts'
import { createSiteLinks } from './site-links.ts'
import { takeRegistration } from './take-registration.ts'
import { readTexts } from './texts.ts'
import { rememberLanguage } from './visitor-of.ts'

/** The public pages: events, registration, thank-you, the join link. */
export async function registerSite(server: HttpServer, needs: SiteNeeds): Promise<void> {
  const texts = await readTexts(new URL('../../web/site/texts/', import.meta.url))
  await server.register(async (pages: HttpServer) => {
    const assets = await serveAssets(pages)
    const organisation = organisationReader(needs)
    const site: Site = {
      ...needs,
      texts,
      ownNames: ownNamesOf(texts.languages),
      assets,
      formats: createFormats(),
      links: createSiteLinks(needs.signing),
      publicEvent: shareReads(sameWhileEqual((id) => readPublicEvent(needs, id), organisation)),
      organisation,
    }
    pages.addHook('onRequest', async (_, reply) => secure(reply))
    const limit = createFormLimit(needs.clock, needs.formLimit)
    pages.addHook('preHandler', async (request, reply) => {
      rememberLanguage(site, request, reply)
      if (request.method === 'POST') limit.check(request)
    })
    pages.setErrorHandler((error, request, reply) => answerWithPage(site, error, request, reply))
    showEvents(pages, site)
    showEvent(pages, site)
    takeRegistration(pages, site)
    servePayments(pages, site)
    showParty(pages, site)
    servePersonalLinks(pages, site)
    serveWaitlists(pages, site)
    followJoinLink(pages, site)
    followPresenterLink(pages, site)
    followMeetingLink(pages, site)
    serveCrawlers(pages, site)
    showUnknown(pages)
  })
}

/** Nothing inline, nothing from elsewhere. Structured data is no script and needs no leave. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

function secure(reply: FastifyReply): void {
  reply.headers({
    'content-security-policy': contentPolicy,
    'x-frame-options': 'DENY',
    // Addresses with a token go to no other site, but forms keep their Origin (`no-referrer` would
    // make it "null").
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'cache-control': 'private, no-cache',
    vary: 'Accept-Language, Cookie',
  })
}

/** Milliseconds for which a name is shown without asking again. */
const nameKeptMs = 30_000

/** On top of every page, even where the database does not answer: the last known name stays. */
function organisationReader({ db, log }: SiteNeeds): () => Promise<string> {
  let name = 'Events'
  let freshUntil = Number.NEGATIVE_INFINITY
  return async () => {
    if (performance.now() < freshUntil) return name
    freshUntil = performance.now() + nameKeptMs
    try {
      name = (await readOrganisationName(db)) ?? name
    } catch (error) {
      log.error({ err: error }, 'the name of the organisation could not be read')
    }
    return name
  }
}
