/**
 * The part of Vatra that nobody has documented: which calls there are, and how they are spelled.
 * This file is the whole guess. It is a description that an administrator adapts without code: what
 * is typed into the setting "Description of the API" is a JSON Merge Patch (RFC 7396) over it.
 *
 * Words: a *call* is one request with what its answer holds. A *field* is a place in an answer,
 * with dots: `error.message`. A *template* holds placeholders in braces: `{title}`.
 */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { type PlaceholderName, placeholdersIn } from './template.ts'

const closed = { additionalProperties: false } as const

const field = Type.String({ pattern: '^[\\w$-]+(\\.[\\w$-]+)*$', maxLength: 100 })
/** Below the server; a path may not lead to another host. */
const path = Type.String({ pattern: '^/(?!/)(?!.*\\.\\.)[^\\s#\\\\]*$', maxLength: 300 })
/** Empty: the answer itself is the list. */
const list = Type.Union([Type.Literal(''), field])

/** Those that carry the token at one vendor or another; most others belong to the connection. */
const headerName = '^([aA]uthorization|[xX]-[A-Za-z0-9-]+|[aA][pP][iI]-?[kK][eE][yY])$'

const request = {
  method: Type.String({ pattern: '^(GET|POST|PUT|PATCH|DELETE)$' }),
  path,
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
}

const page = { ...request, list, next: Type.Optional(field) }

