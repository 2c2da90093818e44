import { type Section, sections } from './check.ts'

export interface Finding {
  readonly id: string
  readonly section: Section
  readonly promise: string
  readonly outcome: 'kept' | 'broken' | 'not checked'
  /** Without it a hub cannot run webinars there. */
  readonly isEssential: boolean
  /** An operation of docs/webinar-extension-api.openapi.json, or a rule of the guide beside it. */
  readonly says: string
  readonly expected?: string
  /** What was found instead, or why it was not checked. */
  readonly found?: string
  /** The call that shows it, without secrets. */
  readonly sent?: string
  readonly came?: string
}

export interface SectionMark {
  readonly section: Section
  readonly kept: number
  readonly checked: number
}

export interface Report {
  readonly url: string
  readonly grade: 'A' | 'B' | 'C' | 'D' | 'F'
  /** Promises kept, of those that could be checked, in percent. */
  readonly score: number
  readonly calls: number
  /** How many of them were answered at all. */
  readonly answers: number
  readonly sections: readonly SectionMark[]
  readonly findings: readonly Finding[]
}

const letters = [
  ['A', 100],
  ['B', 90],
  ['C', 75],
  ['D', 50],
] as const

export function gradeOf(
  url: string,
  findings: readonly Finding[],
  { calls, answers }: Pick<Report, 'calls' | 'answers'>,
): Report {
  const checked = findings.filter(({ outcome }) => outcome !== 'not checked')
  const kept = checked.filter(({ outcome }) => outcome === 'kept')
  const score = checked.length === 0 ? 0 : Math.floor((kept.length / checked.length) * 100)
  const letter = letters.find(([, least]) => score >= least)?.[0] ?? 'F'
  const isUnfit = findings.some(({ outcome, isEssential }) => outcome === 'broken' && isEssential)
  // Many small promises kept do not outweigh one that hubs live on.
  const grade = isUnfit && letter !== 'F' ? 'D' : letter
  return {
    url,
    grade,
    score,
    calls,
    answers,
    sections: sections.map((name) => markOf(name, checked)),
    findings,
  }
}

function markOf(section: Section, checked: readonly Finding[]): SectionMark {
  const own = checked.filter((finding) => finding.section === section)
  const kept = own.filter(({ outcome }) => outcome === 'kept').length
  return { section, kept, checked: own.length }
}

const meanings: Readonly<Record<Report['grade'], string>> = {
  A: 'A hub can run its webinars here.',
  B: 'A hub can run its webinars here; a few things will disturb people.',
  C: 'A hub can run webinars here, with trouble.',
  D: 'A hub cannot rely on this service yet.',
  F: 'This is not yet a service of the Webinar Extension API.',
}

const marks = { kept: 'ok ', broken: 'BAD', 'not checked': '–  ' } as const

export function reportText(report: Report): string {
  const { url, grade, score, calls, findings } = report
  const lines = [`Webinar Extension API at ${url}`]
  for (const { section, kept, checked } of report.sections) {
    lines.push('', `${section}: ${checked === 0 ? 'not checked' : `${kept} of ${checked}`}`)
    for (const finding of findings) if (finding.section === section) lines.push(...linesOf(finding))
  }
  return [
    ...lines,
    '',
    `Grade ${grade} (${score} % of what could be checked, ${calls} calls). ${meanings[grade]}`,
  ].join('\n')
}

function linesOf(finding: Finding): string[] {
  const { outcome, promise, isEssential, expected, found, sent, came, says } = finding
  const note = outcome === 'not checked' ? ` (${found})` : ''
  const head = `  ${marks[outcome]} ${promise}${note}`
  if (outcome !== 'broken') return [head]
  return [
    `${head}${isEssential ? ' [essential]' : ''}`,
    ...labelled('expected', expected),
    ...labelled('found', found),
    ...labelled('sent', sent),
    ...labelled('came', came),
    ...labelled(
      'see',
      `${says}, in docs/webinar-extension-api.${says.startsWith('Rule') ? 'md' : 'openapi.json'}`,
    ),
  ]
}

function labelled(label: string, text: string | undefined): string[] {
  if (text === undefined) return []
  const [first = '', ...rest] = text.split('\n').filter((line) => line !== '')
  return [`      ${label.padEnd(9)} ${first}`, ...rest.map((line) => `${' '.repeat(16)}${line}`)]
}
