/** What PostgreSQL takes as text: no NUL, no half of a surrogate pair, not without end. */
export const storableText = (text: string, limit: number): string =>
  text.slice(0, limit).replaceAll('\0', '').toWellFormed()
