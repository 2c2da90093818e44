import { problem } from './problems.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string
}

/** A position in a list, as a text that callers hand back unread. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Throws `invalid-cursor` for a text that no list gave; the list checks what is inside. */
export function decodeCursor(cursor: string): readonly unknown[] {
  const position = parse(Buffer.from(cursor, 'base64url').toString())
  if (Array.isArray(position)) return position
  throw problem('invalid-cursor', 'The cursor is not one that this list gave.')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
