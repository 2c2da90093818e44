/** What somebody shows at the door, and how they take part online. */
import { isOnline } from '#events'
import { type Html, html } from '#http'
import { icon } from './icons.ts'
import { qrCode } from './qr-code.ts'
import type { RegistrationOnPage } from './registration-rows.ts'
import type { Visitor } from './texts.ts'

/** The number of the registration as a code that the desk at the entrance reads. */
export function admission({ number, passes }: RegistrationOnPage, visitor: Visitor): Html {
  return html`<div class="admission">${qrCode(number, visitor.text('ticket.code', { number }))}
<div><p class="admission-number">${number}</p>
${passes.map((pass) => html`<p><b>${pass.name}</b> <span class="faint small">${pass.number}</span></p>`)}
<p class="faint small">${visitor.text('ticket.show')}</p></div></div>`
}

/** Whether there is anything to join online. */
export function takesPartOnline({ event, sessions }: RegistrationOnPage): boolean {
  return isOnline(event.format) || sessions.some((session) => isOnline(session.format))
}

/** Whether there is a door to show a code at. */
export function takesPartOnSite({ event }: RegistrationOnPage): boolean {
  return event.format !== onlineOnly
}

/** `msevtmgt_eventformat`: Webinar. */
const onlineOnly = 100000002

export function joinBox(joinLink: string, minutes: number, visitor: Visitor): Html {
  return html`<section class="join-box"><h2>${visitor.text('join.link')}</h2>
<p class="faint small" id="join-help">${visitor.text('join.link.help', { minutes })}</p>
<div class="copy"><input id="join-link" type="text" readonly value="${joinLink}" aria-label="${visitor.text('join.link')}" aria-describedby="join-help">
<button class="button button-quiet" type="button" hidden data-copy="join-link" data-done="${visitor.text('join.copied')}">${icon('copy')}<span aria-live="polite">${visitor.text('join.copy')}</span></button></div>
<p><a href="${joinLink}">${visitor.text('join.open')}</a></p></section>`
}
