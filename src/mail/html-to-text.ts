/** The plain text of a letter, made from its HTML; placeholders stay as they are. */
import { Parser } from 'htmlparser2'

const blocks = new Set('p div h1 h2 h3 h4 blockquote pre ul ol table tr center'.split(' '))

export function htmlToText(html: string): string {
  let text = ''
  const links: { href: string; from: number }[] = []
  const parser = new Parser({
    onopentag(name, { href = '', alt = '' }) {
      if (name === 'br') text += '\n'
      else if (name === 'hr') text += '\n\n--------\n\n'
      else if (name === 'li') text += '\n- '
      else if (name === 'img') text += alt
      else if (name === 'a') links.push({ href, from: text.length })
      else if (blocks.has(name)) text += '\n\n'
    },
    ontext: (more) => {
      text += more.replace(/[ \t\r\n]+/g, ' ')
    },
    onclosetag(name) {
      if (name === 'a') text += addressOf(links.pop(), text)
      else if (name === 'td' || name === 'th') text += ' '
      else if (name === 'tr') text += '\n'
      else if (blocks.has(name)) text += '\n\n'
    },
  })
  parser.end(html)
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Behind its words, unless they are the address. */
function addressOf(link: { href: string; from: number } | undefined, text: string): string {
  if (link === undefined || link.href === '') return ''
  const words = text.slice(link.from).trim()
  const address = link.href.replace(/^mailto:/, '')
  return words === address ? '' : ` (${address})`
}
