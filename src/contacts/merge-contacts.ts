/**
 * Merge, as Dataverse names it: two contacts that are one person. The master keeps its row and
 * takes the values that were chosen; everything that points to the subordinate points to the master
 * afterwards, by messages of the pipeline, so that webhooks and providers see it; the subordinate
 * becomes inactive and says into which contact it went.
 */
import type { Table } from '#database'
import type { Execution, MessageDefinition, MessageOutput, Request } from '#pipeline'
import { carryDifferences } from './different-rows.ts'
import { type Merge, readMerge } from './merge.ts'
import { findPointing, lockContacts, type MergedContact, pointersTo } from './merge-rows.ts'
import { refusals } from './refusals.ts'

/** `tables`: all of the hub, with the columns that administrators added. */
export function mergeMessage(tables: () => readonly Table[]): MessageDefinition {
  return {
    name: 'Merge',
    table: 'contact',
    offer: {
      on: 'nothing',
      takes: {
        Target: 'Row',
        Subordinate: 'Row',
        UpdateContent: 'Row?',
        PerformParentingChecks: 'Boolean?',
      },
      gives: {},
    },
    async run(executions) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await merge(each, tables()))
      return results
    },
  }
}

async function merge(execution: Execution, tables: readonly Table[]): Promise<MessageOutput> {
  const wanted = readMerge(execution)
  await lockBoth(execution, wanted)
  const { targetId: id, subordinateId, content } = wanted
  if (Object.keys(content).length > 0) {
    await execution.execute({ message: 'Update', table: 'contact', id, target: content })
  }
  await execution.executeAll(await moves(execution, wanted, tables))
  await carryDifferences(execution.tx, subordinateId, id)
  await execution.execute({
    message: 'SetState',
    table: 'contact',
    id: subordinateId,
    input: { State: 1, Status: 2 },
  })
  await execution.execute({
    message: 'Update',
    table: 'contact',
    id: subordinateId,
    internal: true,
    target: { masterid: id, merged: true },
  })
  return { id, output: {} }
}

async function lockBoth(
  execution: Execution,
  { targetId, subordinateId, content, checkParents }: Merge,
): Promise<void> {
  const found = await lockContacts(execution.tx, [targetId, subordinateId])
  const [one, other] = [targetId, subordinateId].map((id) => {
    const contact = found.get(id)
    if (contact === undefined) throw refusals['merge-contact-missing']({ id })
    if (!contact.active) throw refusals['merge-contact-inactive']({ name: contact.name })
    return contact
  }) as [MergedContact, MergedContact]
  const differ = one.parentId !== null && other.parentId !== null && one.parentId !== other.parentId
  if (checkParents && differ && !('parentcustomerid' in content)) {
    throw refusals['merge-parents-differ']({ one: one.name, other: other.name })
  }
}

/** One Update for each row, with all of its columns that point to the subordinate. */
async function moves(
  { tx }: Execution,
  { targetId, subordinateId }: Merge,
  tables: readonly Table[],
): Promise<Request[]> {
  const requests: Request[] = []
  for (const pointer of pointersTo('contact', tables)) {
    for (const row of await findPointing(tx, pointer, subordinateId)) {
      if (row.id === subordinateId) continue
      // The master must not become its own company, manager or master.
      const isMaster = row.id === targetId
      const to = isMaster ? null : pointer.several ? { table: 'contact', id: targetId } : targetId
      requests.push({
        message: 'Update',
        table: pointer.table.name,
        id: row.id,
        internal: true,
        target: Object.fromEntries(row.columns.map((name) => [name, to])),
      })
    }
  }
  return requests
}
