/**
 * Patterns of SQL Server in PostgreSQL's words: `%` any text, `_` any character, `[abc]`, `[a-z]`
 * and `[^a]` sets. Dataverse lets them act in `contains` and its kin as well.
 */
import type { Match } from '../plan/filter.ts'

export interface Pattern {
  readonly dialect: 'like' | 'regular expression'
  readonly text: string
}

type Piece =
  | '%'
  | '_'
  | { readonly letter: string }
  | { readonly set: string; readonly not: boolean }

export function likePattern(given: string, part: Match['part']): Pattern {
  const before: Piece[] = part === 'end' || part === 'anywhere' ? ['%'] : []
  const after: Piece[] = part === 'start' || part === 'anywhere' ? ['%'] : []
  const pieces = [...before, ...readPieces(given), ...after]
  if (pieces.some((piece) => typeof piece === 'object' && 'set' in piece)) {
    return { dialect: 'regular expression', text: `^${pieces.map(asExpression).join('')}$` }
  }
  return { dialect: 'like', text: pieces.map(asLike).join('') }
}

function readPieces(given: string): Piece[] {
  const letters = [...given]
  const pieces: Piece[] = []
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters[index] ?? ''
    const end = letter === '[' ? setEnd(letters, index) : -1
    if (end > 0) {
      pieces.push(readSet(letters.slice(index + 1, end)))
      index = end
    } else {
      pieces.push(letter === '%' || letter === '_' ? letter : { letter })
    }
  }
  return pieces
}

/** Where a set ends; a bracket that is never closed, or holds nothing, stands for itself. */
function setEnd(letters: readonly string[], start: number): number {
  const first = letters[start + 1] === '^' ? start + 2 : start + 1
  return letters.indexOf(']', first + 1)
}

function readSet(inside: readonly string[]): Piece {
  const not = inside[0] === '^'
  return { set: members(not ? inside.slice(1) : inside), not }
}

function members(letters: readonly string[]): string {
  let written = ''
  for (let index = 0; index < letters.length; index += 1) {
    const from = letters[index] ?? ''
    const to = letters[index + 1] === '-' ? letters[index + 2] : undefined
    if (to !== undefined && from.toLowerCase() <= to.toLowerCase()) {
      written += `${escaped(from)}-${escaped(to)}`
      index += 2
    } else written += escaped(from)
  }
  return written
}

/** Backslash escapes of letters mean something to PostgreSQL, of other characters themselves. */
const escaped = (letter: string): string =>
  /[\p{Letter}\p{Number}\s_]/u.test(letter) ? letter : `\\${letter}`

function asExpression(piece: Piece): string {
  if (piece === '%') return '.*'
  if (piece === '_') return '.'
  return 'letter' in piece ? escaped(piece.letter) : `[${piece.not ? '^' : ''}${piece.set}]`
}

function asLike(piece: Piece): string {
  if (typeof piece === 'string') return piece
  return 'letter' in piece ? piece.letter.replace(/[\\%_]/, '\\$&') : ''
}
