/** `npm run reference`: writes docs/reference and the list of the server's words from the code. */
import { mkdir, writeFile } from 'node:fs/promises'
import { referencePages } from './reference-pages.ts'
import { serverWordsFile } from './server-words.ts'

const folder = new URL('../docs/reference/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, text] of referencePages()) await writeFile(new URL(name, folder), text)

const words = new URL('../web/admin/server-words/en.json', import.meta.url)
await writeFile(words, await serverWordsFile())
