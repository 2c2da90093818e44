/** Eight hot events and 64 others with so many seats each, and a web application. */
import { sql } from 'kysely'
import { systemClock } from '#clock'
import { readSettings } from '#config'
import { type ConnectionTarget, connect, migrate } from '#database'
import { format, publishStatus } from '#events'
import { systemCaller } from '#identity'
import { silentLog } from '#log'
import { compose } from '../../src/compose.ts'

export interface MadeRows {
  readonly hot: readonly string[]
  readonly spread: readonly string[]
  readonly readableIds: ReadonlyMap<string, string>
  readonly token: string
}

export async function makeRows(
  target: ConnectionTarget,
  folder: string,
  origin: string,
  seats = 50_000,
): Promise<MadeRows> {
  const database = connect(target, {
    applicationName: 'bench',
    poolSize: 4,
    statementTimeoutMs: 60_000,
    onIdleError: () => undefined,
  })
  await migrate(database.db)
  const settings = readSettings({ GREENROOM_DATA_DIR: folder })
  const hub = await compose({ settings, database, clock: systemClock, log: silentLog })
  const create = async (table: string, row: Record<string, unknown>) =>
    (await hub.pipeline.execute(systemCaller, { message: 'Create', table, target: row })).id
  const ids: string[] = []
  for (let index = 0; index < 72; index += 1) {
    const id = await create('msevtmgt_event', {
      msevtmgt_name: `Event ${index}`,
      msevtmgt_eventstartdate: '2099-06-01T10:00:00',
      msevtmgt_eventenddate: '2099-06-01T11:00:00',
      gr_timezone: 'UTC',
      msevtmgt_eventformat: format.onSite.value,
      msevtmgt_enablecaptcha: false,
      msevtmgt_maximumeventcapacity: seats,
    })
    await hub.pipeline.execute(systemCaller, {
      message: 'Update',
      table: 'msevtmgt_event',
      id,
      target: { msevtmgt_publishstatus: publishStatus.live.value },
    })
    ids.push(id)
  }
  const applicationId = await create('msevtmgt_webapplication', {
    msevtmgt_name: 'Bench',
    msevtmgt_origin: origin,
  })
  const { rows } = await sql<{ id: string; readable: string }>`
    select msevtmgt_eventid as id, msevtmgt_readableeventid as readable from msevtmgt_event`.execute(
    database.db,
  )
  const application = await sql<{ token: string }>`
    select msevtmgt_token as token from msevtmgt_webapplication
    where msevtmgt_webapplicationid = ${applicationId}`.execute(database.db)
  await hub.close()
  return {
    hot: ids.slice(0, 8),
    spread: ids.slice(8),
    readableIds: new Map(rows.map((row) => [row.id, row.readable])),
    token: application.rows[0]?.token ?? '',
  }
}
