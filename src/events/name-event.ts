import type { Execution } from '#pipeline'
import { publishStatus } from './choices.ts'
import { lockReadableIds, readableIdsLike } from './event-rows.ts'
import { refusals } from './refusals.ts'

const longestBase = 80

/** Letters that do not come apart into a letter and an accent. */
const folded: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  ł: 'l',
  Ł: 'L',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  '&': ' and ',
}

/**
 * A name as it can stand in an address: `Contoso Ltd: Conférence` → `Contoso_Ltd_Conference`.
 * Names without a single Latin letter or digit become `Event`.
 */
export function readableIdBase(name: string): string {
  const ascii = [...name.normalize('NFKD')]
    .map((character) => folded[character] ?? character)
    .join('')
    .replace(/\p{M}+/gu, '')
  const words = ascii.replace(/['’]/g, '').replace(/[^A-Za-z0-9]+/g, '_')
  return words.slice(0, longestBase).replace(/^_+|_+$/g, '') || 'Event'
}

/** The base itself, or with the lowest number from 2 that nobody has; capitals do not matter. */
export function firstFree(base: string, taken: readonly string[]): string {
  const known = new Set(taken.map((id) => id.toLowerCase()))
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}_${number}`
    if (!known.has(id.toLowerCase())) return id
  }
}

/** At the first save: an id for addresses, made from the name, and the address itself. */
export async function nameEvent(execution: Execution, publicUrl: string): Promise<void> {
  const { target } = execution
  const wanted = target.msevtmgt_readableeventid
  if (typeof wanted === 'string' && wanted !== '') await checkReadableId(execution, wanted)
  else target.msevtmgt_readableeventid = await freeReadableId(execution)
  if (target.msevtmgt_customeventurl === true) return
  target.msevtmgt_publiceventurl ??= eventUrl(publicUrl, String(target.msevtmgt_readableeventid))
}

/** Later: another id only while nobody has links with the old one. */
export async function renameEvent(execution: Execution, publicUrl: string): Promise<void> {
  const { target, pre } = execution
  const before = pre?.msevtmgt_readableeventid
  const wanted = target.msevtmgt_readableeventid
  if (wanted === before) return
  if (typeof wanted !== 'string' || wanted === '') {
    target.msevtmgt_readableeventid = before
    return
  }
  if (pre?.msevtmgt_publishstatus === publishStatus.live.value && typeof before === 'string') {
    throw refusals['readable-id-in-use'](
      { readableId: before },
      { input: 'msevtmgt_readableeventid', expected: before, found: wanted },
    )
  }
  await checkReadableId(execution, wanted)
  if (pre?.msevtmgt_customeventurl !== true) {
    target.msevtmgt_publiceventurl = eventUrl(publicUrl, wanted)
  }
}

/** Address of an event on the public site. */
export function eventUrl(publicUrl: string, readableId: string): string {
  return `${publicUrl}/e/${readableId}`
}

async function freeReadableId({ tx, target }: Execution): Promise<string> {
  const base = readableIdBase(String(target.msevtmgt_name ?? ''))
  await lockReadableIds(tx)
  return firstFree(base, await readableIdsLike(tx, base))
}

async function checkReadableId({ tx, id }: Execution, readableId: string): Promise<void> {
  const details = { input: 'msevtmgt_readableeventid', found: readableId }
  if (!/^[A-Za-z0-9_-]{1,500}$/.test(readableId)) {
    throw refusals['readable-id-invalid']({ readableId }, details)
  }
  await lockReadableIds(tx)
  const taken = await readableIdsLike(tx, readableId, id)
  if (taken.some((other) => other.toLowerCase() === readableId.toLowerCase())) {
    throw refusals['readable-id-taken']({ readableId }, details)
  }
}
