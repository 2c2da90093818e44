import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recurrence } from '#calendar'
import { failsAs } from '../conformance/case.ts'
import { withTeams } from './teams-peer.ts'

const day = (of: number, hour = 9) => new Date(Date.UTC(2031, 2, of, hour))
const recurrence: Recurrence = { frequency: 'weekly', interval: 1, count: 3 }

test('a date of a series is moved once however often it is asked for, and again from where it is', () =>
  withTeams(async (bench, { control }) => {
    bench.clock.moveTo(day(1))
    const plan = bench.plan({ start: day(10), end: day(10, 10), recurrence })
    const { webinarId } = await bench.provider.createWebinar(plan)
    const { dates } = bench.provider
    assert.ok(dates !== undefined)
    const at = () => control.events()[0]?.times.map((time) => time.toISOString().slice(5, 13))
    const second = { original: day(17), movedTo: undefined }
    const to = { start: day(18, 12), end: day(18, 14) }
    await dates.move(webinarId, second, to)
    await dates.move(webinarId, second, to)
    assert.deepEqual(at(), ['03-10T09', '03-18T12', '03-24T09'])
    const moved = { original: day(17), movedTo: day(18, 12) }
    await dates.move(webinarId, moved, { start: day(19), end: day(19, 10) })
    assert.deepEqual(at(), ['03-10T09', '03-19T09', '03-24T09'])
    await dates.cancel(webinarId, { original: day(24), movedTo: undefined })
    await dates.cancel(webinarId, { original: day(24), movedTo: undefined })
    assert.deepEqual(at(), ['03-10T09', '03-19T09'])
    const unknown = { original: day(12), movedTo: undefined }
    await failsAs(bench, 'not-found', () => dates.move(webinarId, unknown, to))
  }))
