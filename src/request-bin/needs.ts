import type { Clock } from '#clock'
import type { Sessions } from '#console'
import type { Db } from '#database'
import type { Webhooks } from '#webhooks'

export interface RequestBinNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly sessions: Sessions
  readonly webhooks: Pick<Webhooks, 'checkReceived'>
  readonly publicUrl: string
}
