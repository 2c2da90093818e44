import type { Db } from '#database'
import { html } from '#http'
import * as rows from './console-rows.ts'
import { action, badge, frame, shown, type Tone, table } from './frame.ts'

/** Status reasons of asyncoperation, as the list of system jobs shows them. */
const statuses: Readonly<Record<number, readonly [label: string, tone: Tone]>> = {
  0: ['Waiting for resources', 'waiting'],
  10: ['Waiting', 'waiting'],
  20: ['In progress', 'waiting'],
  21: ['Pausing', 'waiting'],
  22: ['Canceling', 'waiting'],
  30: ['Succeeded', 'good'],
  31: ['Failed', 'bad'],
  32: ['Canceled', 'plain'],
}

export async function jobListPage(db: Db): Promise<string> {
  const jobs = await rows.listJobs(db)
  const lines = jobs.map((job) => {
    const [label, tone] = statuses[job.statusCode] ?? ['Unknown', 'plain']
    return [
      job.name,
      badge(label, tone),
      job.friendlyMessage ?? job.message ?? '',
      String(job.retryCount ?? 0),
      shown(job.postponeUntil ?? job.createdOn),
      shown(job.completedOn),
      buttonFor(job),
    ]
  })
  const head = ['Job', 'Status', 'Message', 'Retries', 'Due', 'Completed', '']
  return frame({ title: 'System jobs', at: 'jobs', body: table(head, lines, 'No jobs yet.') })
}

function buttonFor(job: rows.JobLine) {
  if (job.statusCode === 31 || job.statusCode === 32)
    return action(`/admin/jobs/${job.id}/retry`, 'Retry')
  if (job.statusCode === 0 || job.statusCode === 10)
    return action(`/admin/jobs/${job.id}/cancel`, 'Cancel')
  return html``
}
