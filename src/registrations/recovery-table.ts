import { choice, defineTable, instant, integer, key, lookup, memo, text } from '#database'
import { recoveryKind, recoveryOutcome } from './choices.ts'

export const recoveryitemTable = defineTable({
  name: 'gr_recoveryitem',
  set: 'gr_recoveryitems',
  label: 'Recovery item',
  ownership: 'user',
  primaryName: 'gr_name',
  columns: {
    gr_recoveryitemid: key('Recovery item'),
    gr_name: text('Name', { max: 200, required: true }),
    gr_kind: choice('Kind', recoveryKind, { required: true }),
    gr_event: lookup('Event', 'msevtmgt_event', { onTargetDelete: 'cascade' }),
    gr_payload: memo('Request (JSON)', { max: 200000, required: true }),
    gr_error: memo('What went wrong', { max: 4000 }),
    gr_attempts: integer('Attempts', { readOnly: true, default: 1 }),
    gr_outcome: choice('Outcome', recoveryOutcome, { default: 100000000 }),
    gr_settledon: instant('Settled on', { readOnly: true }),
    gr_settledby: lookup('Settled by', 'systemuser', { readOnly: true }),
    gr_reference: text('Reference', { max: 200, readOnly: true }),
    gr_reason: memo('Why it was discarded', { max: 2000, readOnly: true }),
    gr_result: memo('What the replay gave (JSON)', { max: 20000, readOnly: true }),
  },
})
