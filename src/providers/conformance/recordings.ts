import assert from 'node:assert/strict'
import { ability, type ConformanceCase, claiming } from './case.ts'
import { createdWebinar } from './webinars.ts'

/** What was recorded can be found again. */
export const recordingCases: readonly ConformanceCase[] = [
  {
    id: 'recordings',
    name: 'recordings are told newest first, with an address, their time and their length',
    notFor: claiming('recordings'),
    async run(bench) {
      bench.clock.moveTo(new Date('2031-05-01T10:00:00.000Z'))
      const [first, second] = [
        new Date('2031-05-05T10:00:00.000Z'),
        new Date('2031-05-05T10:40:00.000Z'),
      ]
      const end = new Date('2031-05-05T11:00:00.000Z')
      const { webinarId } = await createdWebinar(bench, bench.plan({ start: first, end }))
      bench.clock.moveTo(new Date('2031-05-06T10:00:00.000Z'))
      ability(bench, 'record')(webinarId, first, 30)
      ability(bench, 'record')(webinarId, second, 20)
      const found = await bench.provider.recordings(webinarId)
      assert.deepEqual(
        found.map(({ startedAt, minutes }) => [startedAt?.toISOString(), minutes]),
        [
          [second.toISOString(), 20],
          [first.toISOString(), 30],
        ],
      )
      assert.equal(new Set(found.map(({ recordingId }) => recordingId)).size, 2)
      for (const { playUrl, downloadUrl } of found) {
        assert.match(playUrl ?? downloadUrl ?? '', /^https?:\/\//)
      }
    },
  },
  {
    id: 'no-recordings',
    name: 'a webinar that was not recorded has no recordings, which is no error',
    notFor: claiming('recordings'),
    async run(bench) {
      const { webinarId } = await createdWebinar(bench)
      assert.deepEqual(await bench.provider.recordings(webinarId), [])
    },
  },
]
