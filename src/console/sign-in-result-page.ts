import { html, page } from '#http'

/** What the pop-up shows when the provider sent the person back. */
export function signInResultPage(result: {
  readonly good: boolean
  readonly sentence: string
}): string {
  return page({
    language: 'en',
    title: result.good ? 'Signed in' : 'Not signed in',
    head: html`<link rel="stylesheet" href="/admin/console.css">`,
    body: html`<main class="narrow sheet"><h1>${result.good ? 'Signed in' : 'Not signed in'}</h1>
<p${result.good ? '' : html` role="alert"`}>${result.sentence}</p><p>You can close this window.</p>
<script src="/admin/sign-in-result.js" defer></script></main>`,
  })
}
