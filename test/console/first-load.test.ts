/** What a first visit costs, with nothing in the browser's cache. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Request } from 'playwright-core'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'

const hub = await testHub()

// Thai letters cost most bytes; what the server says comes with the second page.
for (const locale of ['en-GB', 'th-TH']) {
  test(`the first page of the console costs less than 300 KB over the wire, and its charts come after it: ${locale}`, {
    skip: noBrowser,
  }, async () => {
    const { page, open } = await visitConsole(hub, { locale })
    const session = await page.context().newCDPSession(page)
    await session.send('Network.clearBrowserCache')
    const asked: Request[] = []
    page.on('requestfinished', (request) => asked.push(request))
    await open('/')
    const sizes = await Promise.all(
      asked
        .filter((request) => request.url().includes('/admin'))
        .map(async (request) => ({
          name: new URL(request.url()).pathname,
          bytes: (await request.sizes()).responseBodySize,
        })),
    )
    const isChart = ({ name }: { name: string }) => /\/(BarChart|charts)-/.test(name)
    const total = sizes.filter((each) => !isChart(each)).reduce((sum, { bytes }) => sum + bytes, 0)
    assert.ok(sizes.length > 5, 'files were counted')
    assert.ok(total < 300_000, `${total} bytes: ${JSON.stringify(sizes, undefined, 1)}`)
  })
}
