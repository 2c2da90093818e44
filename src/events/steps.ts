import type { Clock } from '#clock'
import type { Execution, Step } from '#pipeline'
import { checkOnlyActive } from './administration.ts'
import { agreeOnZone, zoneColumns } from './agree-on-zone.ts'
import { cancelSessions } from './cancel-event.ts'
import { checkPublishStatus, startAsDraft } from './change-publish-status.ts'
import { checkCapacity } from './check-capacity.ts'
import { checkPicture } from './check-picture.ts'
import { checkEventTimes, checkSessionTimes } from './check-times.ts'
import { checkWebinar } from './check-webinar.ts'
import { type OccasionTable, occasionColumns } from './event.ts'
import { keepWholeAddress } from './keep-whole-address.ts'
import { nameEvent, renameEvent } from './name-event.ts'
import { checkReminders } from './reminders.ts'
import { checkNewToken, checkOrigin, equipWebApplication } from './web-application.ts'

export interface StepNeeds {
  readonly clock: Clock
  /** Without slash at the end. */
  readonly publicUrl: string
}

/** What happens when rows of this module are written, in order. */
export function eventSteps({ clock, publicUrl }: StepNeeds): readonly Step[] {
  return [
    ...occasionSteps('msevtmgt_event', 'Events', clock),
    ...occasionSteps('msevtmgt_session', 'Sessions', clock),
    ...onSave('msevtmgt_event', {
      name: 'Events: agree on one time zone',
      rank: 110,
      columns: zoneColumns,
      run: agreeOnZone,
    }),
    ...onSave('msevtmgt_event', {
      name: 'Events: check the times',
      rank: 120,
      columns: [
        'msevtmgt_eventstartdate',
        'msevtmgt_eventenddate',
        'msevtmgt_stopwebsiteregistrationson',
        'gr_registrationsstarton',
        ...zoneColumns,
      ],
      run: checkEventTimes,
    }),
    ...onSave('msevtmgt_event', {
      name: 'Events: check the reminders',
      rank: 125,
      columns: ['gr_reminders'],
      run: checkReminders,
    }),
    ...onSave('msevtmgt_session', {
      name: 'Sessions: check the times',
      rank: 120,
      columns: ['msevtmgt_starttime', 'msevtmgt_endtime', 'msevtmgt_event'],
      run: checkSessionTimes,
    }),
    {
      ...create('msevtmgt_event'),
      name: 'Events: make a readable id',
      rank: 150,
      run: (execution) => nameEvent(execution, publicUrl),
    },
    {
      ...update('msevtmgt_event', ['msevtmgt_readableeventid']),
      name: 'Events: keep the readable id',
      rank: 150,
      run: (execution) => renameEvent(execution, publicUrl),
    },
    {
      ...update('msevtmgt_event', ['msevtmgt_publishstatus']),
      name: 'Events: cancel the sessions of a cancelled event',
      stage: 40,
      rank: 100,
      run: cancelSessions,
    },
    ...administrationSteps(publicUrl),
  ]
}

/** What events and sessions have in common. */
function occasionSteps(table: OccasionTable, label: string, clock: Clock): Step[] {
  const columns = occasionColumns[table]
  return [
    { ...create(table), name: `${label}: start as a draft`, rank: 100, run: startAsDraft },
    ...onSave(table, {
      name: `${label}: check the capacity`,
      rank: 130,
      columns: [columns.capacity],
      run: checkCapacity,
    }),
    ...onSave(table, {
      name: `${label}: keep the whole address of the webinar`,
      rank: 130,
      columns: ['msevtmgt_webinarurl', 'gr_webinarurl'],
      run: keepWholeAddress,
    }),
    ...onSave(table, {
      name: `${label}: check the webinar`,
      rank: 140,
      columns: [
        columns.format,
        columns.start,
        columns.end,
        'msevtmgt_webinarconfigurationid',
        'msevtmgt_webinartype',
        'msevtmgt_webinarurl',
        'gr_webinarurl',
        ...(table === 'msevtmgt_event' ? ['msevtmgt_istemplate'] : []),
      ],
      run: checkWebinar,
    }),
    ...onSave(table, {
      name: `${label}: check the publish status`,
      rank: 160,
      columns: ['msevtmgt_publishstatus'],
      run: (execution) => checkPublishStatus(execution, clock),
    }),
  ]
}

const onlyOneActive = {
  name: 'Event administration: only one active record',
  rank: 100,
  columns: ['statecode'],
  run: checkOnlyActive,
} as const

function administrationSteps(publicUrl: string): Step[] {
  return [
    ...onSave('gr_picture', {
      name: 'Pictures: check the content',
      rank: 100,
      columns: ['gr_content', 'gr_event', 'gr_speaker', 'gr_sponsorship'],
      run: checkPicture,
    }),
    ...onSave('msevtmgt_eventadministration', onlyOneActive),
    {
      ...onlyOneActive,
      message: 'SetState',
      table: 'msevtmgt_eventadministration',
      stage: 20,
      needsPreImage: true,
    },
    {
      ...create('msevtmgt_webapplication'),
      name: 'Web applications: make a token',
      rank: 100,
      run: (execution) => equipWebApplication(execution, publicUrl),
    },
    {
      ...update('msevtmgt_webapplication', ['msevtmgt_token']),
      name: 'Web applications: check a new token',
      rank: 100,
      run: checkNewToken,
    },
    ...onSave('msevtmgt_webapplication', {
      name: 'Web applications: check the origin',
      rank: 110,
      columns: ['msevtmgt_origin'],
      run: checkOrigin,
    }),
  ]
}

interface OnSave {
  readonly name: string
  readonly rank: number
  readonly columns: readonly string[]
  readonly run: (execution: Execution) => Promise<void>
}

/** One check, at Create and at every Update that writes one of the columns. */
function onSave(table: string, { name, rank, columns, run }: OnSave): [Step, Step] {
  return [
    { ...create(table), name, rank, run },
    { ...update(table, columns), name, rank, run },
  ]
}

function create(table: string): Pick<Step, 'message' | 'table' | 'stage'> {
  return { message: 'Create', table, stage: 20 }
}

function update(
  table: string,
  filteringColumns: readonly string[],
): Pick<Step, 'message' | 'table' | 'stage' | 'filteringColumns' | 'needsPreImage'> {
  return { message: 'Update', table, stage: 20, filteringColumns, needsPreImage: true }
}
