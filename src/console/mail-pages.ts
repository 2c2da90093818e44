import type { Db } from '#database'
import { html } from '#http'
import { listMails, mailState, readMail } from '#mail'
import { facts } from './event-pages.ts'
import { badge, frame, shown, type Tone, table } from './frame.ts'

const tones: Readonly<Record<number, Tone>> = {
  [mailState.waiting.value]: 'waiting',
  [mailState.sent.value]: 'good',
  [mailState.kept.value]: 'plain',
}

function stateBadge(state: number) {
  const label = Object.values(mailState).find((option) => option.value === state)?.label ?? '–'
  return badge(label, tones[state] ?? 'plain')
}

export async function mailListPage(db: Db): Promise<string> {
  const mails = await listMails(db, 200)
  const lines = mails.map((mail) => [
    html`<a href="/admin/mails/${mail.gr_mailid}">${mail.name}</a>`,
    mail.recipient,
    stateBadge(mail.state),
    shown(mail.createdon),
  ])
  return frame({
    title: 'Mails',
    at: 'mails',
    body: table(['Subject', 'To', 'State', 'Written'], lines, 'No mail was written yet.'),
  })
}

export async function mailPage(db: Db, id: string): Promise<string | undefined> {
  const mail = await readMail(db, id)
  if (mail === undefined) return undefined
  return frame({
    title: mail.name,
    at: 'mails',
    body: html`<div class="sheet">${facts([
      ['To', `${mail.recipientname ?? ''} <${mail.recipient}>`],
      ['State', stateBadge(mail.state)],
      ['Written', shown(mail.createdon)],
      ['Sent', shown(mail.senton)],
      ['Message-ID', mail.messageid],
    ])}</div>
<iframe title="The mail as it looks" sandbox="allow-popups" src="/admin/mails/${id}/body"></iframe>
<h2>As plain text</h2><pre class="sheet">${mail.textbody}</pre>
${mail.calendar === null ? '' : html`<h2>Calendar file (${mail.calendarmethod})</h2><pre class="sheet">${mail.calendar}</pre>`}`,
  })
}
