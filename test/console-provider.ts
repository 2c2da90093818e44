/** A real OpenID Connect provider (npm `oidc-provider`) for users of the console. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import { openBrowser } from './console-visit.ts'
import { cleanUpAfterwards } from './database.ts'

export interface ConsoleProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Claims by subject; may change. */
  readonly people: Record<string, Readonly<Record<string, unknown>>>
  /** Signs somebody in at the address that the hub sent them to; gives where they are sent back to. */
  signIn(address: string, person: string): Promise<string>
  /** From now on it answers nothing but 503. */
  fail(): void
}

export async function consoleProvider(
  redirect: string,
  people: ConsoleProvider['people'],
): Promise<ConsoleProvider> {
  let answer: RequestListener = (_, response) => response.writeHead(503).end()
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = {
    client_id: 'greenroom',
    client_secret: 'a secret: of the test & as long as they are',
  }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  answer = new Provider(issuer, {
    clients: [{ ...client, redirect_uris: [redirect], response_types: ['code'] }],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'ES256' }] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: ['signs the cookies of the test'] },
    claims: { email: ['email', 'email_verified'], profile: ['given_name', 'family_name', 'name'] },
    pkce: { required: () => true },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people[id] }),
    }),
  }).callback()
  cleanUpAfterwards(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  return {
    ...{ issuer, people, clientId: client.client_id, clientSecret: client.client_secret },
    signIn: (address, person) => signIn(issuer, redirect, address, person),
    fail() {
      answer = (_, response) => response.writeHead(503).end()
    },
  }
}

/** The sign-in form, the consent form, and back: each is a redirect or two. */
async function signIn(
  issuer: string,
  redirect: string,
  start: string,
  person: string,
): Promise<string> {
  const browser = openBrowser({ url: issuer })
  let address = start
  let form: Record<string, string> | undefined
  for (let step = 0; step < 12 && !address.startsWith(redirect); step += 1) {
    const page =
      form === undefined ? await browser.visit(address) : await browser.submit(address, form)
    form = undefined
    const next = page.headers.get('location')
    if (next !== null) address = next
    else if (step < 4) form = { prompt: 'login', login: person, password: 'any' }
    else form = { prompt: 'consent' }
  }
  return address
}
