/**
 * Calls a service as the hub does and grades what it finds, for vendors who implement the Webinar
 * Extension API. Makes two or three webinars with a few registrations and deletes them again.
 */
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import type { Check } from './check.ts'
import { accountChecks } from './check-account.ts'
import { attendanceChecks } from './check-attendance.ts'
import { mannersChecks } from './check-manners.ts'
import { registrationChecks } from './check-registrations.ts'
import { revocationChecks, signInChecks } from './check-sign-in.ts'
import { deletionChecks, pathOf, webinarChecks } from './check-webinars.ts'
import { Broken, NotChecked } from './demand.ts'
import { type Finding, gradeOf, type Report } from './report.ts'
import { type Exchange, startVisit, type Visit, type Visitor, withoutSecrets } from './visit.ts'

const beforeTidying = [
  ...signInChecks,
  ...accountChecks,
  ...webinarChecks,
  ...registrationChecks,
  ...attendanceChecks,
  ...deletionChecks,
]
const afterTidying = [...revocationChecks, ...mannersChecks]

export async function verifyProvider(visitor: Visitor): Promise<Report> {
  const url = visitor.url.replace(/\/$/, '')
  const outbound = createOutbound({ allow: [new URL(url).hostname], log: silentLog })
  const visit = startVisit(outbound, { ...visitor, url })
  const findings: Finding[] = []
  try {
    for (const check of beforeTidying) findings.push(await find(check, visit))
    await tidy(visit)
    for (const check of afterTidying) findings.push(await find(check, visit))
  } finally {
    await outbound.close()
  }
  const answers = visit.exchanges.filter(({ answer }) => answer !== undefined).length
  return gradeOf(url, findings, { calls: visit.exchanges.length, answers })
}

/** What the visit has made and not deleted yet. */
async function tidy(visit: Visit): Promise<void> {
  for (const id of visit.made) await visit.call({ method: 'DELETE', path: pathOf(id) })
}

async function find(check: Check, visit: Visit): Promise<Finding> {
  const { id, section, promise, says, isEssential = false } = check
  const common = { id, section, promise, says, isEssential }
  const missing = missingFor(check, visit)
  if (missing !== undefined) return { ...common, outcome: 'not checked', found: missing }
  const earlier = visit.exchanges.length
  try {
    await check.run(visit)
    return { ...common, outcome: 'kept' }
  } catch (error) {
    if (error instanceof NotChecked)
      return { ...common, outcome: 'not checked', found: error.message }
    if (!(error instanceof Broken)) throw error
    const shown = error.exchange ?? visit.exchanges.slice(earlier).at(-1)
    const { expected } = error
    const found = withoutSecrets(visit, error.message)
    return { ...common, outcome: 'broken', expected, found, ...evidence(visit, shown) }
  }
}

function missingFor({ needs }: Check, { visitor, token }: Visit): string | undefined {
  if (needs === 'nothing') return undefined
  if (needs === 'sign-in') return visitor.signIn === undefined ? 'needs --code' : undefined
  if (token === undefined) return 'needs --token or --code'
  return needs === 'attended' && visitor.attended === undefined ? 'needs --attended' : undefined
}

function evidence(visit: Visit, exchange: Exchange | undefined): Pick<Finding, 'sent' | 'came'> {
  if (exchange === undefined) return {}
  const { sent, shown } = exchange
  return { sent: withoutSecrets(visit, sent), came: withoutSecrets(visit, shown) }
}
