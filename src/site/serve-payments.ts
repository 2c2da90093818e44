/** `/pay/<token>`: the hub's own page for a purchase, whoever takes the money. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { activeAdministration, noYes } from '#events'
import type { HttpServer } from '#http'
import { systemCaller } from '#identity'
import { purchaseState } from '#registrations'
import {
  endedPurchasePage,
  openPurchasePage,
  type PaymentWay,
  type PurchaseView,
  paidPage,
} from './pay-page.ts'
import { byToken } from './personal-view.ts'
import { refusals } from './refusals.ts'
import { endedPage, endOf } from './registration-page.ts'
import {
  type PurchaseOnPage,
  readPurchaseOnPage,
  readRegistrationsOnPage,
} from './registration-rows.ts'
import { refuseForeignForm } from './same-origin.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

const schema = { hide: true, params: byToken }

export function servePayments(server: HttpServer, site: Site): void {
  const querystring = Type.Object({
    go: Type.Optional(Type.String()),
    lang: Type.Optional(Type.String()),
  })
  server.get('/pay/:token', { schema: { ...schema, querystring } }, async (request, reply) => {
    const view = await readView(site, request.params.token, request.query.go !== undefined)
    const visitor = visitorOf(site, request, view.purchase.event.language)
    return sendPage(reply, await pageOf(site, visitor, view))
  })
  server.post('/pay/:token/pay', { schema }, async (request, reply) => {
    const view = await openView(site, request, request.params.token)
    if (view.way.kind !== 'demo') throw refusals['payment-elsewhere']()
    const now = site.clock.now()
    const isOpen = standingOf(view.purchase, now) === 'open'
    if (isOpen && endOf(view.purchase.event, now) === undefined) await settle(site, view, 'paid')
    return reply.redirect(`/pay/${view.token}`, 303)
  })
  server.post('/pay/:token/give-up', { schema }, async (request, reply) => {
    const view = await openView(site, request, request.params.token)
    if (standingOf(view.purchase, site.clock.now()) === 'open')
      await settle(site, view, 'cancelled')
    return reply.redirect(`/pay/${view.token}`, 303)
  })
}

/** Saying it again changes nothing; who said so stands in the purchase. */
async function settle(
  { registrations, publicUrl }: Site,
  { purchase }: PurchaseView,
  settlement: 'paid' | 'cancelled',
): Promise<void> {
  const by = settlement === 'paid' ? `demo payment at ${publicUrl}`.slice(0, 100) : 'purchaser'
  await registrations.settlePurchase(systemCaller, purchase.purchaseId, settlement, by)
}

async function openView(site: Site, request: FastifyRequest, token: string): Promise<PurchaseView> {
  refuseForeignForm(request, site.publicUrl)
  return await readView(site, token, false)
}

async function readView(site: Site, token: string, leaves: boolean): Promise<PurchaseView> {
  const id = site.links.readPurchaseToken(token)
  const purchase = id === undefined ? undefined : await readPurchaseOnPage(site.db, id)
  if (purchase === undefined) throw refusals['unknown-personal-link']()
  const ids = purchase.attendees.flatMap(({ registrationId }) => registrationId ?? [])
  const tickets = ids.length === 0 ? [] : await readRegistrationsOnPage(site.db, ids)
  return { purchase, token, leaves, tickets, way: await wayOf(site, purchase, token) }
}

async function wayOf(
  { db, demoPaymentAllowed, publicUrl }: Site,
  { purchaseId, paymentPage }: PurchaseOnPage,
  token: string,
): Promise<PaymentWay> {
  if (paymentPage !== null && URL.canParse(paymentPage)) {
    // `<page>?purchaseId=…&returnUrl=…` (event-management.md §3.8)
    const url = new URL(paymentPage)
    url.searchParams.set('purchaseId', purchaseId)
    url.searchParams.set('returnUrl', `${publicUrl}/pay/${token}`)
    return { kind: 'provider', url: url.href }
  }
  if (!demoPaymentAllowed) return { kind: 'none' }
  const administration = await activeAdministration(db)
  const wanted = administration?.msevtmgt_enablefinalizationendpoints === noYes.yes.value
  return { kind: wanted ? 'demo' : 'none' }
}

type Standing = 'open' | 'paid' | 'cancelled' | 'expired' | 'late'

/** A purchase whose time is over is so before the job has noted it. */
function standingOf({ state, expiresOn }: PurchaseOnPage, now: Date): Standing {
  if (state === purchaseState.finalized.value) return 'paid'
  if (state === purchaseState.cancelled.value) return 'cancelled'
  if (state === purchaseState.expired.value) return 'expired'
  if (state === purchaseState.paidAfterExpiry.value) return 'late'
  return expiresOn !== null && now >= expiresOn ? 'expired' : 'open'
}

async function pageOf(site: Site, visitor: Visitor, view: PurchaseView): Promise<string> {
  const now = site.clock.now()
  const standing = standingOf(view.purchase, now)
  // Nobody pays for what will not be.
  const ended = standing === 'open' ? endOf(view.purchase.event, now) : undefined
  if (ended !== undefined) return await endedPage(site, visitor, view.purchase.event, ended)
  if (standing === 'open') return await openPurchasePage(site, visitor, view)
  if (standing === 'paid') return await paidPage(site, visitor, view)
  return await endedPurchasePage(site, visitor, view, standing)
}
