/** The one place that talks to the hub: the same addresses that scripts use, with the session. */

/** An answer that says no: RFC 9457 of /api/v1 or the error object of the Data API. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  /** What happened, without the advice. */
  readonly sentence: string
  readonly advice: string
  /** Which input it is about, e.g. `body.start`. */
  readonly input: string | undefined

  constructor(status: number, found: ProblemBody) {
    super(found.detail ?? found.error?.message ?? `The hub answered ${status}.`)
    this.name = 'Problem'
    this.status = status
    this.code = found.code ?? found.error?.code ?? String(status)
    this.sentence = found.title ?? this.message
    this.advice = found.advice ?? ''
    this.input = found.input
  }
}

interface ProblemBody {
  readonly title?: string
  readonly detail?: string
  readonly code?: string
  readonly advice?: string
  readonly input?: string
  readonly error?: { readonly code: string; readonly message: string }
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem
}

export interface Sending {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON; a file as it is, with its own type. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** Rejects with a `Problem` where the hub refuses; goes to the sign-in where nobody is signed in. */
export async function request<T>(address: string, sending: Sending = {}): Promise<T> {
  const response = await send(address, sending)
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

export async function send(address: string, sending: Sending = {}): Promise<Response> {
  const { method = 'GET', body, headers = {}, signal } = sending
  const response = await fetch(address, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (response.ok) return response
  if (response.status === 401) return await signInAgain()
  throw new Problem(response.status, await bodyOf(response))
}

/** Files without a type of their own are bytes. */
function typeOf(body: unknown): string {
  if (!(body instanceof Blob)) return 'application/json'
  return body.type === '' ? 'application/octet-stream' : body.type
}

async function bodyOf(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody
  } catch {
    return {}
  }
}

/** The session ended: sign in and come back here. Never resolves, the page is leaving. */
function signInAgain(): Promise<never> {
  const here = `${location.pathname}${location.search}`
  location.assign(`/admin/sign-in?return=${encodeURIComponent(here)}`)
  return new Promise(() => {})
}
