import { defineTable, integer, key, text } from '#database'

const days = { min: 0, max: 36_500 } as const

/**
 * How long finished system jobs are kept: one row per kind, the row `*` for all kinds without one.
 * A column that is empty leaves it to the row `*`, and there to the hub's own 7, 90 and 30 days.
 */
export const jobRetentionTable = defineTable({
  name: 'gr_jobretention',
  set: 'gr_jobretentions',
  label: 'System Job Retention',
  ownership: 'organization',
  primaryName: 'kind',
  keys: { kind: ['kind'] },
  columns: {
    gr_jobretentionid: key('System Job Retention'),
    kind: text('Kind of system job', { max: 128, required: true }),
    succeededdays: integer('Days after success', days),
    faileddays: integer('Days after failure', days),
    canceleddays: integer('Days after cancellation', days),
  },
})
