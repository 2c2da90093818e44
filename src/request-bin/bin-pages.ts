/** Bins as pages of the console; they work without JavaScript. */
import { action, badge, facts, frame, shown, table } from '#console'
import { type Html, html } from '#http'
import type { BinActs } from './acts.ts'
import { defaultHours, longestDelayMs, longestHours, requestsKept } from './limits.ts'
import {
  type Answer,
  type Bin,
  type KeptRequest,
  plainAnswer,
  type RawHeaders,
} from './request-bin.ts'

const at = 'bins'
const root = '/admin/request-bins'

export function binListPage(bins: readonly Bin[]): string {
  const rows = bins.map((bin) => [
    html`<a href="${root}/${bin.id}">${bin.name}</a>`,
    String(bin.requests),
    shown(bin.createdOn),
    shown(bin.expiresOn),
  ])
  return frame({
    title: 'Request bins',
    at,
    body: html`<p>A bin is an address in this hub that takes every request and shows it. Point a service endpoint at it
to see what the endpoint is sent, and let it fail to see what happens then.</p>
<form class="sheet fields" method="post" action="${root}">
${field('name', 'Name', html`<input id="name" name="name" maxlength="100" placeholder="Request bin">`)}
${field('hours', 'Expires after hours', html`<input id="hours" name="hours" type="number" min="1" max="${longestHours}" value="${defaultHours}">`)}
<button class="main">Create a bin</button></form>
${table(['Name', 'Requests', 'Created', 'Expires'], rows, 'No bins yet.')}`,
  })
}

type WholeBin = Awaited<ReturnType<BinActs['read']>>

export function binPage(bin: WholeBin): string {
  const here = `${root}/${bin.id}`
  return frame({
    title: bin.name,
    at,
    // A page that somebody reads in must not jump; one that waits for the first request may.
    ...(bin.received.length === 0 ? { refresh: 5 } : {}),
    body: html`<div class="sheet">${facts([
      ['Address', html`<code class="address">${bin.url}</code>`],
      ['Expires', shown(bin.expiresOn)],
      ['Answers', sentenceOf(bin.answer)],
    ])}</div>
<details class="sheet"><summary>Change the answer</summary>${answerForm(here, bin.answer)}</details>
<div class="actions"><a class="button" href="${here}">Look again</a>
${action(`${here}/clear`, 'Forget all requests')}${action(`${here}/delete`, 'Delete the bin')}</div>
<h2>Requests</h2>
${requests(bin.received)}`,
  })
}

function sentenceOf({ status, delayMs, retryAfter, times }: Answer): string {
  if (times === 0) return sentenceOf(plainAnswer)
  const parts = [
    `${status}`,
    delayMs === 0 ? 'at once' : `after ${delayMs} ms`,
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
    ...(times === undefined ? [] : [`for ${times} more requests, then 200`]),
  ]
  return parts.join(', ')
}

function answerForm(here: string, answer: Answer): Html {
  const number = (name: string, value: number | undefined, min: number, max: number) =>
    html`<input id="${name}" name="${name}" type="number" min="${min}" max="${max}" value="${value}">`
  return html`<form class="fields" method="post" action="${here}/answer">
${field('status', 'Status', number('status', answer.status, 200, 599))}
${field('delayMs', 'Delay in milliseconds', number('delayMs', answer.delayMs, 0, longestDelayMs))}
${field('retryAfter', 'Retry-After', html`<input id="retryAfter" name="retryAfter" maxlength="100" value="${answer.retryAfter}">`)}
${field('times', 'For so many requests (empty: all)', number('times', answer.times === 0 ? undefined : answer.times, 1, 1_000_000))}
<button class="main">Save</button></form>`
}

function field(id: string, label: string, input: Html): Html {
  return html`<div><label for="${id}">${label}</label>${input}</div>`
}

function requests(received: readonly KeptRequest[]): Html {
  if (received.length === 0) {
    return html`<p class="empty">Nothing has come yet. This page looks again every five seconds.</p>`
  }
  return html`${received.map(requestSheet)}
<p class="faint">The newest ${requestsKept} requests are kept.</p>`
}

function requestSheet(request: KeptRequest, index: number): Html {
  const { method, target, receivedOn, answered, bodyBytes, verdicts } = request
  const [path, query] = splitTarget(target)
  return html`<details class="sheet request"${index === 0 ? html` open` : ''}>
<summary><strong>${method}</strong> <time datetime="${receivedOn.toISOString()}">${receivedOn.toISOString().slice(0, 23).replace('T', ' ')} UTC</time>
<span>${bodyBytes} bytes, answered ${answered}</span> ${verdicts.map(verdictBadge)}</summary>
${verdicts.map(({ endpointName, checks }) => checks.map(({ sentence }) => html`<p>${endpointName}: ${sentence}</p>`))}
<h3>Headers</h3>${pairs(request.headers)}
<h3>Query</h3>${query.length === 0 ? html`<p class="empty">${path} without a query.</p>` : pairs(query)}
<h3>Body</h3>${bodyOf(request)}</details>`
}

function verdictBadge({ checks }: KeptRequest['verdicts'][number]): Html {
  const isRight = checks.every((check) => check.isRight)
  return isRight ? badge('As registered', 'good') : badge('Not as registered', 'bad')
}

function pairs(list: RawHeaders): Html {
  return html`<dl class="pairs">${list.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

function splitTarget(target: string): readonly [path: string, query: RawHeaders] {
  const cut = target.indexOf('?')
  if (cut < 0) return [target, []]
  return [target.slice(0, cut), [...new URLSearchParams(target.slice(cut + 1))]]
}

function bodyOf({ body, isBase64, bodyBytes }: KeptRequest): Html {
  if (bodyBytes === 0) return html`<p class="empty">None.</p>`
  if (isBase64) return html`<p>No text; in base64:</p><pre class="body">${body}</pre>`
  const pretty = prettyJson(body)
  if (pretty === undefined) return html`<pre class="body">${body}</pre>`
  return html`<pre class="body">${pretty}</pre>
<details><summary>As it came</summary><pre class="body">${body}</pre></details>`
}

function prettyJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return undefined
  }
}
