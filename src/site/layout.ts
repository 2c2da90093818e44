import { type Html, html, page, raw } from '#http'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'

export interface Sheet {
  readonly title: string
  readonly body: Html
  /** Colour of the page; see `hueClass`. */
  readonly hue?: string
  /** Elements of the head besides the usual ones. */
  readonly head?: Html
  /** Search engines leave it out: personal pages and errors. */
  readonly unlisted?: boolean
  /** Where the page leads on to by itself, at once. */
  readonly refreshTo?: string
}

/** What every page stands in: landmarks, skip link, style sheet. */
export async function layout(site: Site, visitor: Visitor, sheet: Sheet): Promise<string> {
  const organisation = await site.organisation()
  return page({
    language: visitor.language,
    title: sheet.title === organisation ? organisation : `${sheet.title} · ${organisation}`,
    head: headOf(site, sheet),
    body: html`<div class="site ${sheet.hue ?? 'hue-175'}">
<a class="skip" href="#main">${visitor.text('page.skip')}</a>
<header class="top"><a class="brand" href="/">${mark()}<span>${organisation}</span></a></header>
<main id="main">
${sheet.body}
</main>
<footer class="foot"><p>${visitor.text('page.footer', { organisation })}</p>
${languageSwitch(site, visitor)}</footer>
</div>`,
  })
}

function headOf({ assets }: Site, sheet: Sheet): Html {
  const { refreshTo } = sheet
  return html`<link rel="stylesheet" href="${assets.style}">
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<script src="${assets.script}" defer></script>
<meta name="color-scheme" content="light dark">
${sheet.unlisted === true && html`<meta name="robots" content="noindex">`}
${refreshTo !== undefined && html`<meta http-equiv="refresh" content="0; url=${refreshTo}">`}
${sheet.head}`
}

function mark(): Html {
  return html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect width="24" height="24" rx="7"/><path d="M7 12.4l3.4 3.4L17 9"/></svg>`
}

/** Links, so that it works without JavaScript; what is chosen is remembered. */
function languageSwitch({ texts, ownNames }: Site, visitor: Visitor): Html | false {
  if (texts.languages.length < 2) return false
  return html`<nav class="languages" aria-label="${visitor.text('page.languages')}"><ul>${texts.languages.map(
    (language) =>
      html`<li><a href="?lang=${language}" lang="${language}" hreflang="${language}" rel="nofollow"${language === visitor.language && html` aria-current="true"`}>${ownNames.get(language)}</a></li>`,
  )}</ul></nav>`
}

/** The same page in each language, for search engines; `address` without a query of its own. */
export function alternates({ texts }: Site, visitor: Visitor, address: string): Html {
  return html`<link rel="canonical" href="${address}?lang=${visitor.language}">
${texts.languages.map(
  (
    language,
  ) => html`<link rel="alternate" hreflang="${language}" href="${address}?lang=${language}">
`,
)}<link rel="alternate" hreflang="x-default" href="${address}">`
}

/** Data for search engines. Not a script that runs; only `<` could end the element early. */
export function structuredData(data: unknown): Html {
  const text = JSON.stringify(data).replaceAll('<', '\\u003c')
  return html`<script type="application/ld+json">${raw(text)}</script>`
}
