/**
 * gr_ChangeAnswers: somebody who is registered answers the questions of the event anew. Answers that
 * stay the same keep their rows.
 */
import { sql } from 'kysely'
import type { Clock } from '#clock'
import type { Tx } from '#database'
import { eventWindow, fieldsOf } from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput, Request } from '#pipeline'
import { type CheckedAnswer, checkedAnswers, refusalOfAnswers } from './check-answers.ts'
import { readAnswers } from './read-request.ts'
import { refusals } from './refusals.ts'
import { registrationTable, takesSeat } from './registration.ts'
import { readRegistration } from './registration-rows.ts'

const responseTable = 'msevtmgt_registrationresponse'

export function changeAnswersMessage(clock: Clock): MessageDefinition {
  return {
    name: 'gr_ChangeAnswers',
    table: registrationTable,
    privilege: 'Update',
    offer: {
      on: 'row',
      takes: { responses: 'Collection(Object)' },
      gives: { changed: 'Int32' },
    },
    async run(executions, group) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await change(each, group, clock.now()))
      return results
    },
  }
}

async function change(
  execution: Execution,
  group: Group,
  now: Date,
): Promise<MessageOutput | Error> {
  const { id } = execution
  const answers = readAnswers(execution.input.responses, 'responses')
  const found = await readRegistration(execution.db, id)
  if (found === undefined) return refusals['unknown-registration']({ id })
  const { registration, event } = found
  if (!takesSeat(registration)) {
    return refusals['registration-is-cancelled']({ number: registration.msevtmgt_name })
  }
  if (now >= eventWindow(event).end) {
    return refusals['too-late-to-cancel']({
      name: event.msevtmgt_name,
      end: event.msevtmgt_eventenddate,
    })
  }
  const fields = await fieldsOf(group.tx, [registration.msevtmgt_eventid])
  const refusal = refusalOfAnswers(fields, answers, 'responses')
  if (refusal !== undefined) return refusal
  const checked = checkedAnswers(fields, answers)
  const requests = differences(id, await storedAnswers(group.tx, id), checked)
  if (requests.length === 0) return { id, output: { changed: 0 } }
  await execution.executeAll([...requests, noteRequest(id, answers)])
  return { id, output: { changed: requests.length } }
}

interface StoredAnswer extends CheckedAnswer {
  readonly id: string
}

/** Held, so that two who change at once do so one after the other. */
async function storedAnswers(tx: Tx, registrationId: string): Promise<StoredAnswer[]> {
  const { rows } = await sql<StoredAnswer>`
    select a.msevtmgt_registrationresponseid as id, a.msevtmgt_response as text,
      a.msevtmgt_customregistrationfield as "fieldId"
    from msevtmgt_registrationresponse a
    where a.msevtmgt_eventregistration = ${registrationId}
    order by a.msevtmgt_registrationresponseid
    for update`.execute(tx)
  return rows
}

function differences(
  registrationId: string,
  stored: readonly StoredAnswer[],
  wanted: readonly CheckedAnswer[],
): Request[] {
  const rowOf = (fieldId: string) => stored.find((each) => each.fieldId === fieldId)
  const written = wanted.flatMap(({ fieldId, text }): Request[] => {
    const row = rowOf(fieldId)
    if (row?.text === text) return []
    const target = { msevtmgt_response: text }
    return [
      row === undefined
        ? {
            message: 'Create',
            table: responseTable,
            internal: true,
            target: {
              ...target,
              msevtmgt_createdfromapi: true,
              msevtmgt_customregistrationfield: fieldId,
              msevtmgt_eventregistration: registrationId,
            },
          }
        : { message: 'Update', table: responseTable, id: row.id, internal: true, target },
    ]
  })
  const taken = stored.filter((row) => !wanted.some(({ fieldId }) => fieldId === row.fieldId))
  return [
    ...written,
    ...taken.map(({ id }) => ({ message: 'Delete', table: responseTable, id, internal: true })),
  ]
}

function noteRequest(id: string, answers: readonly unknown[]): Request {
  const target = { gr_responses: answers.length === 0 ? null : JSON.stringify(answers) }
  return { message: 'Update', table: registrationTable, id, internal: true, target }
}
