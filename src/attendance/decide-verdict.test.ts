import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { verdict } from '#registrations'
import { evidenceSource } from './choices.ts'
import { decideVerdict, type Evidence, type Situation } from './decide-verdict.ts'

const start = new Date('2026-11-21T10:00:00Z')
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

const situation: Situation = {
  occurrences: [{ from: at(0), to: at(60) }],
  threshold: { minutes: 30, share: undefined },
  absenceCanBeTold: true,
  notHeld: false,
}

const nothing = { from: undefined, to: undefined, minutes: undefined, inWaitingRoom: false }

function stay(
  from: number,
  to: number,
  source: number = evidenceSource.providerReport.value,
): Evidence {
  return { ...nothing, source, from: at(from), to: at(to) }
}

function wait(from: number, to: number): Evidence {
  return { ...stay(from, to), inWaitingRoom: true }
}

function click(minute: number): Evidence {
  return { ...nothing, source: evidenceSource.joinLink.value, from: at(minute) }
}

describe('the verdict', () => {
  test('who stayed long enough is completed, who did not is failed, and the reason counts', () => {
    assert.equal(decideVerdict([stay(0, 30)], situation).verdict, verdict.completed.value)
    const failed = decideVerdict([stay(0, 29)], situation)
    assert.equal(failed.verdict, verdict.failed.value)
    assert.equal(failed.reason, 'Attended 29 of 60 minutes, 30 are needed.')
  })

  test('a reconnect and a second device count once', () => {
    const decision = decideVerdict([stay(0, 20), stay(10, 20), stay(18, 28)], situation)
    assert.equal(decision.attendedMinutes, 28)
    assert.equal(decision.verdict, verdict.failed.value)
  })

  test('waiting before the start and staying after the end do not count', () => {
    assert.equal(decideVerdict([stay(-30, 10), stay(55, 120)], situation).attendedMinutes, 15)
  })

  test('opening the join link alone never completes anybody', () => {
    const decision = decideVerdict([click(1), click(30)], {
      ...situation,
      threshold: { minutes: undefined, share: undefined },
    })
    assert.equal(decision.verdict, verdict.failed.value)
    assert.match(decision.reason, /join link/)
  })

  test('time in the waiting room counts nothing, and who was only there is told so', () => {
    const mixed = decideVerdict([wait(0, 20), stay(20, 45), wait(45, 60)], situation)
    assert.deepEqual([mixed.verdict, mixed.attendedMinutes], [verdict.failed.value, 25])
    const lenient = { ...situation, threshold: { minutes: undefined, share: undefined } }
    const waited = decideVerdict([click(0), wait(0, 60)], lenient)
    assert.equal(waited.verdict, verdict.failed.value)
    const told = 'attended 0 of 60 minutes, 1 is needed.'
    assert.equal(waited.reason, `Was only in the waiting room: ${told}`)
    const untimed = { ...nothing, source: evidenceSource.providerReport.value, minutes: 60 }
    const minutes = decideVerdict([{ ...untimed, inWaitingRoom: true }], lenient)
    assert.equal(minutes.verdict, verdict.failed.value)
  })

  test('as long as absence cannot be told, nobody is failed', () => {
    const decision = decideVerdict([], { ...situation, absenceCanBeTold: false })
    assert.equal(decision.verdict, verdict.pending.value)
  })

  test('nobody fails a webinar that was not held', () => {
    const decision = decideVerdict([click(2)], {
      ...situation,
      absenceCanBeTold: false,
      notHeld: true,
    })
    assert.equal(decision.verdict, verdict.pending.value)
    assert.match(decision.reason, /not held/)
  })

  test('a QR scan and a mark without times prove presence', () => {
    for (const source of [evidenceSource.qrScan.value, evidenceSource.manual.value]) {
      const evidence = { ...nothing, source }
      assert.equal(decideVerdict([evidence], situation).verdict, verdict.completed.value)
    }
  })

  test('a share of the duration is rounded up, and the stricter of two thresholds holds', () => {
    const half = { ...situation, threshold: { minutes: 10, share: 51 } }
    assert.equal(decideVerdict([stay(0, 30)], half).requiredMinutes, 31)
  })

  test('without a threshold one minute is enough', () => {
    const lenient = { ...situation, threshold: { minutes: undefined, share: undefined } }
    assert.equal(decideVerdict([stay(0, 1)], lenient).verdict, verdict.completed.value)
  })
})

/** Slow and obvious: tick off every second of the event that somebody was there. */
function attendedBySeconds(stays: readonly [number, number][], seconds: number): number {
  let present = 0
  for (let second = 0; second < seconds; second += 1) {
    if (stays.some(([from, to]) => from <= second && second < to)) present += 1
  }
  return Math.floor(present / 60)
}

test('for any history the minutes and the verdict are those of a reading second by second', () => {
  const second = fc.integer({ min: -600, max: 2400 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(second, second), { maxLength: 8 }),
      fc.integer({ min: 0, max: 30 }),
      (stays, required) => {
        const evidence = stays.map(([from, to]) => ({
          ...nothing,
          source: evidenceSource.providerReport.value,
          from: new Date(start.getTime() + from * 1000),
          to: new Date(start.getTime() + to * 1000),
        }))
        const decision = decideVerdict(evidence, {
          occurrences: [{ from: start, to: new Date(start.getTime() + 1800_000) }],
          threshold: { minutes: required, share: undefined },
          absenceCanBeTold: true,
          notHeld: false,
        })
        const expected = attendedBySeconds(stays, 1800)
        assert.equal(decision.attendedMinutes, expected)
        const completed = stays.length > 0 && expected >= Math.max(1, required)
        assert.equal(decision.verdict === verdict.completed.value, completed)
      },
    ),
  )
})
