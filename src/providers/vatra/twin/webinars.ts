/** Webinars: making, changing and showing them. */
import { Failure, invalid } from './failure.ts'
import { newId, type TwinWebinar, type Vendor, webinarBy } from './state.ts'

type Fields = Readonly<Record<string, unknown>>

export function createWebinar(vendor: Vendor, body: Fields): TwinWebinar {
  const webinar: TwinWebinar = {
    id: newId(),
    ...fieldsIn(body, {
      externalId: null,
      title: '',
      description: null,
      startsAt: '',
      endsAt: '',
      timeZone: 'UTC',
      maxParticipants: null,
    }),
    endedAt: undefined,
  }
  vendor.webinars.set(webinar.id, webinar)
  return webinar
}

export function changeWebinar(vendor: Vendor, id: string, body: Fields): TwinWebinar {
  const webinar = webinarBy(vendor, id)
  return Object.assign(webinar, fieldsIn(body, webinar))
}

type Plan = Omit<TwinWebinar, 'id' | 'endedAt'>

function fieldsIn(body: Fields, before: Plan): Plan {
  const problems: Record<string, string> = {}
  const text = <T extends string | null>(name: keyof Plan, otherwise: T): T | string => {
    const value = body[name]
    if (value === undefined || value === null) return otherwise
    if (typeof value !== 'string') problems[name] = 'must be a text'
    return String(value)
  }
  const places = body.maxParticipants ?? before.maxParticipants
  if (places !== null && !Number.isInteger(places)) problems.maxParticipants = 'must be a number'
  const plan: Plan = {
    externalId: text('externalId', before.externalId),
    title: text('title', before.title),
    description: text('description', before.description),
    startsAt: text('startsAt', before.startsAt),
    endsAt: text('endsAt', before.endsAt),
    timeZone: text('timeZone', before.timeZone),
    maxParticipants: places === null ? null : Number(places),
  }
  checkPlan(plan, problems)
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return plan
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

function checkPlan({ title, startsAt, endsAt }: Plan, problems: Record<string, string>): void {
  if (title.trim() === '') problems.title = 'is required'
  if (!instant.test(startsAt)) problems.startsAt = 'must be an instant in UTC'
  if (!instant.test(endsAt)) problems.endsAt = 'must be an instant in UTC'
  else if (endsAt <= startsAt) problems.endsAt = 'must be after startsAt'
}

export function showWebinar(webinar: TwinWebinar): object {
  const { endedAt, ...shown } = webinar
  return { ...shown, state: endedAt === undefined ? 'scheduled' : 'ended' }
}

export function bodyOf(body: unknown): Fields {
  if (!(body instanceof Uint8Array) || body.length === 0) return {}
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString())
    if (typeof value === 'object' && value !== null) return value as Fields
  } catch (error) {
    throw new Failure(400, 'malformed', `The body is not JSON: ${String(error)}`)
  }
  throw new Failure(400, 'malformed', 'The body is not an object.')
}
