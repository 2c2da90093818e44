/** The pieces of letters that the hub draws: the table of facts, buttons, the QR code. */
import { escapeHtml } from '#http'
import type { Labels } from './default-texts.ts'
import { type Block, oneLine } from './fill-template.ts'
import { qrContentId } from './qr-image.ts'

const nothing: Block = { html: '', text: '' }

export type Facts = readonly (readonly [label: string, value: string])[]

export function factsTable(title: string, facts: Facts): Block {
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td style="padding:4px 16px 4px 0;color:#5b6472;vertical-align:top">${escapeHtml(label)}</td><td style="padding:4px 0">${escapeHtml(oneLine(value))}</td></tr>`,
  )
  return {
    html: `<table role="presentation" style="border-collapse:collapse;margin:8px 0 20px">${rows.join('')}</table>`,
    text: [title, ...facts.map(([label, value]) => `${label}: ${value}`)].map(oneLine).join('\n'),
  }
}

/** Nothing without an address. */
export function button(label: string, url: string | undefined, note?: string): Block {
  if (url === undefined || url === '') return nothing
  const remark =
    note === undefined
      ? ''
      : `<p style="margin:12px 0 0;font-size:14px;color:#5b6472">${escapeHtml(note)}</p>`
  return {
    html: `<p style="margin:0 0 12px"><a href="${escapeHtml(url)}" style="display:inline-block;background:#0b6b53;color:#ffffff;text-decoration:none;padding:12px 24px;border-radius:8px;font-weight:600">${escapeHtml(label)}</a></p>${remark}`,
    text: [`${label}: ${url}`, ...(note === undefined ? [] : [note])].join('\n'),
  }
}

export function qrBlock(number: string | undefined, labels: Labels): Block {
  if (number === undefined) return nothing
  return {
    html: `<p style="margin:20px 0 0;font-size:14px;color:#5b6472">${escapeHtml(labels.qr)}<br><img src="cid:${qrContentId}" width="160" height="160" alt="${escapeHtml(number)}"></p>`,
    text: `${labels.qr}: ${number}`,
  }
}

export interface Frame {
  readonly language: string
  /** The heading: the name of the event. */
  readonly title: string
  readonly body: string
}

/** The paper that all letters are written on; Hebrew and Arabic read from the right. */
export function frameLetter({ language, title, body }: Frame): string {
  const direction = /^(he|ar|fa|ur)\b/.test(language) ? ' dir="rtl"' : ''
  return `<!doctype html><html lang="${escapeHtml(language)}"${direction}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(oneLine(title))}</title></head>
<body style="margin:0;background:#f3f5f8;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c2430">
<div style="max-width:560px;margin:0 auto;padding:32px 16px"><div style="background:#ffffff;border-radius:12px;padding:32px">
<h1 style="margin:0 0 20px;font-size:24px;line-height:1.25">${escapeHtml(oneLine(title))}</h1>
${body}
</div></div></body></html>`
}
