import type { Check } from './check.ts'
import { answered, body, demand, NotChecked, refused } from './demand.ts'
import type { Exchange, Visit } from './visit.ts'

const redirectUri = 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html'
const section = 'Sign-in'

interface Token {
  readonly access_token: string
  readonly refresh_token?: string
}

const stranger = {
  grant_type: 'authorization_code',
  code: 'never-given',
  client_id: 'verify-provider',
  client_secret: 'verify-provider',
  refresh_token: null,
  redirect_uri: redirectUri,
}

const authorize = (visit: Visit) =>
  visit.call({
    method: 'GET',
    path: `/auth/authorize?${new URLSearchParams({ client_id: 'verify-provider', redirect_uri: redirectUri, state: 'abc' })}`,
    token: null,
  })

export const askToken = (visit: Visit, fields: object): Promise<Exchange> =>
  visit.call({ method: 'POST', path: '/auth/token', body: fields, token: null })

/** Keeps what was given out of the report. */
export function noteToken(visit: Visit, { access_token, refresh_token }: Token): void {
  visit.secrets.add(access_token)
  if (refresh_token !== undefined) visit.secrets.add(refresh_token)
  visit.token = access_token
  visit.refreshToken = refresh_token
}

export const signInChecks: readonly Check[] = [
  {
    id: 'authorize-page',
    section,
    promise: 'GET /auth/authorize answers a browser with a page',
    says: 'GET /auth/authorize',
    needs: 'nothing',
    run: async (visit) => {
      const { answer, failure } = await authorize(visit)
      const type = answer?.headers['content-type'] ?? failure ?? 'nothing'
      demand(/html/.test(type), 'content type text/html', type)
      demand((answer?.status ?? 500) < 500, 'status 200 or 400', `status ${answer?.status}`)
    },
  },
  {
    id: 'authorize-stranger',
    section,
    promise: 'a client that is not known is sent nowhere',
    says: 'GET /auth/authorize',
    needs: 'nothing',
    run: async (visit) => {
      const { answer } = await authorize(visit)
      const target = answer?.headers.location
      demand(target?.startsWith('https://hub.example') !== true, 'no redirect', `to ${target}`)
    },
  },
  {
    id: 'token-stranger',
    section,
    promise: 'POST /auth/token refuses a code that was never given',
    says: 'POST /auth/token',
    needs: 'nothing',
    run: async (visit) => {
      body(await askToken(visit, stranger), [400, 401], 'TokenError')
    },
  },
  {
    id: 'token-exchange',
    section,
    promise: 'a code is exchanged for a short bearer token that nobody may cache',
    says: 'POST /auth/token',
    needs: 'sign-in',
    isEssential: true,
    run: async (visit) => {
      const exchange = await askToken(visit, codeExchange(visit))
      // Kept before the answer is judged, so that everything else can still be checked.
      const found = answered(exchange, 200) as Token
      if (typeof found?.access_token === 'string') noteToken(visit, found)
      body(exchange, 200, 'Token')
      const cached = exchange.answer?.headers['cache-control']
      demand(
        cached === 'no-store',
        'cache-control: no-store',
        `cache-control: ${cached ?? 'absent'}`,
      )
    },
  },
  {
    id: 'token-refresh',
    section,
    promise: 'a refresh token gives another bearer token that is accepted',
    says: 'POST /auth/token',
    needs: 'sign-in',
    run: async (visit) => {
      if (visit.refreshToken === undefined) throw new NotChecked('no refresh token was given')
      const { clientId, clientSecret } = visit.visitor.signIn ?? {}
      const exchange = await askToken(visit, {
        grant_type: 'refresh_token',
        refresh_token: visit.refreshToken,
        client_id: clientId,
        client_secret: clientSecret,
      })
      noteToken(visit, body<Token>(exchange, 200, 'Token'))
      answered(await visit.call({ method: 'GET', path: '/status' }), 200)
    },
  },
  {
    id: 'no-token',
    section,
    promise: 'a call without a token is answered with 401 and WWW-Authenticate',
    says: 'Response NotAuthenticated',
    needs: 'nothing',
    isEssential: true,
    run: async (visit) =>
      refusesToken(await visit.call({ method: 'GET', path: '/webinar-types', token: null })),
  },
  {
    id: 'wrong-token',
    section,
    promise: 'a token that was never given is answered with 401',
    says: 'Response NotAuthenticated',
    needs: 'nothing',
    isEssential: true,
    run: async (visit) =>
      refusesToken(
        await visit.call({ method: 'GET', path: '/webinar-types', token: 'never-given' }),
      ),
  },
]

/** The last of all: it makes the token of the visit useless. */
export const revocationChecks: readonly Check[] = [
  {
    id: 'code-twice',
    section: 'Revocation',
    promise: 'a code that comes a second time is refused',
    says: 'POST /auth/token',
    needs: 'sign-in',
    run: async (visit) => {
      body(await askToken(visit, codeExchange(visit)), 400, 'TokenError')
    },
  },
  {
    id: 'revoked-token',
    section: 'Revocation',
    promise: 'after that, what the code gave is not accepted any more',
    says: 'POST /auth/token',
    needs: 'sign-in',
    run: async (visit) => refusesToken(await visit.call({ method: 'GET', path: '/webinar-types' })),
  },
]

function codeExchange({ visitor: { signIn } }: Visit): object {
  return {
    grant_type: 'authorization_code',
    code: signIn?.code,
    client_id: signIn?.clientId,
    client_secret: signIn?.clientSecret,
    refresh_token: null,
    redirect_uri: signIn?.redirectUri,
  }
}

function refusesToken(exchange: Exchange): void {
  refused(exchange, 401)
  const header = exchange.answer?.headers['www-authenticate']
  demand(/^Bearer/.test(header ?? ''), 'WWW-Authenticate: Bearer …', header ?? 'no such header')
}
