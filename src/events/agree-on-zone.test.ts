import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { indexOfZone, zoneName, zones } from '#calendar'
import { isRefusal } from '#errors'
import type { Execution, Values } from '#pipeline'
import { agreeOnZone } from './agree-on-zone.ts'

/** The three columns after a write of some of them over a row. */
async function agreed(target: Values, pre?: Values): Promise<Values> {
  await agreeOnZone({ target, pre } as unknown as Execution)
  return target
}

test('an IANA zone brings the index and its name', async () => {
  assert.deepEqual(await agreed({ gr_timezone: 'America/Los_Angeles' }), {
    gr_timezone: 'America/Los_Angeles',
    msevtmgt_eventtimezone: 4,
    msevtmgt_eventtimezonename: '(GMT-08:00) Pacific Time (US & Canada)',
  })
})

test('an index brings the IANA zone', async () => {
  assert.equal((await agreed({ msevtmgt_eventtimezone: 110 })).gr_timezone, 'Europe/Berlin')
})

test('a name from an import is enough', async () => {
  const row = await agreed({ msevtmgt_eventtimezonename: '(GMT-08:00) Pacific Time (US & Canada)' })
  assert.equal(row.gr_timezone, 'America/Los_Angeles')
  assert.equal(row.msevtmgt_eventtimezone, 4)
})

test('nothing at all is UTC', async () => {
  const row = await agreed({ gr_timezone: null })
  assert.equal(row.gr_timezone, 'UTC')
  assert.equal(row.msevtmgt_eventtimezone, indexOfZone('UTC'))
})

test('Vienna stays Vienna when its index is written again', async () => {
  const row = await agreed({ msevtmgt_eventtimezone: 110 }, { gr_timezone: 'Europe/Vienna' })
  assert.equal(row.gr_timezone, 'Europe/Vienna')
  const moved = await agreed({ msevtmgt_eventtimezone: 4 }, { gr_timezone: 'Europe/Vienna' })
  assert.equal(moved.gr_timezone, 'America/Los_Angeles')
})

test('a zone that no index can express is kept under its own name', async () => {
  assert.deepEqual(await agreed({ gr_timezone: 'Pacific/Kiritimati' }), {
    gr_timezone: 'Pacific/Kiritimati',
    msevtmgt_eventtimezone: null,
    msevtmgt_eventtimezonename: 'Pacific/Kiritimati',
  })
})

test('an index and a zone with other clocks are refused; with the same clocks both are kept', async () => {
  await assert.rejects(
    agreed({ gr_timezone: 'Europe/Berlin', msevtmgt_eventtimezone: 4 }),
    (error) => isRefusal(error, 'zones-disagree'),
  )
  const paris = await agreed({ gr_timezone: 'Europe/Paris', msevtmgt_eventtimezone: 110 })
  assert.equal(paris.msevtmgt_eventtimezone, 110)
  assert.equal(paris.gr_timezone, 'Europe/Paris')
})

test('zones and numbers that do not exist are refused', async () => {
  await assert.rejects(agreed({ gr_timezone: 'Europe/Atlantis' }), (error) =>
    isRefusal(error, 'unknown-time-zone'),
  )
  await assert.rejects(agreed({ msevtmgt_eventtimezone: 999 }), (error) =>
    isRefusal(error, 'unknown-time-zone-index'),
  )
})

test('whatever is given, the three columns say the same afterwards', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...zones()), fc.boolean(), async (zone, byIndex) => {
      const target = byIndex ? { msevtmgt_eventtimezone: zone.index } : { gr_timezone: zone.iana }
      const row = await agreed(target)
      const index = row.msevtmgt_eventtimezone as number
      assert.equal(row.msevtmgt_eventtimezonename, zoneName(index))
      // Written once more as it is, nothing changes.
      assert.deepEqual(await agreed({ ...row }), row)
    }),
    { numRuns: 200 },
  )
})
