/** The page at the door, made for a telephone held in one hand; the script does the work. */
import type { SessionRow } from '#events'
import { type Html, html, page, type Visitor } from '#http'
import type { Assets } from './assets.ts'
import type { EventOfDoor } from './door-rows.ts'
import { scriptTexts } from './script-texts.ts'

export interface DoorPage {
  readonly event: { readonly id: string; readonly name: string }
  readonly sessions: readonly Pick<SessionRow, 'msevtmgt_sessionid' | 'msevtmgt_name'>[]
  readonly sessionId: string | undefined
}

function frame(assets: Assets, visitor: Visitor, title: string, body: Html): string {
  return page({
    language: visitor.language,
    title: `${title} · ${visitor.text('title')}`,
    head: html`<meta name="robots" content="noindex"><meta name="theme-color" content="#10241f">
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>`,
    body,
  })
}

export function doorPage(
  assets: Assets,
  visitor: Visitor,
  { event, sessions, sessionId }: DoorPage,
): string {
  const { text } = visitor
  return frame(
    assets,
    visitor,
    event.name,
    html`<main data-event="${event.id}" data-decoder="${assets.decoder}" data-locale="${visitor.locale}" data-texts="${scriptTexts(visitor)}">
<header><div><p class="kicker">${text('title')}</p><h1>${event.name}</h1></div>
<p class="count" role="status" aria-label="${text('count.label')}"><strong data-present>–</strong><span data-registered>–</span></p></header>
${sessions.length > 0 && sessionChoice(sessions, sessionId, visitor)}
<nav aria-label="${text('tabs')}"><button type="button" data-tab="scan" aria-pressed="true">${text('tab.scan')}</button><button type="button" data-tab="list" aria-pressed="false">${text('tab.list')}</button></nav>
<p class="network" role="status" data-network hidden></p>
${scanPanel(visitor)}${listPanel(visitor)}${undoDialog(visitor)}</main>`,
  )
}

function sessionChoice(
  sessions: DoorPage['sessions'],
  chosen: string | undefined,
  { text }: Visitor,
): Html {
  return html`<label class="door">${text('door')} <select data-session><option value="">${text('door.event')}</option>${sessions.map(
    ({ msevtmgt_sessionid: id, msevtmgt_name: name }) =>
      html`<option value="${id}"${id === chosen ? html` selected` : ''}>${name}</option>`,
  )}</select></label>`
}

function scanPanel({ text }: Visitor): Html {
  return html`<section data-panel="scan">
<div class="camera" data-camera><video muted playsinline aria-label="${text('camera.video')}" hidden></video>
<div class="frame" aria-hidden="true"></div>
<button type="button" class="main" data-start>${text('camera.start')}</button><p data-camera-problem hidden></p></div>
<div class="result" data-result role="alert" hidden><p class="mark" aria-hidden="true"></p><div><h2></h2><p class="who"></p><p class="more"></p><p class="help"></p></div></div>
<form data-typed><label for="code">${text('typed.label')}</label>
<div class="line"><input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="ER-7F3K2M9Q" maxlength="40" required><button class="main">${text('typed.send')}</button></div></form>
<section class="recent" data-recent hidden><h2>${text('recent')}</h2><ol></ol></section></section>`
}

function listPanel({ text }: Visitor): Html {
  return html`<section data-panel="list" hidden>
<label for="search">${text('list.search')}</label>
<input id="search" type="search" autocomplete="off" placeholder="${text('list.placeholder')}" maxlength="100">
<p class="hint" data-list-state role="status"></p><ul class="guests" data-guests></ul></section>`
}

function undoDialog({ text }: Visitor): Html {
  return html`<dialog data-undo aria-labelledby="undo-title"><form method="dialog">
<h2 id="undo-title" data-undo-title></h2>
<label for="reason">${text('undo.why')}</label><input id="reason" name="reason" maxlength="500" required placeholder="${text('undo.placeholder')}">
<div class="line"><button value="cancel" formnovalidate>${text('undo.keep')}</button><button class="bad" value="undo">${text('undo.undo')}</button></div></form></dialog>`
}

export function eventListPage(
  assets: Assets,
  visitor: Visitor,
  events: readonly EventOfDoor[],
): string {
  const { text } = visitor
  return frame(
    assets,
    visitor,
    text('events.title'),
    html`<main><header><div><p class="kicker">${text('title')}</p><h1>${text('events.title')}</h1></div></header>
${events.length === 0 && html`<p class="hint">${text('events.none')}</p>`}
<ul class="guests">${events.map(
      ({ id, readableId, name, starts }) =>
        html`<li><a href="/checkin/${encodeURIComponent(readableId ?? id)}"><strong>${name}</strong><span>${startOf(starts, visitor)}</span></a></li>`,
    )}</ul></main>`,
  )
}

function startOf(starts: string, { locale }: Visitor): string {
  const parts = { dateStyle: 'medium', timeStyle: 'short' } as const
  return Temporal.PlainDateTime.from(starts.replace(' ', 'T')).toLocaleString(locale, parts)
}
