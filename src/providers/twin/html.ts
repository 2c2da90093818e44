/** Text that is HTML already. Everything else put into a page is escaped. */
export interface Markup {
  readonly markup: string
}

type Content = Markup | readonly Markup[] | string | number

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A template whose values are escaped unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { markup: String.raw({ raw: texts }, ...values.map(render)) }
}

export const nothing: Markup = { markup: '' }

function render(value: Content): string {
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
  if (typeof value === 'number') return String(value)
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('')
}
