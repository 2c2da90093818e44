/** The pages of a purchase: to be paid, paid, given up, too late. */
import { type Html, html } from '#http'
import { spanOf } from './facts.ts'
import { icon } from './icons.ts'
import { partyTickets } from './party.ts'
import { sumText } from './prices.ts'
import { eventAddress, eventFacts, personalPage } from './registration-page.ts'
import type { PurchaseOnPage, RegistrationOnPage } from './registration-rows.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'

/** How somebody can pay. */
export type PaymentWay =
  | { readonly kind: 'provider'; readonly url: string }
  | { readonly kind: 'demo' }
  /** Nobody takes money here. */
  | { readonly kind: 'none' }

export interface PurchaseView {
  readonly purchase: PurchaseOnPage
  readonly token: string
  readonly way: PaymentWay
  /** Of those who were registered when it was paid. */
  readonly tickets: readonly RegistrationOnPage[]
  /** On the way to the payment provider. */
  readonly leaves: boolean
}

export async function openPurchasePage(
  site: Site,
  visitor: Visitor,
  view: PurchaseView,
): Promise<string> {
  const { purchase, way, leaves, token } = view
  const title = visitor.text(leaves ? 'pay.leaving' : 'pay.title')
  const body = html`${way.kind === 'demo' && html`<p class="demo" role="note">${icon('alert')}<span>${visitor.text('pay.demo')}</span></p>`}
<h1>${title}</h1>
<p class="lead">${deadline(site, visitor, purchase)}</p>
${bought(visitor, purchase)}
${wayOut(view, visitor)}
<form method="post" action="/pay/${token}/give-up" class="quiet-form"><button class="button button-quiet" type="submit">${visitor.text('pay.giveUp')}</button></form>
${eventFacts(site, visitor, purchase.event)}`
  const more = leaves && way.kind === 'provider' ? { refreshTo: way.url } : {}
  const { event } = purchase
  return await personalPage(site, visitor, event, `${title}: ${event.name}`, body, more)
}

function deadline({ clock, formats }: Site, visitor: Visitor, purchase: PurchaseOnPage): Html {
  const { expiresOn, event } = purchase
  if (expiresOn === null) return html`${visitor.text('pay.held')}`
  const { zone } = spanOf(event)
  const minutes = Math.max(1, Math.ceil((expiresOn.getTime() - clock.now().getTime()) / 60_000))
  const time = formats.time(expiresOn, zone, visitor.locale)
  return html`${visitor.text('pay.heldUntil', { time })} <b data-reload-in="${minutes * 60 + 1}">${visitor.count('pay.left', minutes)}</b>`
}

function bought(visitor: Visitor, purchase: PurchaseOnPage): Html {
  const { attendees, total: price, currencyCode, number } = purchase
  return html`<section class="stub" aria-labelledby="bought"><h2 id="bought">${visitor.text('pay.bought')}</h2>
<ul class="booked">${attendees.map(({ name, pass }) => html`<li><span>${name}</span> <span class="faint">${pass}</span></li>`)}</ul>
<p class="sum"><span>${visitor.text('pay.sum')}</span> <b>${sumText({ price, currencyCode }, visitor)}</b></p>
<p class="faint small">${around(visitor, 'pay.number', number)}</p></section>`
}

function wayOut({ way, token, purchase }: PurchaseView, visitor: Visitor): Html {
  if (way.kind === 'provider') {
    const { host } = new URL(way.url)
    return html`<p class="actions"><a class="button" href="${way.url}" rel="noopener">${visitor.text('pay.go', { host })}</a></p>`
  }
  if (way.kind === 'demo') {
    return html`<form method="post" action="/pay/${token}/pay" class="actions"><button class="button" type="submit" data-busy="${visitor.text('form.sending')}">${visitor.text('pay.demo.pay')}</button></form>`
  }
  return html`<p class="hint">${around(visitor, 'pay.none', purchase.number)}</p>`
}

export async function paidPage(site: Site, visitor: Visitor, view: PurchaseView): Promise<string> {
  const { purchase, tickets } = view
  const title = visitor.text('pay.paid.title')
  const body = html`<div class="medal medal-registered">${icon('check')}</div>
<h1>${title}</h1>
<p class="lead">${around(visitor, 'pay.paid.text', purchase.number)}</p>
${eventFacts(site, visitor, purchase.event)}
${partyTickets(site, visitor, tickets)}`
  const { event } = purchase
  return await personalPage(site, visitor, event, `${title}: ${event.name}`, body)
}

/** Given up, too late, or paid when the seats were gone. */
export async function endedPurchasePage(
  site: Site,
  visitor: Visitor,
  { purchase }: PurchaseView,
  end: 'cancelled' | 'expired' | 'late',
): Promise<string> {
  const { event, number } = purchase
  const title = visitor.text(`pay.${end}.title`)
  const body = html`<div class="medal medal-problem">${icon(end === 'cancelled' ? 'cross' : 'clock')}</div>
<h1>${title}</h1>
<p class="lead">${around(visitor, `pay.${end}.text`, number)}</p>
${eventFacts(site, visitor, event)}
${end !== 'late' && html`<p class="actions"><a class="button" href="${eventAddress(event)}#register">${visitor.text('pay.again')}</a></p>`}`
  return await personalPage(site, visitor, event, `${title}: ${event.name}`, body)
}

/** A sentence with the number of a purchase, which no line break tears apart. */
function around(visitor: Visitor, key: string, number: string): Html {
  const [before, ...after] = visitor.text(key).split('{number}')
  return html`${before}${after.map((part) => html`<span class="number">${number}</span>${part}`)}`
}
