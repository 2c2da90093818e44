/** Looks over a page of the console for what the server said in English and nobody translated. */
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { translator, type Words } from '../web/admin/server-words/match-words.ts'

const console = fileURLToPath(new URL('../web/admin/', import.meta.url))

const read = async (path: string) =>
  JSON.parse(await readFile(`${console}${path}`, 'utf8')) as Words

/** Everything a reader sees or hears: texts, and names of what has no text; not code, nor menus of vendors. */
const visibleTexts = `(() => {
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const place = node.parentElement
    if (place.checkVisibility() && place.closest('code, em, pre') === null) {
      found.push(node.textContent)
    }
  }
  for (const name of ['title', 'aria-label', 'placeholder']) {
    for (const element of document.querySelectorAll('[' + name + ']')) {
      found.push(element.getAttribute(name))
    }
  }
  return found.map((text) => text.trim()).filter((text) => text !== '')
})()`

/** Gives the function that finds them on a page in this language. */
export async function englishFinder(language: string): Promise<(page: Page) => Promise<string[]>> {
  const words = await read(`server-words/${language}.json`)
  const translated = Object.entries(words).filter(([english, own]) => english !== own)
  const find = translator(Object.fromEntries(translated.map(([english]) => [english, '«»'])))
  const own = await ownSentences(language)
  return async (page) => {
    const texts = (await page.evaluate(visibleTexts)) as string[]
    const english = texts.filter((text) => !own.has(text) && find(text).includes('«»'))
    return [...new Set(english)]
  }
}

/** Words that the pages have themselves may be spelled like an English one: Name, Website, Live. */
async function ownSentences(language: string): Promise<ReadonlySet<string>> {
  const sentences = new Set<string>()
  for await (const path of glob(`**/texts/${language}.json`, { cwd: console })) {
    for (const sentence of Object.values(await read(path))) sentences.add(sentence)
  }
  return sentences
}
