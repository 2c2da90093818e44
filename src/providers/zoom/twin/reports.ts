/** What Zoom tells after the end: the runs of a meeting, who was in them, what was recorded. */
import { missingMeeting, Problem } from './problems.ts'
import { presencesOf, runsOf, settle } from './runs.ts'
import { type Kind, type Meeting, type Presence, type Run, type Zoom, zoomTime } from './state.ts'

export function instancesOf(zoom: Zoom, meeting: Meeting): object {
  const ended = endedRuns(zoom, meeting.id)
  const instances = ended.map(({ uuid, start }) => ({ uuid, start_time: zoomTime(start) }))
  return { [meeting.kind]: instances }
}

function endedRuns(zoom: Zoom, meetingId: string): readonly Run[] {
  const now = zoom.clock.now()
  return runsOf(zoom, meetingId).filter(({ end }) => end !== undefined && end <= now)
}

/** A numeric id means the latest run. */
export function runOf(zoom: Zoom, kind: Kind, idOrUuid: string): Run {
  const run = zoom.runs.get(idOrUuid) ?? endedRuns(zoom, idOrUuid).at(-1)
  if (run === undefined) throw missingMeeting(kind, idOrUuid)
  const meeting = zoom.meetings.get(run.meetingId)
  if (meeting !== undefined) settle(zoom, meeting)
  return run
}

/** One row per join; `registrant_id` only for those who ask for the field. */
export function participantsOf(
  zoom: Zoom,
  kind: Kind,
  idOrUuid: string,
  includeFields: string | undefined,
): readonly object[] {
  const run = runOf(zoom, kind, idOrUuid)
  const now = zoom.clock.now().getTime()
  if (run.end === undefined) throw missingMeeting(kind, idOrUuid)
  const isComplete = now >= run.end.getTime() + zoom.settings.reportLagSeconds * 1000
  if (!isComplete && zoom.settings.earlyReports === 'none') return []
  const withRegistrants = includeFields === 'registrant_id'
  return presencesOf(zoom, run).map((presence) => ({
    ...rowFor(presence, isComplete),
    ...(withRegistrants && { registrant_id: presence.registrantId ?? '' }),
  }))
}

function rowFor({ id, name, email, status, joinedAt, leftAt }: Presence, isComplete: boolean) {
  const seconds = ((leftAt?.getTime() ?? joinedAt.getTime()) - joinedAt.getTime()) / 1000
  return {
    id: '',
    user_id: String(Number.parseInt(id.slice(0, 6), 16)),
    participant_user_id: '',
    name,
    user_email: email,
    join_time: zoomTime(joinedAt),
    leave_time: zoomTime(leftAt ?? joinedAt),
    duration: isComplete ? Math.round(seconds) : 0,
    failover: false,
    status,
  }
}

export function recordingsOf(zoom: Zoom, idOrUuid: string): object {
  const run = zoom.runs.get(idOrUuid) ?? endedRuns(zoom, idOrUuid).at(-1)
  const meeting = zoom.meetings.get(run?.meetingId ?? '')
  if (run === undefined || meeting === undefined || run.files.length === 0) {
    throw new Problem(404, 3301, 'This recording does not exist.')
  }
  return {
    uuid: run.uuid,
    id: Number(meeting.id),
    account_id: zoom.app.accountId,
    host_id: meeting.host.id,
    topic: meeting.order.topic,
    type: String(meeting.order.type),
    start_time: zoomTime(run.start),
    timezone: meeting.order.timezone,
    duration: meeting.order.duration,
    recording_count: run.files.length,
    recording_files: run.files.flatMap(({ id, start, end }) => [
      fileFor(zoom, run, { id, start, end, type: 'MP4' }),
      fileFor(zoom, run, { id: `${id}-chat`, start, end, type: 'CHAT' }),
    ]),
  }
}

function fileFor(
  zoom: Zoom,
  run: Run,
  file: { readonly id: string; readonly start: Date; readonly end: Date; readonly type: string },
): object {
  return {
    id: file.id,
    meeting_id: run.uuid,
    recording_start: zoomTime(file.start),
    recording_end: zoomTime(file.end),
    file_type: file.type,
    file_extension: file.type === 'MP4' ? 'MP4' : 'TXT',
    file_size: 1_048_576,
    play_url: `${zoom.url()}/rec/play/${file.id}`,
    download_url: `${zoom.url()}/rec/download/${file.id}`,
    status: 'completed',
    recording_type: file.type === 'MP4' ? 'shared_screen_with_speaker_view' : 'chat_file',
  }
}
