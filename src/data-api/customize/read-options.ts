/** Options of choices and yes/no columns. */
import type { ChoiceOption } from '#database'
import type { JsonObject } from '../read-json.ts'
import {
  labelsMember,
  listMember,
  numberMember,
  objectMember,
  shownLabel,
  wrongMember,
} from './read-members.ts'

const int32 = { min: -(2 ** 31), max: 2 ** 31 - 1, whole: true }
/** Where the hub numbers options that come without a value. */
const firstOwnValue = 100_000_000
const mostOptions = 1_000

/** `OptionSet.Options`; undefined where none is sent. */
export function readOptions(body: JsonObject): readonly ChoiceOption[] | undefined {
  const set = objectMember(body, 'OptionSet')
  const list = set && listMember(set, 'Options')
  if (list === undefined) return undefined
  if (list.length === 0 || list.length > mostOptions) {
    throw wrongMember('OptionSet.Options', `1 to ${mostOptions} options`, list.length)
  }
  const options: ChoiceOption[] = []
  for (const each of list) options.push(readOption(each, options))
  return options
}

/** One option, with a number of its own and a label. */
export function readOption(body: JsonObject, before: readonly ChoiceOption[]): ChoiceOption {
  const value = numberMember(body, 'Value', int32) ?? nextValue(before)
  if (before.some((each) => each.value === value)) {
    throw wrongMember('Value', 'a number that no other option has', value)
  }
  const labels = labelsMember(body, 'Label')
  if (labels === undefined) throw wrongMember('Label', 'a label for every option', null)
  return { value, label: shownLabel(labels), labels }
}

const nextValue = (options: readonly ChoiceOption[]): number =>
  Math.max(firstOwnValue - 1, ...options.map(({ value }) => value)) + 1

/** `TrueOption` and `FalseOption`: Yes and No where nothing else is said. */
export function readTruths(body: JsonObject): readonly ChoiceOption[] {
  const set = objectMember(body, 'OptionSet') ?? {}
  const truth = (member: string, value: number, usual: string): ChoiceOption => {
    const option = objectMember(set, member)
    const labels = option && labelsMember(option, 'Label')
    return labels === undefined
      ? { value, label: usual }
      : { value, label: shownLabel(labels), labels }
  }
  return [truth('FalseOption', 0, 'No'), truth('TrueOption', 1, 'Yes')]
}
