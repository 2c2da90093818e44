import { fromServer } from './server-words.ts'

/** What the server said; said to be English where nobody translated it, so that it is read as such. */
export function ServerText({ text }: { readonly text: string }) {
  const own = fromServer(text)
  return own === text ? <span lang="en">{text}</span> : own
}
