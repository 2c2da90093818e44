/** Passes and sponsors on an event's page. */
import { sponsorshipCategory } from '#events'
import { type Html, html } from '#http'
import { inLanguage } from './content-language.ts'
import type { EventOnPage, LogoOnPage, SponsorOnPage } from './event-rows.ts'
import { pictureAddress } from './pictures.ts'
import { priceText } from './prices.ts'
import { passesLeft } from './registration-state.ts'
import { richText, webAddress } from './rich-text.ts'
import type { Visitor } from './texts.ts'

/** From so many on, how many are left is said. */
const few = 10

export function passList(event: EventOnPage, visitor: Visitor): Html | false {
  if (event.passes.length === 0) return false
  const lang = inLanguage(event.msevtmgt_language, visitor)
  return html`<section class="part" aria-labelledby="passes"><h2 id="passes">${visitor.text('event.passes')}</h2>
<ul class="passes">${event.passes.map((pass) => {
    const left = passesLeft(pass)
    const sessions = event.sessions.filter(({ id }) => pass.sessionIds.includes(id))
    return html`<li class="pass"><h3${lang}>${pass.name}</h3>
<p class="pass-price">${left === 0 ? visitor.text('pass.soldOut') : priceText(pass, visitor)}</p>
${left > 0 && left <= few && html`<p class="faint small">${visitor.count('pass.left', left)}</p>`}
${sessions.length > 0 && html`<p class="faint small"${lang}>${sessions.map(({ name }) => name).join(', ')}</p>`}</li>`
  })}</ul></section>`
}

const levels = Object.entries(sponsorshipCategory).map(([name, { value }]) => ({ name, value }))

export function sponsorList(event: EventOnPage, visitor: Visitor): Html | false {
  if (event.sponsors.length === 0) return false
  const others = event.sponsors.filter(({ level }) => !levels.some(({ value }) => value === level))
  return html`<section class="part" aria-labelledby="sponsors"><h2 id="sponsors">${visitor.text('event.sponsors')}</h2>
${levels.map(({ name, value }) =>
  ofLevel(
    event.sponsors.filter(({ level }) => level === value),
    visitor.text(`sponsor.${name}`),
    event,
    visitor,
  ),
)}
${ofLevel(others, undefined, event, visitor)}</section>`
}

const logoHeight = 48

/** With the width that it will have, so that nothing moves when it has come. */
function logo(id: string, { fingerprint, width, height }: LogoOnPage): Html {
  const shown = width === null || height === null ? null : Math.round((width / height) * logoHeight)
  return html`<img class="logo" src="${pictureAddress('sponsorships', id, fingerprint)}" alt="" ${shown !== null && html`width="${Math.max(shown, 1)}" `}height="${logoHeight}" loading="lazy" decoding="async">`
}

function ofLevel(
  sponsors: readonly SponsorOnPage[],
  level: string | undefined,
  event: EventOnPage,
  visitor: Visitor,
): Html | false {
  if (sponsors.length === 0) return false
  const lang = inLanguage(event.msevtmgt_language, visitor)
  return html`${level !== undefined && html`<h3 class="sponsor-level">${level}</h3>`}
<ul class="sponsors">${sponsors.map(({ id, picture, name, website, topic, description }) => {
    const address = webAddress(website)
    return html`<li class="sponsor">${picture !== null && logo(id, picture)}<p class="sponsor-name">${address === undefined ? name : html`<a href="${address}" rel="noopener">${name}</a>`}</p>
${topic !== name && html`<p class="faint small"${lang}>${topic}</p>`}
${description !== null && html`<div class="prose small"${lang}>${richText(description)}</div>`}</li>`
  })}</ul>`
}