const calls = Type.Object(
  {
    account: Type.Optional(
      Type.Object(
        { ...request, answer: Type.Object({ name: Type.Optional(field) }, closed) },
        closed,
      ),
    ),
    find: Type.Optional(
      Type.Object({ ...page, item: Type.Object({ id: field, key: field }, closed) }, closed),
    ),
    create: Type.Optional(
      Type.Object({ ...request, answer: Type.Object({ id: field }, closed) }, closed),
    ),
    read: Type.Optional(Type.Object(request, closed)),
    update: Type.Optional(Type.Object(request, closed)),
    delete: Type.Optional(Type.Object(request, closed)),
    participants: Type.Optional(
      Type.Object(
        {
          ...page,
          item: Type.Object(
            {
              person: Type.Optional(field),
              email: Type.Optional(field),
              joined: field,
              left: Type.Optional(field),
            },
            closed,
          ),
        },
        closed,
      ),
    ),
    recordings: Type.Optional(
      Type.Object(
        {
          ...page,
          item: Type.Object(
            {
              id: field,
              title: Type.Optional(field),
              started: Type.Optional(field),
              seconds: Type.Optional(field),
              url: field,
            },
            closed,
          ),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** The JSON Schema of a whole description; README.md says it in words. */
export const surfaceSchema = Type.Object(
  {
    authorization: Type.Object(
      {
        header: Type.String({ pattern: headerName, maxLength: 100 }),
        value: Type.String({ maxLength: 300 }),
      },
      closed,
    ),
    errors: Type.Object({ message: field, code: Type.Optional(field) }, closed),
    room: Type.String({ pattern: '^(\\{server\\}/|https?://)[^\\s#]+$', maxLength: 300 }),
    token: Type.Object(
      {
        issuer: Type.String({ maxLength: 300 }),
        audience: Type.String({ maxLength: 300 }),
        subject: Type.String({ maxLength: 300 }),
        minutes: Type.Integer({ minimum: 1, maximum: 1440 }),
        claims: Type.Record(Type.String(), Type.Unknown()),
        roles: Type.Object(
          { attendee: Type.String(), presenter: Type.String(), host: Type.String() },
          closed,
        ),
      },
      closed,
    ),
    calls,
  },
  closed,
)

export type Surface = Static<typeof surfaceSchema>
export type Calls = Surface['calls']
export type CallName = keyof Calls

const webinar = {
  title: '{title}',
  description: '{description}',
  startsAt: '{start}',
  endsAt: '{end}',
  timeZone: '{timeZone}',
  maxParticipants: '{places}',
}

/** Proposed, not known: only the four fields of the settings form are. */
export const proposedSurface: Surface = {
  authorization: { header: 'authorization', value: 'Bearer {token}' },
  errors: { message: 'error.message', code: 'error.code' },
  room: '{server}/room/{id}?jwt={jwt}',
  token: {
    issuer: '{hub}',
    audience: 'vatra',
    subject: '{registration}',
    minutes: 15,
    claims: { name: '{name}', email: '{email}', role: '{role}', room: '{id}' },
    roles: { attendee: 'attendee', presenter: 'presenter', host: 'host' },
  },
  calls: {
    account: { method: 'GET', path: '/api/v1/account', answer: { name: 'name' } },
    find: {
      method: 'GET',
      path: '/api/v1/webinars?externalId={key}&cursor={cursor}',
      list: 'data',
      next: 'nextCursor',
      item: { id: 'id', key: 'externalId' },
    },
    create: {
      method: 'POST',
      path: '/api/v1/webinars',
      body: { ...webinar, externalId: '{key}' },
      answer: { id: 'id' },
    },
    read: { method: 'GET', path: '/api/v1/webinars/{id}' },
    update: { method: 'PATCH', path: '/api/v1/webinars/{id}', body: webinar },
    delete: { method: 'DELETE', path: '/api/v1/webinars/{id}' },
    participants: {
      method: 'GET',
      path: '/api/v1/webinars/{id}/participants?cursor={cursor}&limit=100',
      list: 'data',
      next: 'nextCursor',
      item: { person: 'externalId', joined: 'joinedAt', left: 'leftAt' },
    },
    recordings: {
      method: 'GET',
      path: '/api/v1/webinars/{id}/recordings?cursor={cursor}&limit=100',
      list: 'data',
      next: 'nextCursor',
      item: {
        id: 'id',
        title: 'title',
        started: 'startedAt',
        seconds: 'durationSeconds',
        url: 'url',
      },
    },
  },
}

export type SurfaceReading =
  | { readonly kind: 'surface'; readonly surface: Surface }
  /** Completes "takes …". */
  | { readonly kind: 'fault'; readonly expected: string }

const validator = Compile(surfaceSchema)

/** Reads what an administrator typed; nothing typed gives the proposed surface. */
export function readSurface(typed: string | undefined): SurfaceReading {
  if (typed === undefined || typed.trim() === '') return good(proposedSurface)
  let patch: unknown
  try {
    patch = JSON.parse(typed)
  } catch (error) {
    return fault(`JSON; this is none: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (!isObject(patch)) return fault('a JSON object with what differs, in braces')
  const surface = mergePatch(proposedSurface, patch)
  if (!validator.Check(surface)) return fault(firstProblem(surface))
  const problem = wrongTemplate(surface)
  return problem === undefined ? good(surface) : fault(problem)
}

const good = (surface: Surface): SurfaceReading => ({ kind: 'surface', surface })
const fault = (expected: string): SurfaceReading => ({ kind: 'fault', expected })

/** RFC 7396: what is named replaces, null removes, objects are gone into. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged = new Map(Object.entries(isObject(target) ? target : {}))
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  return Object.fromEntries(merged)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function firstProblem(surface: unknown): string {
  const problem = validator.Errors(surface)[0]
  const place = (problem?.instancePath ?? '').slice(1).replaceAll('/', ' → ')
  const params: Readonly<Record<string, unknown>> = { ...problem?.params }
  const names = params.additionalProperties ?? params.requiredProperties
  const which = Array.isArray(names) ? ` (${names.join(', ')})` : ''
  // Names that the schema does not list are held against the schema `false`.
  const isStrange = problem?.keyword === 'boolean'
  const why = isStrange ? 'is no part of one' : `${problem?.message ?? 'does not fit'}${which}`
  return `a description that fits its schema; ${place === '' ? 'the whole' : place} ${why}`
}

interface Rule {
  readonly allowed: readonly PlaceholderName[]
  readonly needed?: PlaceholderName
}

const planned = [
  'key',
  'title',
  'description',
  'start',
  'end',
  'startLocal',
  'endLocal',
  'startSeconds',
  'endSeconds',
  'minutes',
  'timeZone',
  'language',
  'places',
] as const satisfies readonly PlaceholderName[]

const callRules: Readonly<Record<CallName, Rule>> = {
  account: { allowed: [] },
  find: { allowed: ['key', 'cursor'], needed: 'key' },
  create: { allowed: planned },
  read: { allowed: ['id'], needed: 'id' },
  update: { allowed: ['id', ...planned], needed: 'id' },
  delete: { allowed: ['id'], needed: 'id' },
  participants: { allowed: ['id', 'cursor'], needed: 'id' },
  recordings: { allowed: ['id', 'cursor'], needed: 'id' },
}

const person = ['hub', 'id', 'registration', 'name', 'email', 'role'] as const

/** What the hub itself writes into every token. */
const ownClaims = ['iss', 'aud', 'sub', 'iat', 'nbf', 'exp', 'jti']

function wrongTemplate(surface: Surface): string | undefined {
  const { authorization, room, token } = surface
  const parts: readonly (readonly [string, unknown, Rule])[] = [
    ['authorization → value', authorization.value, { allowed: ['token'], needed: 'token' }],
    ['room', room, { allowed: ['server', 'id', 'jwt'], needed: 'jwt' }],
    ['token', [token.issuer, token.audience, token.subject, token.claims], { allowed: person }],
    ...Object.entries(surface.calls).map(
      ([name, { path, body }]) =>
        [`calls → ${name}`, [path, body], callRules[name as CallName]] as const,
    ),
  ]
  for (const [place, template, rule] of parts) {
    const problem = placeholderProblem(place, template, rule)
    if (problem !== undefined) return problem
  }
  const own = ownClaims.find((name) => Object.hasOwn(token.claims, name))
  if (own !== undefined) return `claims beside ${ownClaims.join(', ')}; these are the hub's own`
  return incompletePages(surface)
}

function placeholderProblem(
  place: string,
  template: unknown,
  { allowed, needed }: Rule,
): string | undefined {
  const used = placeholdersIn(template)
  const unknown = used.find((name) => !(allowed as readonly string[]).includes(name))
  const known = allowed.map((name) => `{${name}}`).join(', ')
  if (unknown !== undefined) {
    return `only these placeholders in ${place}: ${known || 'none'}; found {${unknown}}`
  }
  if (needed === undefined || used.includes(needed)) return undefined
  return `the placeholder {${needed}} in ${place}`
}

/** Without the cursor in its path the first page would be asked for again and again. */
function incompletePages({ calls }: Surface): string | undefined {
  for (const name of ['find', 'participants', 'recordings'] as const) {
    const call = calls[name]
    if (call?.next === undefined || placeholdersIn(call.path).includes('cursor')) continue
    return `the placeholder {cursor} in the path of calls → ${name}, because it has a next page`
  }
  return undefined
}
