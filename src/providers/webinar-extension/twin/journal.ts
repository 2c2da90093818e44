import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'

/** One change of one row: the row as it is now, or the id of the row that is gone. */
export type JournalEntry =
  | { readonly in: string; readonly put: { readonly id: string } }
  | { readonly in: string; readonly remove: string }

export interface Journal {
  append(entry: JournalEntry): void
  close(): void
}

/**
 * The changes kept in a file, oldest first; none when the file does not exist. A last line that a
 * killed process left half written was never answered for, so it is dropped.
 * @throws SyntaxError when any other line is not JSON; the message names the file and the line.
 */
export function readJournal(path: string): readonly JournalEntry[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  lines.pop()
  return lines.map((line, index) => parseLine(path, line, index + 1))
}

function parseLine(path: string, line: string, number: number): JournalEntry {
  try {
    return JSON.parse(line) as JournalEntry
  } catch (cause) {
    throw new SyntaxError(`Line ${number} of the twin's state file ${path} is not JSON.`, { cause })
  }
}

/**
 * Opens the file for appending after it was rewritten to hold only `entries`, so that it does not
 * grow over restarts. A write is in the operating system's hands before `append` returns: it
 * outlives this process, killed or not. Only the owner may read it: join links are in it.
 */
export function openJournal(path: string, entries: Iterable<JournalEntry>): Journal {
  const fresh = `${path}.new`
  const file = openSync(fresh, 'w', 0o600)
  const append = (entry: JournalEntry) => {
    writeSync(file, `${JSON.stringify(entry)}\n`)
  }
  for (const entry of entries) append(entry)
  renameSync(fresh, path)
  return { append, close: () => closeSync(file) }
}

/** The journal of a twin without a state file: what it knows ends with it. */
export const forgetfulJournal: Journal = { append: () => {}, close: () => {} }
