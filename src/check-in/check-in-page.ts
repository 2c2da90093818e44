/** The page at the door, made for a telephone held in one hand; the script does the work. */
import type { SessionRow } from '#events'
import { type Html, html, page } from '#http'
import type { Assets } from './assets.ts'
import type { EventOfDoor } from './door-rows.ts'

export interface DoorPage {
  readonly event: { readonly id: string; readonly name: string }
  readonly sessions: readonly Pick<SessionRow, 'msevtmgt_sessionid' | 'msevtmgt_name'>[]
  readonly sessionId: string | undefined
}

function frame(assets: Assets, title: string, body: Html): string {
  return page({
    language: 'en',
    title: `${title} · Check-in`,
    head: html`<meta name="robots" content="noindex"><meta name="theme-color" content="#10241f">
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>`,
    body,
  })
}

export function doorPage(assets: Assets, { event, sessions, sessionId }: DoorPage): string {
  return frame(
    assets,
    event.name,
    html`<main data-event="${event.id}" data-decoder="${assets.decoder}">
<header><div><p class="kicker">Check-in</p><h1>${event.name}</h1></div>
<p class="count" role="status" aria-label="Checked in"><strong data-present>–</strong><span>of <span data-registered>–</span></span></p></header>
${sessions.length > 0 && sessionChoice(sessions, sessionId)}
<nav aria-label="Ways to check in"><button type="button" data-tab="scan" aria-pressed="true">Scan</button><button type="button" data-tab="list" aria-pressed="false">List</button></nav>
<p class="network" role="status" data-network hidden></p>
${scanPanel()}${listPanel()}${undoDialog()}</main>`,
  )
}

function sessionChoice(sessions: DoorPage['sessions'], chosen: string | undefined): Html {
  return html`<label class="door">Door <select data-session><option value="">The whole event</option>${sessions.map(
    ({ msevtmgt_sessionid: id, msevtmgt_name: name }) =>
      html`<option value="${id}"${id === chosen ? html` selected` : ''}>${name}</option>`,
  )}</select></label>`
}

function scanPanel(): Html {
  return html`<section data-panel="scan">
<div class="camera" data-camera><video muted playsinline aria-label="What the camera sees" hidden></video>
<div class="frame" aria-hidden="true"></div>
<button type="button" class="main" data-start>Start the camera</button><p data-camera-problem hidden></p></div>
<div class="result" data-result role="alert" hidden><p class="mark" aria-hidden="true"></p><div><h2></h2><p class="who"></p><p class="more"></p></div></div>
<form data-typed><label for="code">Or type the number</label>
<div class="line"><input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="ER-7F3K2M9Q" maxlength="40" required><button class="main">Check in</button></div></form>
<section class="recent" data-recent hidden><h2>Last scans</h2><ol></ol></section></section>`
}

function listPanel(): Html {
  return html`<section data-panel="list" hidden>
<label for="search">Find somebody</label>
<input id="search" type="search" autocomplete="off" placeholder="Name, e-mail, company or number" maxlength="100">
<p class="hint" data-list-state role="status"></p><ul class="guests" data-guests></ul></section>`
}

function undoDialog(): Html {
  return html`<dialog data-undo aria-labelledby="undo-title"><form method="dialog">
<h2 id="undo-title">Undo the check-in of <span data-undo-name></span>?</h2>
<label for="reason">Why</label><input id="reason" name="reason" maxlength="500" required placeholder="Scanned the badge of somebody else">
<div class="line"><button value="cancel" formnovalidate>Keep it</button><button class="bad" value="undo">Undo</button></div></form></dialog>`
}

export function eventListPage(assets: Assets, events: readonly EventOfDoor[]): string {
  return frame(
    assets,
    'Events',
    html`<main><header><div><p class="kicker">Check-in</p><h1>Which event?</h1></div></header>
${events.length === 0 && html`<p class="hint">There is no live event. Publish one first.</p>`}
<ul class="guests">${events.map(
      ({ id, readableId, name, starts }) =>
        html`<li><a href="/checkin/${encodeURIComponent(readableId ?? id)}"><strong>${name}</strong><span>${starts.slice(0, 16).replace('T', ' ')}</span></a></li>`,
    )}</ul></main>`,
  )
}
