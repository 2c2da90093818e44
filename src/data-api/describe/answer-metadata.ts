import type { Metadata } from '#query'
import type { DataAnswer, Visit } from '../exchange.ts'
import type { OwnAction } from './operation-types.ts'
import { writeCsdl } from './write-csdl.ts'

/** The text of `$metadata`, with or without annotations. */
export type CsdlDocument = (annotated: boolean) => string

/**
 * Half a megabyte that stays the same until custom columns change; written when first asked for,
 * which is after all messages are defined.
 */
export function csdlDocument(
  metadata: Metadata,
  actions: () => readonly OwnAction[],
): CsdlDocument {
  const written = new Map<boolean, string>()
  return (annotations) => {
    const found = written.get(annotations) ?? writeCsdl(metadata, actions(), { annotations })
    written.set(annotations, found)
    return found
  }
}

export function answerMetadata({ door, request }: Visit): DataAnswer {
  const annotated = /(?:^|&)annotations=true(?:&|$)/i.test(request.query)
  const headers = { 'content-type': 'application/xml; charset=utf-8' }
  return { status: 200, headers, body: door.csdl(annotated) }
}
