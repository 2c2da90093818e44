/** What every page of the console stands in. */
import { type Html, html, page } from '#http'

export interface FrameOptions {
  readonly title: string
  readonly body: Html
  /** The entry of the navigation that is open. */
  readonly at?: 'events' | 'configurations' | 'mails' | 'jobs' | 'bins'
  /** Seconds after which the page asks again, for things in progress. */
  readonly refresh?: number
}

const entries = [
  ['events', '/admin', 'Events'],
  ['configurations', '/admin/configurations', 'Webinar accounts'],
  ['mails', '/admin/mails', 'Mails'],
  ['jobs', '/admin/jobs', 'System jobs'],
  ['bins', '/admin/request-bins', 'Request bins'],
] as const

export function frame(options: FrameOptions): string {
  return page({
    language: 'en',
    title: `${options.title} · Greenroom`,
    head: html`<link rel="stylesheet" href="/admin/console.css">
${options.refresh === undefined ? '' : html`<meta http-equiv="refresh" content="${options.refresh}">`}`,
    body: html`<a class="skip" href="#main">Skip to content</a>
<header><a class="brand" href="/admin">Greenroom</a>
<nav aria-label="Main">${entries.map(
      ([id, address, label]) =>
        html`<a href="${address}"${id === options.at ? html` aria-current="page"` : ''}>${label}</a>`,
    )}</nav>
<form method="post" action="/admin/sign-out"><button class="quiet">Sign out</button></form></header>
<main id="main"><h1>${options.title}</h1>
${options.body}</main>`,
  })
}

export type Tone = 'good' | 'bad' | 'waiting' | 'plain'

export function badge(text: string, tone: Tone): Html {
  return html`<span class="badge ${tone}">${text}</span>`
}

/** A button that posts; works without JavaScript. */
export function action(address: string, label: string, kind: 'main' | 'quiet' = 'quiet'): Html {
  return html`<form method="post" action="${address}"><button class="${kind}">${label}</button></form>`
}

/** An instant as UTC, short. */
export function shown(instant: Date | null | undefined): Html | string {
  return instant === null || instant === undefined
    ? '–'
    : html`<time class="nowrap" datetime="${instant.toISOString()}">${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`
}

export function table(
  head: readonly string[],
  rows: readonly (readonly (Html | string)[])[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  return html`<div class="scroll"><table><thead><tr>${head.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
}

export function facts(entries: readonly (readonly [string, Html | string])[]): Html {
  return html`<dl>${entries.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`
}
