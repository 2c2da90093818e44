/** Rows of attendance as the operations answer them: names instead of numbers, texts instead of dates. */
import {
  type AttendanceReportOfEvent,
  type DoubtedRecords,
  type EvidenceOfRegistration,
  evidenceSource,
  type ReportedPerson,
  type UnmatchedPerson,
} from '#attendance'
import { verdict } from '#registrations'
import type {
  AttendanceReportAnswer,
  EvidenceAnswer,
  SourceName,
  UnmatchedAnswer,
  VerdictName,
} from './attendance-answers.ts'

export function verdictNameOf(value: number): VerdictName {
  if (value === verdict.completed.value) return 'completed'
  return value === verdict.failed.value ? 'failed' : 'pending'
}

export function sourceNameOf(value: number | null): SourceName {
  const found = Object.entries(evidenceSource).find(([, option]) => option.value === value)
  return (found?.[0] ?? 'manual') as SourceName
}

const textOf = (instant: Date | null | undefined) => instant?.toISOString() ?? null

export function presentReport(
  report: AttendanceReportOfEvent,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): AttendanceReportAnswer {
  const { occasion, planned, real, threshold, requiredMinutes, counts, open } = report
  return {
    event: {
      id: occasion.eventId,
      sessionId: occasion.table === 'msevtmgt_session' ? occasion.id : null,
      title: occasion.title,
      timeZone: occasion.timeZone,
      planned: planned.map(presentInterval),
      real: real === undefined ? null : presentInterval(real),
      thresholdMinutes: threshold.minutes ?? null,
      thresholdShare: threshold.share ?? null,
      requiredMinutes,
    },
    counts: { ...counts, unmatched: open },
    page,
    pageSize,
    lines: report.lines.map(presentPerson),
  }
}

const presentInterval = ({ from, to }: { readonly from: Date; readonly to: Date }) => ({
  from: from.toISOString(),
  to: to.toISOString(),
})

function presentPerson(line: ReportedPerson): AttendanceReportAnswer['lines'][number] {
  return {
    ...line,
    verdict: verdictNameOf(line.verdict),
    decidedOn: textOf(line.decidedOn),
    stays: line.stays.map(({ source, from, to, ...others }) => ({
      ...others,
      source: sourceNameOf(source),
      from: textOf(from),
      to: textOf(to),
    })),
    clicks: line.clicks.map((at) => at.toISOString()),
  }
}

export function presentDoubted(
  { people, refused }: DoubtedRecords,
  registrations: UnmatchedAnswer['registrations'],
): UnmatchedAnswer {
  return {
    registrations,
    people: people.map(presentUnmatched),
    refused: refused.map((row) => ({
      id: row.gr_refusedattendanceid,
      name: row.name,
      email: row.email,
      reason: row.reason,
      explanation: row.explanation,
      receivedOn: row.receivedon.toISOString(),
      record: row.record,
    })),
  }
}

function presentUnmatched(person: UnmatchedPerson): UnmatchedAnswer['people'][number] {
  return {
    ...person,
    email: person.email ?? null,
    registrantId: person.registrantId ?? null,
    registrationId: person.registrationId ?? null,
    candidates: [...person.candidates],
    records: person.records.map(({ source, from, to, minutes, receivedOn, ...others }) => ({
      ...others,
      source: sourceNameOf(source),
      from: textOf(from),
      to: textOf(to),
      minutes: minutes ?? null,
      receivedOn: receivedOn.toISOString(),
    })),
    history: person.history.map((each) => ({
      decision: each.decision,
      registrationId: each.registrationId ?? null,
      reason: each.reason,
      decidedOn: each.decidedOn.toISOString(),
      decidedBy: each.decidedBy ?? null,
    })),
  }
}

export function presentEvidence({ evidence, history }: EvidenceOfRegistration): EvidenceAnswer {
  const replaced = Map.groupBy(evidence, (row) => row.gr_supersededby ?? '')
  return {
    evidence: evidence.map((row) => ({
      id: row.msevtmgt_checkinid,
      source: sourceNameOf(row.gr_source),
      sessionId: row.msevtmgt_sessionattended,
      from: textOf(row.msevtmgt_checkintime),
      to: textOf(row.msevtmgt_checkouttime),
      minutes: row.msevtmgt_viewingdurationinmins,
      inWaitingRoom: row.gr_isinwaitingroom === true,
      receivedOn: row.createdon.toISOString(),
      reference: row.gr_reference,
      record: row.gr_record,
      reason: row.gr_reason,
      writtenBy: row.writtenby,
      supersededOn: textOf(row.gr_supersededon),
      supersededById: row.gr_supersededby,
      supersedes: (replaced.get(row.msevtmgt_checkinid) ?? []).map(
        ({ msevtmgt_checkinid: id }) => id,
      ),
    })),
    history: history.map((row) => ({
      id: row.gr_verdictchangeid,
      sessionRegistrationId: row.sessionregistrationid,
      verdict: verdictNameOf(row.verdict),
      previousVerdict: row.previousverdict === null ? null : verdictNameOf(row.previousverdict),
      attendedMinutes: row.attendedminutes,
      requiredMinutes: row.requiredminutes,
      reason: row.reason,
      decidedOn: row.decidedon.toISOString(),
    })),
  }
}
