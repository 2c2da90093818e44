/** Services with one fault each, and the promise under which it has to be found. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Asked, Fault, Told } from './broken-service.ts'

interface Trial {
  /** A fresh one each time: some remember what came. `token` is one that is valid. */
  fault(token?: string): Fault
  /** Id of the finding; undefined: this is no fault. */
  readonly finds?: string
  readonly visitor?: {
    readonly needs?: 'sign-in' | 'attended'
    readonly options?: { readonly registrations?: number }
  }
  readonly pageSize?: number
}

type Fields = Record<string, unknown>

const isCreation = ({ method, path }: Asked) => method === 'POST' && path === '/webinars'
const isRegistering = ({ method, path }: Asked) => method === 'POST' && /registrations$/.test(path)
const isList = ({ method, path }: Asked) => method === 'GET' && /registrations(\?|$)/.test(path)
const isAttendance = ({ path }: Asked) => /\/attendance/.test(path)
const isReading = ({ method, path }: Asked) => method === 'GET' && /^\/webinars\/[^/]+$/.test(path)
const isDeletion = ({ method, path }: Asked) =>
  method === 'DELETE' && /^\/webinars\/[^/]+$/.test(path)

const when = (
  applies: (asked: Asked) => boolean,
  change: (told: Told, asked: Asked) => Told,
): Fault => ({
  told: (told, asked) => (applies(asked) && told.status < 300 ? change(told, asked) : told),
})

function edited(told: Told, edit: (body: Fields) => unknown): Told {
  return { ...told, body: JSON.stringify(edit(JSON.parse(told.body) as Fields)) }
}

const items = (body: Fields, edit: (item: Fields) => Fields) => ({
  ...body,
  items: (body.items as Fields[]).map(edit),
})

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Told => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

const error = (code: string) => ({ code, message: 'A sentence for people.', retryable: false })

/** Forgets which key a thing was made under. */
const forgetful = (applies: (asked: Asked) => boolean): Fault => ({
  asked: (asked) =>
    applies(asked)
      ? { ...asked, headers: { ...asked.headers, 'idempotency-key': randomUUID() } }
      : asked,
})

const withToken = (asked: Asked, token: string | undefined): Asked => ({
  ...asked,
  headers: { ...asked.headers, authorization: `Bearer ${token}` },
})

const later = (text: unknown) => new Date(Date.parse(String(text)) + 7_200_000).toISOString()

function secondTime(applies: (asked: Asked) => boolean, then: () => Told): Fault {
  const seen = new Set<string>()
  return {
    told: (told, asked) => {
      if (!applies(asked)) return told
      const isSecond = seen.has(asked.path)
      seen.add(asked.path)
      return isSecond ? then() : told
    },
  }
}

const limited = (headers: Record<string, string>): Fault => {
  let isFirst = true
  return {
    asked: (asked) => {
      if (!isCreation(asked) || !isFirst) return asked
      isFirst = false
      return json(429, { ...error('rate-limited'), retryable: true }, headers)
    },
  }
}

