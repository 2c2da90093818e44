/**
 * What may stand in a letter: an allow-list, so that what nobody thought of is left out. Mail
 * programs differ, so that the list is what all of them show.
 */
import sanitize from 'sanitize-html'

const color = [
  /^#[0-9a-f]{3,8}$/i,
  /^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$/i,
  /^[a-z]+$/i,
]
const length = [/^-?\d{1,4}(\.\d+)?(px|em|rem|%)?$/]
const lengths = [/^(-?\d{1,4}(\.\d+)?(px|em|rem|%)?\s*){1,4}$/, /^(0 )?auto( 0)?$/]
const words = [/^[a-z-]+$/]

const options: sanitize.IOptions = {
  allowedTags: (
    'p br hr div span h1 h2 h3 h4 strong b em i u s small sub sup blockquote pre code ' +
    'ul ol li a img table thead tbody tr td th center'
  ).split(' '),
  allowedAttributes: {
    '*': ['style', 'title', 'dir', 'lang', 'align'],
    a: ['href'],
    img: ['src', 'alt', 'width', 'height'],
    table: ['role', 'width', 'border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan', 'valign', 'width'],
    th: ['colspan', 'rowspan', 'valign', 'width', 'scope'],
    ol: ['start'],
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  allowedStyles: {
    '*': {
      color,
      'background-color': color,
      background: color,
      'border-color': color,
      'text-align': words,
      'text-decoration': words,
      'font-style': words,
      'font-weight': [/^(\d{3}|[a-z]+)$/],
      'font-size': length,
      'font-family': [/^[\w\s,'"-]+$/],
      'line-height': length,
      'vertical-align': words,
      'border-radius': length,
      'border-collapse': words,
      border: [/^\d{1,2}px [a-z]+ #[0-9a-f]{3,8}$/i, /^(0|none)$/],
      padding: lengths,
      'padding-left': length,
      'padding-right': length,
      'padding-top': length,
      'padding-bottom': length,
      margin: lengths,
      'margin-left': length,
      'margin-right': length,
      'margin-top': length,
      'margin-bottom': length,
      width: length,
      'max-width': length,
      height: length,
      display: [/^(inline-block|block|inline)$/],
    },
  },
}

const mostTurns = 10

/** The same letter without what letters may not contain; cleaning it again changes nothing. */
export function cleanHtml(html: string): string {
  // Links inside links are parted only when the parser sees what it wrote.
  let clean = html
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const cleaner = sanitize(clean, options).trim()
    if (cleaner === clean) break
    clean = cleaner
  }
  return clean
}
