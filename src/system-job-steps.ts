/**
 * System jobs are written by the queue itself, below the pipeline. What a client writes on one is
 * an act (cancel, resume, postpone, pause), so these steps perform it and leave nothing of it for
 * the generic write. Plugged in by `compose.ts`, because `jobs` knows no pipeline.
 */
import type { Clock } from '#clock'
import { defineRefusals } from '#errors'
import type { Audit } from '#identity'
import { type JobUpdate, readJobName, updateJob } from '#jobs'
import type { Execution, Step } from '#pipeline'

const refusals = defineRefusals({
  'system-job-made-by-hub': {
    status: 400,
    sentence: 'System jobs are made by the hub itself.',
    advice: 'Do what makes the job, e.g. change the row that a step is registered for.',
    dataverse: 0x80040800,
  },
  'system-job-column-fixed': {
    status: 400,
    sentence: 'The column {column} of a system job cannot be written.',
    advice: 'Only statecode, statuscode and postponeuntil can: they cancel, resume or postpone.',
    dataverse: 0x80040203,
  },
})

const table = 'asyncoperation'
const writable = ['statecode', 'statuscode', 'postponeuntil'] as const

export function systemJobSteps(clock: Clock, audit: Pick<Audit, 'note'>): Step[] {
  const o = { clock, audit }
  return [
    {
      name: 'System jobs: only the hub makes them',
      message: 'Create',
      table,
      stage: 10,
      rank: 1,
      run: async () => {
        throw refusals['system-job-made-by-hub']()
      },
    },
    {
      name: 'System jobs: a written state is an act',
      message: 'Update',
      table,
      stage: 20,
      rank: 1,
      run: (execution) => act(execution, Object.keys(execution.sent), o),
    },
    {
      name: 'System jobs: SetState is an act',
      message: 'SetState',
      table,
      stage: 20,
      rank: 1,
      run: (execution) => act(execution, namedState(execution), o),
    },
  ]
}

/** Clients send Status -1 for "the first one of the state": that is no choice of theirs. */
function namedState({ input }: Execution): string[] {
  const hasStatus = typeof input.Status === 'number' && input.Status >= 0
  return hasStatus ? ['statecode', 'statuscode'] : ['statecode']
}

/** `sent` names what the client wrote; the target also holds what follows from it. */
async function act(
  execution: Execution,
  sent: readonly string[],
  { clock, audit }: { readonly clock: Clock; readonly audit: Pick<Audit, 'note'> },
): Promise<void> {
  const asked = sent.filter((column) => column !== 'asyncoperationid')
  const fixed = asked.find((column) => !isWritable(column))
  if (fixed !== undefined) {
    throw refusals['system-job-column-fixed']({ column: fixed }, { input: fixed })
  }
  const update = Object.fromEntries(asked.map((column) => [column, execution.target[column]]))
  const { tx, id, caller, message } = execution
  await updateJob(tx, id, update as JobUpdate, clock.now())
  const changes = Object.entries(update).map(([column, now]) => ({ column, old: null, new: now }))
  const recordName = (await readJobName(tx, id)) ?? ''
  await audit.note(tx, { action: message, caller, table, recordId: id, recordName, changes })
  for (const column of writable) delete execution.target[column]
}

function isWritable(column: string): boolean {
  return writable.some((each) => each === column)
}
