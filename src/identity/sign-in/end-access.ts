/** Whoever is disabled is signed out for good: being enabled again revives no session and no link. */
import type { Execution, Step } from '#pipeline'
import * as rows from './session-rows.ts'

export const endAccessSteps: readonly Step[] = [
  {
    name: 'Identity: who is disabled is signed out',
    message: 'Update',
    table: 'systemuser',
    stage: 40,
    filteringColumns: ['isdisabled'],
    run: endAccess,
  },
]

async function endAccess({ tx, id, target }: Execution): Promise<void> {
  if (target.isdisabled !== true) return
  await rows.deleteSessions(tx, id)
  for (const purpose of rows.linkPurposes) await rows.deleteLinks(tx, id, purpose)
}
