import { type DataAnswer, jsonAnswer, type Visit } from './exchange.ts'

/** The sets that there are (OData JSON Format 4.0, section 5). */
export function answerServiceDocument({ request, door }: Visit): DataAnswer {
  const value = [...door.metadata.sets.keys()]
    .sort()
    .map((set) => ({ name: set, kind: 'EntitySet', url: set }))
  const context = `${request.root}$metadata`
  return jsonAnswer(200, JSON.stringify({ '@odata.context': context, value }))
}
