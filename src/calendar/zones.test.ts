import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { offsetMinutes } from './local-time.ts'
import { behaviourOf, isSameZone } from './zone-behaviour.ts'
import { zoneTable } from './zone-table.ts'
import {
  indexOfZone,
  indexOfZoneName,
  windowsNameOf,
  zoneName,
  zoneOfIndex,
  zoneOfWindowsName,
  zones,
} from './zones.ts'

/** Standard offsets of Microsoft's time zone numbers, as its clients show them (2024). */
const publishedOffsets: Record<string, readonly number[]> = {
  '-12:00': [0],
  '-11:00': [6],
  '-10:00': [2, 7],
  '-09:30': [8],
  '-09:00': [3, 9],
  '-08:00': [4, 5, 11],
  '-07:00': [10, 12, 13, 15],
  '-06:00': [20, 25, 29, 30, 33, 34],
  '-05:00': [35, 40, 43, 44, 45, 51, 301],
  '-04:00': [47, 50, 55, 56, 58, 59],
  '-03:30': [60],
  '-03:00': [65, 69, 70, 71, 72, 73, 74, 77, 303],
  '-02:00': [75, 76],
  '-01:00': [80, 83],
  '+00:00': [85, 90, 92],
  '+01:00': [84, 95, 100, 105, 110, 113],
  '+02:00': [115, 120, 125, 129, 130, 131, 133, 135, 140, 141, 142, 159],
  '+03:00': [134, 145, 150, 151, 155, 158],
  '+03:30': [160],
  '+04:00': [165, 169, 170, 172, 173, 174, 176, 304],
  '+04:30': [175],
  '+05:00': [180, 184, 185],
  '+05:30': [190, 200],
  '+05:45': [193],
  '+06:00': [195, 196, 197],
  '+06:30': [203],
  '+07:00': [201, 205, 207, 208, 209, 211],
  '+08:00': [210, 215, 220, 225, 227, 228],
  '+08:45': [231],
  '+09:00': [229, 230, 235, 240, 241],
  '+09:30': [245, 250, 251],
  '+10:00': [255, 256, 260, 265, 266, 270, 275],
  '+10:30': [274],
  '+11:00': [276, 277, 278, 279, 280, 281],
  '+12:00': [284, 285, 290, 295],
  '+12:45': [299],
  '+13:00': [1, 300],
}

const published = Object.entries(publishedOffsets).flatMap(([offset, indexes]) => {
  const [hours, minutes] = offset.slice(1).split(':').map(Number) as [number, number]
  const size = hours * 60 + minutes
  return indexes.map((index) => [index, offset.startsWith('-') ? -size : size] as const)
})

/** Minutes east of Greenwich outside summer time in 2027: the smaller of the year's offsets. */
function standardOffset(zone: string): number {
  const days = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2027, month, 15)))
  return Math.min(...days.map((day) => offsetMinutes(day, zone)))
}

const zoneByIndex = new Map(zones().map((zone) => [zone.index, zone]))

test('every published time zone number is known', () => {
  const missing = published.filter(([index]) => !zoneByIndex.has(index))
  assert.deepEqual(missing, [])
  const added = zones().filter(({ index }) => !published.some(([known]) => known === index))
  assert.deepEqual(
    added.map((zone) => zone.windowsName),
    ['Sudan Standard Time'],
  )
})

test('each number has its published offset, except where the place has changed since', () => {
  for (const [index, offset] of published) {
    const zone = zoneByIndex.get(index)
    assert.equal(zone?.former?.offsetMinutes ?? zone?.offsetMinutes, offset, `index ${index}`)
  }
  const changed = zones().filter((zone) => zone.former !== undefined)
  assert.deepEqual(
    changed.map((zone) => zone.iana),
    ['America/Asuncion', 'America/Nuuk', 'Africa/Casablanca', 'Asia/Amman', 'Asia/Damascus'].sort(
      (a, b) => standardOffset(a) - standardOffset(b),
    ),
  )
  for (const zone of changed) assert.ok((zone.former?.why.length ?? 0) > 20, zone.name)
})

test('the stated offset is what the IANA database says of the zone', () => {
  for (const zone of zones()) {
    assert.equal(zone.offsetMinutes, standardOffset(zone.iana), `${zone.index} ${zone.iana}`)
  }
})

