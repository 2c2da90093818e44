/** A hub whose Data API refuses what cannot be registered, and a way to prove a list of refusals. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from './hub.ts'

const apiKey = 'an-api-key-of-some-length-3'

export type Body = Readonly<Record<string, unknown>>

export interface Answer {
  readonly status: number
  readonly body: Body & { readonly error?: { readonly code: string; readonly message: string } }
}

export type Refused = readonly [
  what: string,
  act: () => Promise<Answer>,
  code: string,
  message: RegExp | string,
]

export interface RegistrationHub {
  call(method: string, path: string, body?: object): Promise<Answer>
  /** Gives the row. */
  create(set: string, body: object): Promise<Body>
}

/** Call at the top of a test file. */
export async function registrationHub(): Promise<RegistrationHub> {
  const hub = await testHub({
    environment: { GREENROOM_API_KEY: apiKey, GREENROOM_WEBHOOK_PORTS: '80, 443,8443' },
  })
  await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
  const call = (method: string, path: string, body?: object) =>
    send(`${hub.url}/api/data/v9.1/${path}`, method, body)
  return {
    call,
    async create(set, body) {
      const answer = await call('POST', set, body)
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return answer.body
    },
  }
}

async function send(url: string, method: string, body: object | undefined): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
}

export function proveRefusals(list: readonly Refused[]): void {
  for (const [what, act, code, message] of list) {
    test(`refused: ${what}`, async () => {
      const { status, body } = await act()
      assert.equal(status, 400, JSON.stringify(body))
      assert.equal(body.error?.code, code, JSON.stringify(body))
      if (typeof message === 'string') assert.equal(body.error?.message, message)
      else assert.match(body.error?.message ?? '', message)
      assert.doesNotMatch(JSON.stringify(body), /planted/)
    })
  }
}

export const webhook = {
  name: 'Receiver',
  url: 'https://receiver.example/hooks',
  contract: 8,
  authtype: 4,
  authvalue: 'planted-key',
}
export const queue = {
  ...{ name: 'Broker', contract: 6, authtype: 2, path: 'changes' },
  ...{ namespaceaddress: 'amqps://broker.example', saskeyname: 'hub', saskey: 'planted-word' },
}
