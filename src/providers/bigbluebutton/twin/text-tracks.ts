/** Subtitles and captions: the calls that answer JSON. */
import type { ApiRequest } from './request.ts'
import type { Vendor } from './state.ts'

const failure = (messageKey: string, message: string) => ({
  response: { returncode: 'FAILED', messageKey, message },
})

export function listTextTracks(vendor: Vendor, { parameters }: ApiRequest): object {
  const recordId = parameters.get('recordID') ?? ''
  if (recordId === '') return failure('missingParameter', 'param missing: recordID.')
  const recording = vendor.recordings.find((each) => each.recordId === recordId)
  if (recording === undefined) return failure('noRecordings', `No recording found for ${recordId}`)
  const tracks = recording.tracks.map((track) => ({
    href: `${vendor.url()}/captions/${recordId}/${track.lang}.vtt`,
    ...track,
    source: 'upload',
  }))
  return { response: { returncode: 'SUCCESS', tracks } }
}

/** The file is form data; what it holds is not read, only that there is one. */
export function putTextTrack(vendor: Vendor, request: ApiRequest): object {
  const { parameters, contentType, body } = request
  const read = (name: string) => parameters.get(name) ?? ''
  const recording = vendor.recordings.find(({ recordId }) => recordId === read('recordID'))
  if (read('recordID') === '') return failure('missingParameter', 'param missing: recordID.')
  if (recording === undefined) return failure('noRecordings', 'No recording found')
  if (!['subtitles', 'captions'].includes(read('kind'))) {
    return failure('invalidKind', `Invalid kind parameter, expected='subtitles|captions'`)
  }
  if (!/^[a-z]{2,3}(-\w+)*$/i.test(read('lang')))
    return failure('invalidLang', 'Malformed lang param')
  const isForm = contentType.startsWith('multipart/form-data')
  if (!isForm || !Buffer.from(body).includes('filename=')) {
    return failure('empty_uploaded_text_track', 'Empty uploaded text track.')
  }
  const track = { kind: read('kind'), lang: read('lang'), label: read('label') || read('lang') }
  recording.tracks.push(track)
  return {
    response: {
      returncode: 'SUCCESS',
      messageKey: 'upload_text_track_success',
      message: 'Text track uploaded successfully',
      recordId: recording.recordId,
    },
  }
}