export const faults = {
  '429 with Retry-After': { fault: () => limited({ 'retry-after': '1' }) },
  '429 without Retry-After': { finds: 'retry-after', fault: () => limited({}) },
  'a creation answered with 200': {
    finds: 'create',
    fault: () => when(isCreation, (told) => ({ ...told, status: 200 })),
  },
  'webinars that are made twice on retry': {
    finds: 'create-once',
    fault: () => forgetful(isCreation),
  },
  'one webinar for every title': {
    finds: 'create-other',
    fault: () => {
      let first: Told | undefined
      return when(isCreation, (told) => {
        first ??= told
        return first
      })
    },
  },
  'registrations that are duplicated on retry': {
    finds: 'register-once',
    fault: () => forgetful(isRegistering),
  },
  'a list that holds people twice': {
    finds: 'list',
    pageSize: 100,
    fault: () =>
      when(isList, (told) =>
        edited(told, (body) => ({
          ...body,
          items: [...(body.items as []), ...(body.items as [])],
        })),
      ),
  },
  'one join address for all': {
    finds: 'personal-links',
    fault: () =>
      when(isRegistering, (told) =>
        edited(told, (body) => ({ ...body, joinUrl: 'https://vendor.example/room' })),
      ),
  },
  'a lost field': {
    finds: 'list-fields',
    fault: () =>
      when(isList, (told) =>
        edited(told, (body) => items(body, ({ externalId: _lost, ...item }) => item)),
      ),
  },
  'names without their accents': {
    finds: 'list-fields',
    fault: () =>
      when(isList, (told) =>
        edited(told, (body) => items(body, (item) => ({ ...item, firstName: 'Zoe' }))),
      ),
  },
  'times of another time zone': {
    finds: 'list-times',
    fault: () =>
      when(isList, (told) =>
        edited(told, (body) =>
          items(body, (item) => ({ ...item, registeredAt: later(item.registeredAt) })),
        ),
      ),
  },
  'an updatedAt of another time zone': {
    finds: 'attendance-updated',
    fault: () =>
      when(isAttendance, (told) =>
        edited(told, (body) => ({ ...body, updatedAt: later(body.updatedAt) })),
      ),
  },
  'times without Z': {
    finds: 'attendance-empty',
    fault: () =>
      when(isAttendance, (told) =>
        edited(told, (body) => ({
          ...body,
          updatedAt: String(body.updatedAt).replace('Z', '+00:00'),
        })),
      ),
  },
  'a cursor that is ignored, so that pages loop': {
    finds: 'list',
    fault: () => ({
      asked: (asked) =>
        isList(asked) ? { ...asked, path: asked.path.replace(/\?.*$/, '') } : asked,
    }),
  },
  'unknown cursors that are taken for the first page': {
    finds: 'unknown-cursor',
    fault: () => ({
      asked: (asked) => ({ ...asked, path: asked.path.replace('?cursor=never-given', '') }),
    }),
  },
  'pages that lose a registration': {
    finds: 'list',
    fault: () =>
      when(isList, (told) =>
        edited(told, (body) =>
          body.nextCursor === undefined ? body : { ...body, items: (body.items as []).slice(1) },
        ),
      ),
  },
  'a list that ends after the first page': {
    finds: 'list',
    fault: () => when(isList, (told) => edited(told, ({ nextCursor: _lost, ...body }) => body)),
  },
  'errors of another shape': {
    finds: 'errors',
    fault: () => ({
      told: (told) => (told.status === 404 ? json(404, { error: 'Not found' }) : told),
    }),
  },
  'an unknown webinar answered with 500': {
    finds: 'no-failures',
    fault: () => ({
      told: (told) => (told.status === 404 ? json(500, error('internal-error')) : told),
    }),
  },
  'an unknown webinar answered with 200': {
    finds: 'unknown-webinar',
    fault: () => ({ told: (told) => (told.status === 404 ? json(200, {}) : told) }),
  },
  'any token that is let in': {
    finds: 'wrong-token',
    fault: (token) => ({
      asked: (asked) =>
        asked.headers.authorization === 'Bearer never-given' ? withToken(asked, token) : asked,
    }),
  },
  'a 401 without WWW-Authenticate': {
    finds: 'no-token',
    fault: () => ({
      told: (told) => (told.status === 401 ? json(401, error('unauthenticated')) : told),
    }),
  },
  'tokens that are accepted after revocation': {
    finds: 'revoked-token',
    visitor: { needs: 'sign-in' },
    fault: (token) => ({
      asked: (asked) =>
        asked.path === '/webinar-types' && asked.headers.authorization !== 'Bearer never-given'
          ? withToken(asked, token)
          : asked,
    }),
  },
  'a code that works twice': {
    finds: 'code-twice',
    visitor: { needs: 'sign-in' },
    fault: () => {
      let given: Told | undefined
      return {
        told: (told, { path, body }) => {
          if (path !== '/auth/token' || !body.includes('authorization_code')) return told
          if (told.status === 200) given = told
          return body.includes('never-given') ? told : (given ?? told)
        },
      }
    },
  },
  'tokens longer than clients can store': {
    finds: 'token-refresh',
    visitor: { needs: 'sign-in' },
    fault: () =>
      when(
        ({ body }) => body.includes('"grant_type":"refresh_token"'),
        (told) => edited(told, (body) => ({ ...body, access_token: 'x'.repeat(2000) })),
      ),
  },
  'tokens that may be cached': {
    finds: 'token-exchange',
    visitor: { needs: 'sign-in' },
    fault: () =>
      when(
        ({ path }) => path === '/auth/token',
        ({ headers: { 'cache-control': _lost, ...headers }, ...told }) => ({ ...told, headers }),
      ),
  },
  'attendance that is invented': {
    finds: 'attendance-empty',
    fault: () =>
      when(isAttendance, (told) =>
        edited(told, (body) => ({
          ...body,
          items: [{ email: 'x@example.org', joinTime: '2026-01-01T00:00:00Z', viewingMinutes: 5 }],
        })),
      ),
  },
  'attendance without times': {
    finds: 'attendance-records',
    visitor: { needs: 'attended' },
    fault: () =>
      when(isAttendance, (told) =>
        edited(told, (body) => items(body, ({ joinTime: _lost, ...item }) => item)),
      ),
  },
  'attendance that leaves before it joins': {
    finds: 'attendance-records',
    visitor: { needs: 'attended' },
    fault: () =>
      when(isAttendance, (told) =>
        edited(told, (body) =>
          items(body, (item) => ({ ...item, joinTime: item.leaveTime, leaveTime: item.joinTime })),
        ),
      ),
  },
  'a since that loses what is older than a page': {
    finds: 'attendance-since-start',
    visitor: { needs: 'attended' },
    fault: () =>
      when(
        ({ path }) => path.includes('since='),
        (told) => edited(told, ({ nextCursor: _lost, ...body }) => ({ ...body, items: [] })),
      ),
  },
  'slow answers': {
    finds: 'speed',
    fault: () => ({
      asked: async (asked) => {
        if (asked.path === '/status') await sleep(600)
        return asked
      },
    }),
  },
  'HTML instead of JSON': {
    finds: 'json',
    fault: () =>
      when(isReading, () => ({
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<h1>Maintenance</h1>',
      })),
  },
  'JSON under another content type': {
    finds: 'json',
    fault: () =>
      when(isReading, (told) => ({ ...told, headers: { 'content-type': 'text/plain' } })),
  },
  redirects: {
    finds: 'no-redirects',
    fault: () =>
      when(isReading, () => ({ status: 302, headers: { location: '/elsewhere' }, body: '' })),
  },
  'a deletion that fails the second time': {
    finds: 'delete',
    fault: () => secondTime(isDeletion, () => json(409, error('webinar-deleted'))),
  },
  'a deleted webinar that can still be read': {
    finds: 'deleted-is-gone',
    fault: () => {
      const known = new Map<string, Told>()
      return {
        told: (told, asked) => {
          if (!isReading(asked)) return told
          if (told.status === 200) known.set(asked.path, told)
          return known.get(asked.path) ?? told
        },
      }
    },
  },
  'a cancellation that fails the second time': {
    finds: 'cancel',
    fault: () =>
      secondTime(
        ({ method, path }) => method === 'DELETE' && path.includes('/registrations/'),
        () => json(409, error('registration-cancelled')),
      ),
  },
  'cancelled people who stay registered': {
    finds: 'cancelled-is-listed',
    fault: () =>
      when(isList, (told) =>
        edited(told, (body) => items(body, (item) => ({ ...item, status: 'registered' }))),
      ),
  },
  'another id for who comes back': {
    finds: 'register-again',
    fault: () => {
      let isCancelled = false
      return {
        asked: (asked) => {
          if (asked.method === 'DELETE') isCancelled = true
          const isBack = isRegistering(asked) && isCancelled
          return isBack
            ? { ...asked, headers: { ...asked.headers, 'idempotency-key': randomUUID() } }
            : asked
        },
      }
    },
  },
  'a null where a value is absent': {
    finds: 'create',
    fault: () =>
      when(isCreation, (told) => edited(told, (body) => ({ ...body, statusReason: null }))),
  },
  'a creation that never ends': {
    finds: 'create',
    fault: () =>
      when(
        (asked) => isCreation(asked) || isReading(asked),
        (told) => edited(told, (body) => ({ ...body, status: 'pending' })),
      ),
  },
  'local times that are guessed': {
    finds: 'local-time',
    fault: () => ({
      asked: (asked) => ({
        ...asked,
        body: asked.body
          .replace('2001-01-01T00:00:00"', '2001-01-01T00:00:00Z"')
          .replace(
            /"start":"2001[^"]*","end":"([^"]*)"/,
            (_all, end) =>
              `"start":"${new Date(Date.parse(end) - 60_000).toISOString()}","end":"${end}"`,
          ),
      }),
    }),
  },
  'an answer that never comes': {
    finds: 'answers',
    fault: () => ({ told: (told, asked) => (isAttendance(asked) ? { ...told, status: 0 } : told) }),
  },
} as const satisfies Record<string, Trial> as Record<string, Trial> & Record<Named, Trial>

type Named = '429 with Retry-After' | 'HTML instead of JSON' | 'a lost field'
