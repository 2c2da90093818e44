/**
 * A real OpenID Connect provider on 127.0.0.1 (npm `oidc-provider`), and people who sign in there
 * with a browser that keeps cookies.
 */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { Provider } from 'oidc-provider'
import { cleanUpAfterwards } from './database.ts'

export interface IdentityProvider {
  readonly metadata: string
  readonly clientId: string
  /** Signs somebody in and gives their id token. */
  signIn(person: string, clientId?: string): Promise<string>
  /** From now on it signs with a new key and publishes only that one. */
  rotateKeys(): Promise<void>
  /** From now on it answers nothing but 503. */
  fail(): void
}

type Claims = Readonly<Record<string, unknown>>

const redirect = 'https://www.company.example/signed-in'
const clientSecret = 'a secret of the test alone, as long as they are'

export async function startIdentityProvider(
  people: Readonly<Record<string, Claims>>,
): Promise<IdentityProvider> {
  let answer: RequestListener = (_, response) => response.writeHead(503).end()
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clientId = 'greenroom-website'
  const serve = async () => {
    answer = createProvider(issuer, clientId, people, await newKey())
  }
  await serve()
  cleanUpAfterwards(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  return {
    metadata: `${issuer}/.well-known/openid-configuration`,
    clientId,
    signIn: (person, client = clientId) => signIn(issuer, client, person),
    rotateKeys: serve,
    fail() {
      answer = (_, response) => response.writeHead(503).end()
    },
  }
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' }
}

function createProvider(
  issuer: string,
  clientId: string,
  people: Readonly<Record<string, Claims>>,
  key: JWK,
): RequestListener {
  const client = {
    client_secret: clientSecret,
    redirect_uris: [redirect],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
  }
  const provider = new Provider(issuer, {
    clients: [
      { ...client, client_id: clientId },
      { ...client, client_id: 'another-website' },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['signs the cookies of the test'] },
    claims: {
      openid: ['sub', 'oid'],
      email: ['email', 'email_verified', 'emails'],
      profile: ['given_name', 'family_name', 'name'],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => false },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people[id] }),
    }),
  })
  return provider.callback()
}

async function signIn(issuer: string, clientId: string, person: string): Promise<string> {
  const browser = openBrowser(issuer)
  const asked = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'openid email profile',
  })
  let address = `/auth?${asked}`
  let form: Record<string, string> | undefined
  // The sign-in form, the consent form, and back: each is a redirect or two.
  for (let step = 0; step < 12 && !address.startsWith(redirect); step += 1) {
    const next = await browser(address, form)
    form = undefined
    if (next !== undefined) address = next
    else if (step < 4) form = { prompt: 'login', login: person, password: 'any' }
    else form = { prompt: 'consent' }
  }
  const code = new URL(address).searchParams.get('code') ?? ''
  return await exchange(issuer, clientId, code)
}

/** Gives where an answer redirects to; undefined for a page. */
function openBrowser(issuer: string) {
  const cookies = new Map<string, string>()
  return async (address: string, form?: Record<string, string>): Promise<string | undefined> => {
    const response = await fetch(new URL(address, issuer), {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    await response.arrayBuffer()
    return response.headers.get('location') ?? undefined
  }
}

async function exchange(issuer: string, clientId: string, code: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirect,
      code,
    }),
  })
  const { id_token: idToken } = (await response.json()) as { id_token?: string }
  if (idToken === undefined) throw new Error('The provider of the test gave no id token.')
  return idToken
}
