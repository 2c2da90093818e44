/** A person with a browser at the console: keeps cookies, sends what browsers send. */
import type { TestHub } from './hub.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any
}

export interface Browser {
  visit(path: string, headers?: Record<string, string>): Promise<Answer>
  submit(
    path: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Answer>
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
  readonly cookies: Map<string, string>
}

export function openBrowser(hub: Pick<TestHub, 'url'>, own: Record<string, string> = {}): Browser {
  const cookies = new Map<string, string>()
  async function send(path: string, options: RequestInit): Promise<Answer> {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(new URL(path, hub.url), {
      redirect: 'manual',
      ...options,
      headers: { ...own, ...(cookie === '' ? {} : { cookie }), ...options.headers },
    })
    for (const each of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const { status, headers } = response
    return { status, headers, text, json: isJson && text !== '' ? JSON.parse(text) : undefined }
  }
  return {
    cookies,
    visit: (path, headers = {}) => send(path, { headers }),
    submit: (path, form, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers }),
    call: (method, path, body, headers = {}) =>
      send(path, {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

/** A browser that is signed in by a one-time link. */
export async function signedInBrowser(
  hub: Pick<TestHub, 'url' | 'identity'>,
  userId: string,
  own: Record<string, string> = {},
): Promise<Browser> {
  const browser = openBrowser(hub, own)
  const token = await hub.identity.newSignInLink(userId)
  await browser.submit('/admin/sign-in/link', { token })
  return browser
}