test('every place listed with a zone keeps the same time as the zone', () => {
  for (const line of zoneTable.trim().split('\n')) {
    const members = (line.split('|')[4] as string).trim().split(' ')
    const behaviours = new Set(members.map(behaviourOf))
    assert.equal(behaviours.size, 1, line)
  }
})

test('numbers are unique, between 0 and 1500, and offered from west to east', () => {
  assert.equal(zoneByIndex.size, zones().length)
  for (const { index } of zones()) assert.ok(index >= 0 && index <= 1500)
  const offsets = zones().map((zone) => zone.offsetMinutes)
  assert.deepEqual(
    offsets,
    offsets.toSorted((a, b) => a - b),
  )
})

test('names read as in Dataverse', () => {
  assert.equal(zoneName(4), '(GMT-08:00) Pacific Time (US & Canada)')
  assert.equal(zoneName(35), '(GMT-05:00) Eastern Time (US & Canada)')
  assert.equal(zoneName(85), '(GMT+00:00) Dublin, Edinburgh, Lisbon, London')
  assert.equal(zoneName(92), '(GMT) Coordinated Universal Time')
  assert.equal(zoneName(110), '(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna')
  assert.ok(zones().every((zone) => zone.name.length <= 100))
})

test('a name or Windows name leads back to its number, whatever offset it was exported with', () => {
  for (const zone of zones()) assert.equal(indexOfZoneName(zone.name), zone.index, zone.name)
  assert.equal(indexOfZoneName('(GMT+02:00) Amman'), 129)
  assert.equal(indexOfZoneName('(UTC-08:00) Pacific Time (US & Canada)'), 4)
  assert.equal(indexOfZoneName('w. europe standard time'), 110)
  assert.equal(indexOfZoneName('Cen. Australia Standard Time'), 250)
  assert.equal(indexOfZoneName('Middle of Nowhere'), undefined)
})

test('a zone keeps its number when written and read again', () => {
  for (const zone of zones().filter((candidate) => !candidate.retired)) {
    assert.equal(indexOfZone(zoneOfIndex(zone.index)), zone.index)
  }
})

test('every zone of the world gets a number whose clocks run like its own', () => {
  const without: string[] = []
  for (const iana of Intl.supportedValuesOf('timeZone')) {
    const index = indexOfZone(iana)
    if (index === undefined) without.push(iana)
    else assert.equal(behaviourOf(zoneOfIndex(index)), behaviourOf(iana), iana)
  }
  assert.deepEqual(without, ['Antarctica/Troll', 'Pacific/Kiritimati'])
})

test('cities find the zone that names them', () => {
  const expected = {
    'Europe/Vienna': 110,
    'Europe/Madrid': 105,
    'Europe/Prague': 95,
    'Europe/Warsaw': 100,
    'Europe/Kiev': 125,
    'America/Toronto': 35,
    'America/Argentina/Salta': 69,
    'America/Buenos_Aires': 69,
    'US/Pacific': 4,
    'Asia/Calcutta': 190,
    'Asia/Almaty': 185,
    'Africa/Asmara': 155,
    'Etc/UTC': 92,
    'europe/berlin': 110,
  }
  for (const [iana, index] of Object.entries(expected)) assert.equal(indexOfZone(iana), index, iana)
})

test('Windows names translate both ways, also those that have no number', () => {
  assert.equal(zoneOfWindowsName('Pacific Standard Time'), 'America/Los_Angeles')
  assert.equal(zoneOfWindowsName('Line Islands Standard Time'), 'Pacific/Kiritimati')
  assert.equal(zoneOfWindowsName('Standard Standard Time'), undefined)
  assert.equal(windowsNameOf('Europe/Kyiv'), 'FLE Standard Time')
  assert.equal(windowsNameOf('Pacific/Kiritimati'), 'Line Islands Standard Time')
  assert.equal(windowsNameOf('Asia/Almaty'), 'Qyzylorda Standard Time')
  assert.equal(windowsNameOf('Antarctica/Troll'), undefined)
  for (const zone of zones().filter((candidate) => !candidate.retired)) {
    const there = zoneOfWindowsName(zone.windowsName)
    assert.ok(there !== undefined && isSameZone(there, zone.iana), zone.windowsName)
  }
})

test('a number that Dataverse does not use is refused by name', () => {
  for (const index of [14, -1, 1500, Number.NaN]) {
    assert.throws(
      () => zoneOfIndex(index),
      (error) => isRefusal(error, 'unknown-time-zone-index') && error.message.includes(`${index}`),
    )
  }
})
