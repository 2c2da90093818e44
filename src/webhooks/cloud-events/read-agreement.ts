/** What a receiver answers to the question whether it wants events. */

export type Agreement =
  | { readonly isAgreed: true; readonly perMinute: number | undefined }
  | { readonly isAgreed: false; readonly problem: string }

/** CloudEvents, HTTP 1.1 Web Hooks §4.2: origin and rate that it allows. */
export function readAgreement(
  status: number,
  headers: Readonly<Record<string, string>>,
  origin: string,
): Agreement {
  if (status < 200 || status > 299) return no(`it answered with the status ${status}`)
  const allowed = headers['webhook-allowed-origin']?.trim()
  if (allowed === undefined) return no('its answer has no header WebHook-Allowed-Origin')
  const names = allowed.split(',').map((name) => name.trim().toLowerCase())
  if (!names.includes('*') && !names.includes(origin.toLowerCase())) {
    return no(`it allows ${allowed.slice(0, 200)}, and this hub is ${origin}`)
  }
  const rate = headers['webhook-allowed-rate']?.trim() ?? '*'
  if (rate === '*') return { isAgreed: true, perMinute: undefined }
  if (!/^[1-9]\d{0,8}$/.test(rate)) {
    return no(`WebHook-Allowed-Rate is "${rate.slice(0, 40)}", not a number of requests per minute`)
  }
  return { isAgreed: true, perMinute: Number(rate) }
}

const no = (problem: string): Agreement => ({ isAgreed: false, problem: `${problem}.` })
