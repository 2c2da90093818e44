import assert from 'node:assert/strict'
import type { DirectoryPage, DirectoryRequest } from '../contract.ts'
import { ability, type ConformanceCase, failsAs } from './case.ts'
import { createdWebinar } from './webinars.ts'

const withoutDirectory = 'its account lists nothing ("directory" is absent)'

/** What an account holds can be listed to the end, page by page. */
export const directoryCases: readonly ConformanceCase[] = [
  {
    id: 'directory-meetings',
    name: 'the meetings of the account are listed to the end, each once, with title and times',
    notHere: ({ provider }) => (provider.directory?.meetings ? undefined : withoutDirectory),
    async run(bench) {
      const plans = ['One', 'Two', 'Three'].map((title) => bench.plan({ title }))
      for (const plan of plans) await createdWebinar(bench, plan)
      ability(bench, 'pageSize')(2)
      const listed = await allOf((request) => bench.provider.directory?.meetings?.(request))
      assert.deepEqual(listed.map(({ title }) => title).toSorted(), ['One', 'Three', 'Two'])
      assert.equal(new Set(listed.map(({ id }) => id)).size, listed.length)
      for (const { start } of listed) {
        assert.equal(minuteOf(start), minuteOf(plans[0]?.start))
      }
    },
  },
  {
    id: 'directory-people',
    name: 'the people of the account are listed, each with an id and a name',
    notHere: ({ provider }) => (provider.directory?.people ? undefined : withoutDirectory),
    async run(bench) {
      const listed = await allOf((request) => bench.provider.directory?.people?.(request))
      assert.ok(listed.length > 0)
      for (const { id, name } of listed) assert.ok(id !== '' && name !== '')
    },
  },
  {
    id: 'directory-failing',
    name: 'a list that cannot be had fails as "unavailable", and is not an empty one',
    notHere: ({ provider }) => (provider.directory === undefined ? withoutDirectory : undefined),
    async run(bench) {
      ability(bench, 'misbehave')('failing')
      const { directory } = bench.provider
      const list = directory?.meetings?.bind(directory) ?? directory?.people?.bind(directory)
      await failsAs(bench, 'unavailable', async () =>
        list?.({ since: undefined, cursor: undefined }),
      )
    },
  },
]

async function allOf<Item>(
  list: (request: DirectoryRequest) => Promise<DirectoryPage<Item>> | undefined,
): Promise<Item[]> {
  const found: Item[] = []
  let cursor: string | undefined
  do {
    const page = await list({ since: undefined, cursor })
    assert.ok(page !== undefined)
    assert.deepEqual(page.problems, [])
    found.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return found
}

const minuteOf = (date: Date | undefined) => date?.toISOString().slice(0, 16)
