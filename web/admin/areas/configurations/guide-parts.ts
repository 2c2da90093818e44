/**
 * The pieces of a provider's guide (the little Markdown of its README): what is drawn, and what is
 * translated, piece by piece. No imports: the list of everything to translate is made with it too.
 */
export type GuideBlock =
  | { readonly kind: 'heading' | 'text' | 'code'; readonly text: string }
  | { readonly kind: 'steps'; readonly steps: readonly string[] }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }

export function blocksOfGuide(guide: string): GuideBlock[] {
  return guide.split(/\n{2,}/).flatMap((text) => blocksIn(text.trim()))
}

function blocksIn(text: string): GuideBlock[] {
  if (text.startsWith('### ')) {
    const [heading = '', ...rest] = text.slice(4).split('\n')
    return [{ kind: 'heading', text: heading }, ...blocksIn(rest.join('\n'))]
  }
  if (text === '') return []
  if (/^\d+\. /.test(text)) {
    return [
      {
        kind: 'steps',
        steps: text
          .split(/^\d+\. /m)
          .slice(1)
          .map(oneLine),
      },
    ]
  }
  if (text.startsWith('```')) {
    return [{ kind: 'code', text: text.replaceAll(/^```.*$/gm, '').trim() }]
  }
  if (!text.startsWith('|')) return [{ kind: 'text', text: oneLine(text) }]
  const [head = [], , ...rows] = text.split('\n').map(cellsOf)
  return [{ kind: 'table', head, rows }]
}

const oneLine = (text: string) => text.trim().replaceAll(/\s*\n\s*/g, ' ')

const cellsOf = (line: string) =>
  line
    .trim()
    .replaceAll(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

/** What there is to translate: everything but code. */
export function partsOfGuide(guide: string): string[] {
  return blocksOfGuide(guide).flatMap((block) => {
    if (block.kind === 'steps') return block.steps
    if (block.kind === 'table') return [...block.head, ...block.rows.flat()].filter(hasWords)
    return block.kind === 'code' ? [] : [block.text]
  })
}

/** Cells of code or a mark alone stay as they are. */
const hasWords = (cell: string) => /\p{L}{2}/u.test(cell.replaceAll(/`[^`]*`/g, ''))
