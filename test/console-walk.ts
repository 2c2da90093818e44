/** Walks through the console's pages as somebody, and says what each showed and what it asked for. */
import type { ConsoleVisit } from './console-browser.ts'

export interface Seen {
  readonly title: string
  /** What the page asked for and did not get, e.g. `403 GET /api/v1/users`. */
  readonly refused: readonly string[]
  /** Addresses within the console that the page links to. */
  readonly links: readonly string[]
  /** Buttons and links that can be pressed, by their words. */
  readonly acts: readonly string[]
  /** Inputs that can be typed into or switched, by their labels. */
  readonly inputs: readonly string[]
}

export interface Walk {
  /** Goes there as a link does, without loading everything anew, and waits until it is drawn. */
  see(address: string): Promise<Seen>
  /** Looks at the page as it is now, when it has settled. */
  look(): Promise<Seen>
}

export async function walkConsole({ page, open }: ConsoleVisit): Promise<Walk> {
  const refused = new Set<string>()
  page.on('response', (response) => {
    if (response.status() < 400) return
    const { pathname } = new URL(response.url())
    refused.add(`${response.status()} ${response.request().method()} ${pathname}`)
  })
  await page.addInitScript(countFetches)
  await open('/')
  async function look(): Promise<Seen> {
    await page.evaluate(settled)
    return { ...((await page.evaluate(facts)) as Omit<Seen, 'refused'>), refused: [...refused] }
  }
  return {
    look,
    async see(address) {
      refused.clear()
      await page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/admin${address}`)})`)
      return await look()
    },
  }
}

const countFetches = `
  globalThis.fetching = 0
  const ask = globalThis.fetch
  globalThis.fetch = async (...asked) => {
    globalThis.fetching += 1
    try {
      return await ask(...asked)
    } finally {
      globalThis.fetching -= 1
    }
  }`

/**
 * The router has arrived, nothing is under way, nothing says that it loads: in two frames one after
 * the other, because what an answer changes is drawn in the first and may ask for more.
 */
const settled = `new Promise((resolve, reject) => {
  const until = performance.now() + 30_000
  let calm = 0
  const look = () => {
    const { status, resolvedLocation } = globalThis.__TSR_ROUTER__.state
    const arrived = status === 'idle' && location.pathname.endsWith(resolvedLocation?.pathname)
    const busy = document.querySelector('main [aria-busy=true]')
    const isCalm = arrived && globalThis.fetching === 0 && busy === null
    calm = isCalm && document.querySelector('main h1') !== null ? calm + 1 : 0
    if (calm > 2) return resolve()
    if (performance.now() > until) {
      return reject(new Error(location.pathname + ' does not settle: ' + JSON.stringify({
        arrived, fetching: globalThis.fetching, busy: busy?.outerHTML,
      })))
    }
    requestAnimationFrame(look)
  }
  look()
})`

/** Runs in the page: the tests know no DOM. */
const facts = `(() => {
  const main = document.querySelector('main')
  const all = (selector) => [...main.querySelectorAll(selector)]
  const words = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim()
  const nameOf = (input) =>
    input.getAttribute('aria-label') ?? input.labels?.[0]?.textContent ?? input.name
  return {
    title: main.querySelector('h1').textContent,
    links: [...new Set(all('a[href^="/admin"]').map((each) => each.getAttribute('href').slice(6)))],
    acts: [...new Set(all('button:not(:disabled), a[href]').map(words).filter((each) => each !== ''))],
    inputs: all('input, textarea')
      .filter((each) => !each.disabled && !each.readOnly && each.type !== 'hidden')
      .map(nameOf),
  }
})()`
