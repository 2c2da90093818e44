import type { Reach } from './state.ts'

/** Graph gives an address ten seconds. */
const timeoutMs = 10_000

/** Redirects are not followed. Nobody there is an outcome here. */
export const reachByHttp: Reach = async ({ method, url, headers, body }) => {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await fetch(url, { method, headers, body, redirect: 'manual', signal })
    const contentType = answer.headers.get('content-type') ?? ''
    return { status: answer.status, contentType, text: await answer.text() }
  } catch (error) {
    if (error instanceof Error) return { status: 0 }
    throw error
  }
}
