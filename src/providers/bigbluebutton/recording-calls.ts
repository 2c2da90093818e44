/**
 * The calls of BigBlueButton about recordings (docs.bigbluebutton.org/development/api,
 * "Recording"). Text tracks answer JSON below a key `response`, everything else XML.
 */
import Type, { type Static } from 'typebox'
import { answerReader, type Exchange } from '../answer.ts'
import { signedQuery } from './checksum.ts'
import { ask, refuseUnanswered, type Server, send } from './client.ts'
import { failureFor, readSuccess } from './errors.ts'
import { textOf } from './xml.ts'

/**
 * getRecordings of one room. One webinar leaves a handful of recordings; the pages that servers know
 * since 2.6 are not asked for, and older servers would ignore them.
 */
export const askRecordings = (server: Server, meetingID: string) =>
  ask(server, 'list the recordings', 'getRecordings', { meetingID, state: 'published' })

/** publishRecordings: shows or hides them. */
export const askPublication = (
  server: Server,
  recordIds: readonly string[],
  publish: boolean,
): Promise<Exchange> =>
  ask(server, 'publish recordings', 'publishRecordings', {
    recordID: recordIds.join(','),
    publish,
  })

export const readPublication = (exchange: Exchange): boolean =>
  textOf(readSuccess(exchange), 'published') === 'true'

/** deleteRecordings */
export const askRecordingDeletion = (server: Server, recordIds: readonly string[]) =>
  ask(server, 'delete recordings', 'deleteRecordings', { recordID: recordIds.join(',') })

export const readRecordingDeletion = (exchange: Exchange): boolean =>
  textOf(readSuccess(exchange), 'deleted') === 'true'

/** updateRecordings: sets metadata; an empty value removes it. */
export const askMetadata = (
  server: Server,
  recordIds: readonly string[],
  metadata: Readonly<Record<string, string>>,
): Promise<Exchange> => {
  const named = Object.entries(metadata).map(([name, value]) => [`meta_${name}`, value])
  const parameters = { recordID: recordIds.join(','), ...Object.fromEntries(named) }
  return ask(server, 'change recordings', 'updateRecordings', parameters)
}

export const readMetadata = (exchange: Exchange): boolean =>
  textOf(readSuccess(exchange), 'updated') === 'true'

/** getRecordingTextTracks: subtitles and captions. */
export const askTextTracks = (server: Server, recordID: string) =>
  ask(server, 'list the text tracks', 'getRecordingTextTracks', { recordID })

export interface TextTrackUpload {
  readonly recordId: string
  readonly kind: 'subtitles' | 'captions'
  /** BCP 47, e.g. `de`. */
  readonly language: string
  readonly label: string
  readonly fileName: string
  readonly content: Uint8Array
}

/** putRecordingTextTrack: the file as form data, everything else in the signed query. */
export async function askNewTextTrack(server: Server, track: TextTrackUpload): Promise<Exchange> {
  const { recordId: recordID, kind, language: lang, label, fileName, content } = track
  const call = 'putRecordingTextTrack'
  const query = signedQuery(call, { recordID, kind, lang, label }, server)
  const form = new FormData()
  form.set('file', new Blob([Buffer.from(content)]), fileName)
  const encoded = new Response(form)
  const upload = {
    type: encoded.headers.get('content-type') ?? '',
    body: new Uint8Array(await encoded.arrayBuffer()),
  }
  return await send(server, 'take a text track', `${server.api}/${call}?${query}`, [query], upload)
}

const trackReply = Type.Object({
  response: Type.Object({
    returncode: Type.String(),
    messageKey: Type.Optional(Type.String()),
    message: Type.Optional(Type.String()),
    tracks: Type.Optional(
      Type.Array(
        Type.Object({
          href: Type.String(),
          kind: Type.String(),
          label: Type.String(),
          lang: Type.String(),
          source: Type.String(),
        }),
      ),
    ),
  }),
})

export type TextTrack = NonNullable<Static<typeof trackReply>['response']['tracks']>[number]

const trackAnswer = answerReader(trackReply)

/** For both calls about text tracks; a success without tracks gives none. */
export function readTextTracks(exchange: Exchange): readonly TextTrack[] {
  refuseUnanswered(exchange)
  const { returncode, messageKey, message, tracks } = trackAnswer(exchange).response
  if (returncode !== 'SUCCESS') throw failureFor(exchange, messageKey ?? 'unknown', message)
  return tracks ?? []
}
