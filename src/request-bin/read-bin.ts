import type { Clock } from '#clock'
import type { Db } from '#database'
import { general } from '#errors'
import { type BinRow, findBin, listBins } from './bin-rows.ts'
import { addressOf, type Bin } from './request-bin.ts'

interface ReadNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly publicUrl: string
}

export async function readBins({ db, clock, publicUrl }: ReadNeeds): Promise<readonly Bin[]> {
  return (await listBins(db, clock.now())).map((row) => toBin(row, publicUrl))
}

/** @throws the refusal `not-found`, also when it has expired. */
export async function readBin({ db, clock, publicUrl }: ReadNeeds, id: string): Promise<Bin> {
  const row = await findBin(db, id, clock.now())
  if (row === undefined) throw general['not-found']({ what: 'request bin', id })
  return toBin(row, publicUrl)
}

function toBin({ token, ...row }: BinRow, publicUrl: string): Bin {
  return { ...row, url: addressOf(publicUrl, token) }
}
