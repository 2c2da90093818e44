/** A live event of two days with a description, twelve sessions and six speakers. */
import { sql } from 'kysely'
import { systemClock } from '#clock'
import { readSettings } from '#config'
import { type ConnectionTarget, connect, migrate } from '#database'
import { format, publishStatus } from '#events'
import { systemCaller } from '#identity'
import { silentLog } from '#log'
import { compose } from '../../src/compose.ts'

export interface MadeEvent {
  readonly id: string
  readonly readableId: string
}

const sentence = 'What to expect, whom it is for, and what to bring along. '

export async function makeEvent(target: ConnectionTarget, folder: string): Promise<MadeEvent> {
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
  const id = await create('msevtmgt_event', {
    msevtmgt_name: 'EventNamedHere',
    msevtmgt_description: `<p>${sentence.repeat(12)}</p>`,
    msevtmgt_eventstartdate: '2099-06-01T09:00:00',
    msevtmgt_eventenddate: '2099-06-02T18:00:00',
    gr_timezone: 'Europe/Berlin',
    msevtmgt_eventformat: format.onSite.value,
    msevtmgt_maximumeventcapacity: 10_000,
  })
  const live = { msevtmgt_publishstatus: publishStatus.live.value }
  await hub.pipeline.execute(systemCaller, {
    ...{ message: 'Update', table: 'msevtmgt_event', id, target: live },
  })
  for (let index = 0; index < 12; index += 1) {
    const sessionId = await create('msevtmgt_session', {
      ...live,
      msevtmgt_event: id,
      msevtmgt_name: `SessionNamed${index}Here`,
      msevtmgt_sessionsummary: sentence,
      msevtmgt_starttime: `2099-06-0${1 + (index % 2)}T${10 + (index >> 1)}:00:00`,
      msevtmgt_endtime: `2099-06-0${1 + (index % 2)}T${10 + (index >> 1)}:45:00`,
    })
    if (index % 2 === 1) continue
    const speakerId = await create('msevtmgt_speaker', {
      msevtmgt_name: `SpeakerNamed${index}Here`,
      msevtmgt_about: sentence.repeat(2),
    })
    await create('msevtmgt_speakerengagement', {
      msevtmgt_name: 'Speaks',
      msevtmgt_event: id,
      msevtmgt_session: sessionId,
      msevtmgt_speaker: speakerId,
    })
  }
  const { rows } = await sql<{ readableId: string }>`
    select msevtmgt_readableeventid as "readableId" from msevtmgt_event
    where msevtmgt_eventid = ${id}`.execute(database.db)
  await hub.close()
  return { id, readableId: rows[0]?.readableId ?? id }
}
