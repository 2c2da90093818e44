/** From the end of a meeting to a published recording, and what the API does with it. */
import { tellRecordingReady } from './callbacks.ts'
import { Failure } from './failure.ts'
import { emit } from './hooks.ts'
import { metadataIn } from './metadata.ts'
import { type ApiRequest, count, flag, required } from './request.ts'
import { nowOf, type Room, type TwinRecording, type Vendor } from './state.ts'
import { cdata, element, success, type Xml } from './xml.ts'

/** Nothing is listed when nobody pressed record. */
export function recordMeeting(vendor: Vendor, room: Room, endedAt: number): void {
  if (!room.wasRecorded) return
  vendor.recordings.push({
    recordId: room.internalId,
    meetingId: room.meetingId,
    name: room.name,
    startTime: room.createTime,
    endTime: endedAt,
    participants: room.people.length,
    readyAt: endedAt + vendor.settings.processingSeconds * 1000,
    readyUrl: room.metadata.get('bbb-recording-ready-url'),
    metadata: new Map([...room.metadata, ['meetingname', room.name]]),
    tracks: [],
    state: 'processing',
  })
}

export function publishDueRecordings(vendor: Vendor): void {
  for (const recording of vendor.recordings) {
    if (recording.state !== 'processing' || recording.readyAt > nowOf(vendor)) continue
    recording.state = 'published'
    tellRecordingReady(vendor, recording)
    const { recordId, meetingId, name, startTime, endTime } = recording
    emit(vendor, { meetingId, internalId: recordId }, 'rap-publish-ended', recording.readyAt, {
      'record-id': recordId,
      success: true,
      recording: { name, 'start-time': startTime, 'end-time': endTime },
    })
  }
}

/** `getRecordings`: by record id (a prefix is enough, and it wins), or by room. */
export function listRecordings(vendor: Vendor, request: ApiRequest): string {
  const found = recordingsFor(vendor, request)
  if (found.length === 0) {
    return success(
      element('recordings'),
      element('messageKey', 'noRecordings'),
      element('message', 'There are no recordings for the meeting(s).'),
    )
  }
  return success(
    element(
      'recordings',
      found.map((each) => toXml(vendor, each)),
    ),
  )
}

const states = ['processing', 'processed', 'published', 'unpublished', 'deleted', 'any']

function recordingsFor(vendor: Vendor, request: ApiRequest): readonly TwinRecording[] {
  const { parameters } = request
  const recordIds = listIn(parameters.get('recordID'))
  const meetingIds = listIn(parameters.get('meetingID'))
  const wanted = listIn(parameters.get('state') ?? 'published,unpublished')
  if (wanted.some((state) => !states.includes(state))) {
    throw new Failure('validationError', 'state is not one of the known states')
  }
  const metadata = [...metadataIn(parameters)]
  const found = vendor.recordings
    .filter((each) =>
      recordIds.length > 0
        ? recordIds.some((id) => each.recordId.startsWith(id))
        : meetingIds.length === 0 || meetingIds.includes(each.meetingId),
    )
    .filter(({ state }) => wanted.includes('any') || wanted.includes(state))
    .filter((each) => metadata.every(([name, value]) => each.metadata.get(name) === value))
  return pageOf(found, request)
}

function pageOf(found: readonly TwinRecording[], request: ApiRequest): readonly TwinRecording[] {
  const offset = count(request, 'offset', 0)
  const limit = count(request, 'limit', 100)
  if (limit < 1 || limit > 100) {
    throw new Failure('validationError', 'limit must be between 1 and 100')
  }
  return found.slice(offset, offset + limit)
}

const listIn = (text: string | null) => (text ?? '').split(',').filter((each) => each !== '')

function toXml({ url }: Vendor, recording: TwinRecording): Xml {
  const { recordId, meetingId, name, startTime, endTime, state, participants } = recording
  const minutes = Math.round((endTime - startTime) / 60_000)
  return element('recording', [
    element('recordID', recordId),
    element('meetingID', meetingId),
    element('internalMeetingID', recordId),
    cdata('name', name),
    element('isBreakout', false),
    element('published', state === 'published'),
    element('state', state),
    element('startTime', startTime),
    element('endTime', endTime),
    element('participants', participants),
    element(
      'metadata',
      [...recording.metadata].map(([key, value]) => cdata(key, value)),
    ),
    element('playback', [
      element('format', [
        element('type', 'presentation'),
        element('url', `${url()}/playback/presentation/2.3/${recordId}`),
        element('processingTime', 7177),
        element('length', minutes),
        element('size', 1_104_836),
      ]),
    ]),
  ])
}

/** The recordings that a list of ids names. */
function named(vendor: Vendor, request: ApiRequest): readonly TwinRecording[] {
  const ids = listIn(required(request, 'recordID', 'missingParamRecordID'))
  const found = vendor.recordings.filter(({ recordId }) => ids.includes(recordId))
  if (found.length > 0) return found
  throw new Failure('notFound', 'We could not find recordings')
}

export function publishRecordings(vendor: Vendor, request: ApiRequest): string {
  required(request, 'publish', 'missingParamPublish')
  const publish = flag(request, 'publish', true)
  for (const recording of named(vendor, request)) {
    recording.state = publish ? 'published' : 'unpublished'
  }
  return success(element('published', publish))
}

export function deleteRecordings(vendor: Vendor, request: ApiRequest): string {
  for (const recording of named(vendor, request)) {
    vendor.recordings.splice(vendor.recordings.indexOf(recording), 1)
  }
  return success(element('deleted', true))
}

/** An empty value removes the entry. */
export function updateRecordings(vendor: Vendor, request: ApiRequest): string {
  for (const recording of named(vendor, request)) {
    for (const [name, value] of metadataIn(request.parameters)) {
      if (value === '') recording.metadata.delete(name)
      else recording.metadata.set(name, value)
    }
  }
  return success(element('updated', true))
}
