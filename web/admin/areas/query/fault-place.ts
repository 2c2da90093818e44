/** Where in the text the hub found a mistake: its sentences name the place. */
import { withPage } from './fetch-text.ts'
import { readOData } from './odata-text.ts'
import type { Question } from './run-query.ts'

export interface FaultPlace {
  readonly from: number
  readonly to: number
}

/** Undefined where the sentence names no place. */
export function placeOfFault(question: Question, sentence: string, size: number) {
  const { text } = question
  const from =
    question.language === 'odata' ? inOData(text, sentence) : inFetch(text, sentence, size)
  if (from === undefined || from > text.length) return undefined
  const word = /^[\w.$-]+|^'[^']*'?|^./s.exec(text.slice(from))?.[0] ?? ''
  return word === ''
    ? { from: Math.max(0, text.length - 1), to: text.length }
    : { from, to: from + word.length }
}

/** "at character 13 of $filter", "in $select", "… the address". */
function inOData(text: string, sentence: string): number | undefined {
  const { options, pathFrom } = readOData(text)
  const [, character, within = ''] =
    /at character (\d+) of (\S+?)[,.:;]?(?:\s|$)/.exec(sentence) ?? []
  const start = (name: string) => options.find((each) => each.name === name)?.from
  if (character !== undefined) return (start(within) ?? pathFrom) + Number(character) - 1
  const named = options.find(({ name }) => new RegExp(`in \\${name}(?![\\w])`).test(sentence))
  if (named !== undefined) return named.from
  return /segment '/.test(sentence) ? pathFrom : undefined
}

/** "(line 4, column 7)", of the text that was sent. */
function inFetch(text: string, sentence: string, size: number): number | undefined {
  const [, line, column] = /\(?line (\d+), column (\d+)\)?/.exec(sentence) ?? []
  if (line === undefined) return undefined
  const sent = withPage(text, { number: 1, size })
  const lines = sent.text.split('\n').slice(0, Number(line) - 1)
  const offset = lines.reduce((all, each) => all + each.length + 1, 0) + Number(column) - 1
  const own = offset > sent.at ? offset - sent.length : offset
  // An element's place is its opening bracket; what is meant is its name and what follows.
  return text[own] === '<' ? own + 1 : own
}
