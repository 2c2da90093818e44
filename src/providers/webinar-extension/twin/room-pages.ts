import { html, type Markup, nothing } from '../../twin/html.ts'
import type { Page } from '../../twin/page.ts'
import { answerForRegistration } from './registrations.ts'
import type { Registration, Stay, Webinar } from './state.ts'
import { nowOf, type Vendor } from './vendor.ts'
import { answerFor, closingTime } from './webinars.ts'

/** The room itself. Opening it does not count: mail scanners open links, only its script joins. */
export function roomPage(vendor: Vendor, webinar: Webinar, registration: Registration): Page {
  const { title } = webinar.order
  const { registrant } = registration
  const stays = new URL(answerForRegistration(vendor, registration).joinUrl).pathname
  return {
    title: `You are in ${title}`,
    body: html`<div id="room" data-stays="${stays}/stays">
<h1>You are in ${title}</h1>
<p>${nameOf(registration)}, ${registrant.role === 'presenter' ? 'presenting' : 'attending'} as
${registrant.email}.</p>
<p>${timesOf(webinar)}</p>
<p id="presence" role="status">Entering…</p>
<form id="ask" hidden>
<label for="question">Question to the presenter</label>
<input id="question" maxlength="1000" required>
<div class="buttons">
<button>Ask</button>
<button class="plain" type="button" id="leave">Leave the webinar</button>
</div>
</form>
<button id="return" hidden>Come back in</button>
<noscript><p class="alarm">This page needs JavaScript to tell the room that you are here.</p></noscript>
</div>
<script type="module" src="/pages/room.js"></script>`,
  }
}

export function audiencePage(webinar: Webinar, mistake?: string): Page {
  return {
    title: webinar.order.title,
    body: html`<h1>${webinar.order.title}</h1>
<p>${timesOf(webinar)}</p>
<p>If you registered, use the personal link that you were sent.</p>
${mistake === undefined ? nothing : html`<p class="alarm" role="alert">${mistake}</p>`}
<form method="post">
<label for="name">Your name</label>
<input id="name" name="name" autocomplete="name" required>
<label for="email">Your e-mail address</label>
<input id="email" name="email" type="email" autocomplete="email" required>
<div class="buttons"><button>Enter</button></div>
</form>`,
  }
}

export function presenterPage(vendor: Vendor, webinar: Webinar, present: readonly Stay[]): Page {
  const { status, webinarUrl, statusReason } = answerFor(vendor, webinar)
  const isOver = closingTime(vendor, webinar) <= nowOf(vendor)
  return {
    title: `Presenting ${webinar.order.title}`,
    body: html`<h1>Presenting ${webinar.order.title}</h1>
<p>${timesOf(webinar)}</p>
<p>Status: ${status}${statusReason === undefined ? nothing : html` (${statusReason})`}.
${isOver ? 'The webinar has ended.' : nothing}</p>
<p>Audience address: <code>${webinarUrl}</code></p>
<h2>In the room now: ${present.length}</h2>
${present.length === 0 ? html`<p class="quiet">Nobody yet.</p>` : peopleTable(vendor, present)}
<h2>Questions</h2>
${questionList(vendor, webinar)}
<form method="post" action="/present/${webinar.presenterToken}/end" class="buttons">
<a href="/present/${webinar.presenterToken}">Refresh</a>
${isOver ? nothing : html`<button>End the webinar for everyone</button>`}
</form>`,
  }
}

function peopleTable(vendor: Vendor, present: readonly Stay[]): Markup {
  const rows = present.map(
    (stay) => html`<tr><td>${personOf(vendor, stay)}</td><td>${clockTime(stay.joinedAt)}</td></tr>`,
  )
  return html`<table><thead><tr><th scope="col">Person</th><th scope="col">Since</th></tr></thead>
<tbody>${rows}</tbody></table>`
}

function questionList(vendor: Vendor, webinar: Webinar): Markup {
  const asked = vendor.state.stays
    .inGroup(webinar.id)
    .flatMap((stay) =>
      stay.questions.map((question) => html`<li>${personOf(vendor, stay)}: ${question}</li>`),
    )
  return asked.length === 0 ? html`<p class="quiet">None yet.</p>` : html`<ul>${asked}</ul>`
}

function personOf(vendor: Vendor, stay: Stay): string {
  const registration = vendor.state.registrations.get(stay.registrationId)
  return registration === undefined ? 'Somebody' : nameOf(registration)
}

function nameOf({ registrant }: Registration): string {
  return `${registrant.firstName} ${registrant.lastName}`.trim() || registrant.email
}

const shutSentences = {
  cancelled: 'This webinar, or your registration for it, was cancelled.',
  preparing: 'The webinar is being prepared. Try again in a moment.',
  over: 'The webinar has ended.',
} as const

export function closedDoorPage(webinar: Webinar, why: keyof typeof shutSentences): Page {
  return {
    title: webinar.order.title,
    body: html`<h1>${webinar.order.title}</h1><p role="status">${shutSentences[why]}</p>`,
  }
}

export function unknownLinkPage(): Page {
  return {
    title: 'This link leads nowhere',
    body: html`<h1>This link leads nowhere</h1><p>Check that it was copied whole.</p>`,
  }
}

export function welcomePage(): Page {
  return {
    title: 'Simulated webinar service',
    body: html`<h1>Simulated webinar service</h1>
<p>This address is the base service URL of a webinar service that implements the Webinar Extension
API. It keeps webinars, registrations and attendance like a real one, and can be told to fail like
a real one under <code>/_twin</code>.</p>`,
  }
}

function timesOf(webinar: Webinar): string {
  const { start, end, timeZone } = webinar.order
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', timeZone })
  return `${format.formatRange(new Date(start), new Date(end))} (${timeZone})`
}

function clockTime(instant: string): string {
  return `${instant.slice(11, 16)} UTC`
}
