/** Which part of the API a request is for. */
import { answerDefinitions, definitionSets } from './describe/answer-definitions.ts'
import { answerMetadata } from './describe/answer-metadata.ts'
import type { DataAnswer, Visit } from './exchange.ts'
import { answerOperation, calledOperation } from './operations/answer-operation.ts'
import { answerRead } from './read/answer-read.ts'
import { answerServiceDocument } from './service-document.ts'
import { answerWrite } from './write/answer-write.ts'
import { methodNotAllowed } from './write/writing.ts'

export interface Answering {
  /** Addresses by Content-ID, inside a change set. */
  readonly references: ReadonlyMap<string, string>
}

export async function answerRequest(visit: Visit, answering: Answering): Promise<DataAnswer> {
  const { method, path } = visit.request
  const first = /^[^/(?]*/.exec(path)?.[0] ?? ''
  if (first === '') return ofGet(visit, () => answerServiceDocument(visit))
  if (first === '$metadata') return ofGet(visit, () => answerMetadata(visit))
  if (definitionSets.has(first)) return ofGet(visit, () => answerDefinitions(visit))
  const operation = calledOperation(visit)
  if (operation !== undefined) return await answerOperation(visit, operation)
  if (method === 'GET' || method === 'HEAD') return await answerRead(visit)
  return await answerWrite({ visit, ...answering })
}

function ofGet(visit: Visit, answer: () => DataAnswer): DataAnswer {
  const { method } = visit.request
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed(visit, 'GET')
  return answer()
}
