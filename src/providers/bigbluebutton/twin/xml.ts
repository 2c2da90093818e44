/** Writing the answers of the server. */

export interface Xml {
  readonly xml: string
}

type Content = string | number | boolean | Xml | readonly Xml[] | undefined

/** `<name>content</name>`; text is escaped, nothing gives an element that closes itself. */
export function element(name: string, content?: Content): Xml {
  const inside = render(content)
  return { xml: inside === '' ? `<${name}/>` : `<${name}>${inside}</${name}>` }
}

/** Names of rooms and people come as CDATA from most versions. */
export function cdata(name: string, text: string): Xml {
  return { xml: `<${name}><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>` }
}

export function success(...content: readonly Xml[]): string {
  return answer(element('returncode', 'SUCCESS'), ...content)
}

export function failed(messageKey: string, message: string): string {
  return answer(
    element('returncode', 'FAILED'),
    element('messageKey', messageKey),
    element('message', message),
  )
}

const answer = (...content: readonly Xml[]) => element('response', content).xml

function render(content: Content): string {
  if (content === undefined) return ''
  if (typeof content !== 'object') return escaped(String(content))
  return 'xml' in content ? content.xml : content.map(({ xml }) => xml).join('')
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => signs[sign] ?? sign)
