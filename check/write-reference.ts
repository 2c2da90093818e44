/** `npm run reference`: writes docs/reference from the code. */
import { mkdir, writeFile } from 'node:fs/promises'
import { referencePages } from './reference-pages.ts'

const folder = new URL('../docs/reference/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, text] of referencePages()) await writeFile(new URL(name, folder), text)
