/**
 * InsertOptionValue, UpdateOptionValue and DeleteOptionValue: how clients of Dataverse change the
 * options of one column. PublishXml has nothing to do here: definitions are in force at once.
 */
import type { ChoiceOption, CustomColumn } from '#database'
import { type DataAnswer, emptyAnswer, jsonAnswer, type Visit } from '../exchange.ts'
import { type JsonObject, readJsonObject } from '../read-json.ts'
import { methodNotAllowed } from '../write/writing.ts'
import { refuseTogether } from './answer-customize.ts'
import { type Change, changeColumn } from './change-column.ts'
import { refuseOthers } from './customizing.ts'
import {
  labelsMember,
  numberMember,
  shownLabel,
  textMember,
  truthMember,
  wrongMember,
} from './read-members.ts'
import { readOption } from './read-options.ts'
import { refusals } from './refusals.ts'

type Answer = (visit: Visit, body: JsonObject) => Promise<DataAnswer>

const actions: Readonly<Record<string, Answer>> = {
  InsertOptionValue: insertOption,
  UpdateOptionValue: updateOption,
  DeleteOptionValue: deleteOption,
  PublishXml: async () => emptyAnswer(),
  PublishAllXml: async () => emptyAnswer(),
}

export const isOptionAction = (name: string): boolean => Object.hasOwn(actions, name)

export async function answerOptionAction(visit: Visit, name: string): Promise<DataAnswer> {
  if (visit.request.method !== 'POST') throw methodNotAllowed(visit, 'POST')
  refuseOthers(visit.caller, 'change')
  refuseTogether(visit)
  return await (actions[name] as Answer)(visit, readJsonObject(visit.request.body))
}

async function insertOption(visit: Visit, body: JsonObject): Promise<DataAnswer> {
  let added: ChoiceOption | undefined
  await change(visit, body, ({ options = [] }) => {
    added = readOption(body, options)
    return [...options, added]
  })
  const context = `${visit.request.root}$metadata#Microsoft.Dynamics.CRM.InsertOptionValueResponse`
  const NewOptionValue = added?.value
  return jsonAnswer(200, JSON.stringify({ '@odata.context': context, NewOptionValue }))
}

async function updateOption(visit: Visit, body: JsonObject): Promise<DataAnswer> {
  const given = labelsMember(body, 'Label')
  if (given === undefined) throw wrongMember('Label', 'the new label', null)
  const merges = truthMember(body, 'MergeLabels') === true
  await change(visit, body, (column, name) => {
    const old = findOption(column, name, body)
    const labels = merges ? { ...(old.labels ?? { 1033: old.label }), ...given } : given
    const renamed = { value: old.value, label: shownLabel(labels), labels }
    return (column.options ?? []).map((each) => (each === old ? renamed : each))
  })
  return emptyAnswer()
}

async function deleteOption(visit: Visit, body: JsonObject): Promise<DataAnswer> {
  await change(visit, body, (column, name) => {
    const old = findOption(column, name, body)
    return (column.options ?? []).filter((each) => each !== old)
  })
  return emptyAnswer()
}

type OptionsOf = (column: CustomColumn['column'], name: string) => readonly ChoiceOption[]

async function change(visit: Visit, body: JsonObject, optionsOf: OptionsOf): Promise<void> {
  const table = textMember(body, 'EntityLogicalName') ?? ''
  const name = textMember(body, 'AttributeLogicalName') ?? ''
  const changed: Change = ({ column }) => {
    if (column.kind === 'choice' || column.kind === 'multichoice') {
      return { ...column, options: optionsOf(column, name) }
    }
    throw wrongMember('AttributeLogicalName', 'a column of choices', name)
  }
  await changeColumn(visit.door.customizing, visit.caller, { table, name }, changed)
}

function findOption(
  { options = [] }: CustomColumn['column'],
  column: string,
  body: JsonObject,
): ChoiceOption {
  const value = numberMember(body, 'Value', { min: -(2 ** 31), max: 2 ** 31 - 1, whole: true })
  const found = options.find((each) => each.value === value)
  if (found !== undefined) return found
  const known = options.map((each) => `${each.value} (${each.label})`).join(', ')
  throw refusals['option-unknown']({ column, value: value ?? 'without a value', known })
}
