/** Which part of the API a request is for. */
import { answerCustomize } from './customize/answer-customize.ts'
import { withCurrentTables } from './customize/current-tables.ts'
import { answerOptionAction, isOptionAction } from './customize/option-actions.ts'
import { answerDefinitions, definitionSets } from './describe/answer-definitions.ts'
import { answerMetadata } from './describe/answer-metadata.ts'
import type { DataAnswer, Visit } from './exchange.ts'
import { answerOperation, calledOperation } from './operations/answer-operation.ts'
import { answerRead } from './read/answer-read.ts'
import { answerServiceDocument } from './service-document.ts'
import { withTag } from './with-tag.ts'
import { answerWrite } from './write/answer-write.ts'
import { methodNotAllowed } from './write/writing.ts'

export interface Answering {
  /** Addresses by Content-ID, inside a change set. */
  readonly references: ReadonlyMap<string, string>
}

export async function answerRequest(visit: Visit, answering: Answering): Promise<DataAnswer> {
  const first = /^[^/(?]*/.exec(visit.request.path)?.[0] ?? ''
  if (isOptionAction(first)) return await answerOptionAction(visit, first)
  if (first === '$metadata' || definitionSets.has(first)) {
    return await answerAboutTables({ ...visit, door: await visit.door.renew() }, first)
  }
  return await withCurrentTables(withTag(visit), (current) =>
    answerAboutRows(current, first, answering),
  )
}

async function answerAboutTables(visit: Visit, first: string): Promise<DataAnswer> {
  if (first === '$metadata') return ofGet(visit, () => answerMetadata(visit))
  return isGet(visit) ? answerDefinitions(visit) : await answerCustomize(visit)
}

async function answerAboutRows(
  visit: Visit,
  first: string,
  answering: Answering,
): Promise<DataAnswer> {
  if (first === '') return ofGet(visit, () => answerServiceDocument(visit))
  const operation = calledOperation(visit)
  if (operation !== undefined) return await answerOperation(visit, operation)
  return isGet(visit) ? await answerRead(visit) : await answerWrite({ visit, ...answering })
}

const isGet = ({ request }: Visit): boolean => request.method === 'GET' || request.method === 'HEAD'

function ofGet(visit: Visit, answer: () => DataAnswer): DataAnswer {
  if (!isGet(visit)) throw methodNotAllowed(visit, 'GET')
  return answer()
}
