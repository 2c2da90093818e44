import { parseArgs } from 'node:util'
import { reportText } from './report.ts'
import { verifyProvider } from './verify-provider.ts'
import type { SignIn, Visitor } from './visit.ts'

const usage = `Usage: greenroom verify-provider <base service URL> [options]

  --token T              a bearer token of your service
  --code C               instead: a code that GET /auth/authorize has just given, with
                         --client-id, --client-secret and --redirect-uri; checks the sign-in too
  --attended ID          a webinar that people attended: its records are checked
  --registrations N      how many people are registered (5); more than a page checks your pages
  --slowest-ms N         the slowest answer that is good (5000)
  --json                 the report as JSON (docs/reference/verify-provider-report.schema.json)

Exit codes: 0 nothing broken, 1 something broken, 2 the command line is wrong, 3 nobody answered.`

const text = { type: 'string' } as const

const options = {
  token: text,
  code: text,
  'client-id': text,
  'client-secret': text,
  'redirect-uri': text,
  attended: text,
  registrations: text,
  'slowest-ms': text,
  json: { type: 'boolean' },
} as const

/** Sets the exit code. */
export async function verifyProviderCommand(parameters: readonly string[]): Promise<void> {
  const asked = read(parameters)
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  const report = await verifyProvider(asked.visitor)
  console.log(asked.isJson ? JSON.stringify(report, null, 2) : reportText(report))
  const isBroken = report.findings.some(({ outcome }) => outcome === 'broken')
  if (isBroken) process.exitCode = report.answers === 0 ? 3 : 1
}

/** A sentence: what is wrong with the command line. */
function read(parameters: readonly string[]): { visitor: Visitor; isJson: boolean } | string {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(parameters)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const { values, positionals } = parsed
  const [url] = positionals
  if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    return 'The base service URL is missing or not an http(s) address.'
  }
  const signIn = signInOf(values)
  if (typeof signIn === 'string') return signIn
  const numbers = { registrations: values.registrations, slowestMs: values['slowest-ms'] }
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !/^[1-9]\d*$/.test(value))
      return `${name}: "${value}" is no whole number.`
  }
  const visitor = {
    url,
    token: values.token,
    signIn,
    attended: values.attended,
    ...(numbers.registrations === undefined
      ? {}
      : { registrations: Number(numbers.registrations) }),
    ...(numbers.slowestMs === undefined ? {} : { slowestMs: Number(numbers.slowestMs) }),
  }
  return { visitor, isJson: values.json === true }
}

const parse = (parameters: readonly string[]) =>
  parseArgs({ args: [...parameters], options, allowPositionals: true })

function signInOf(values: ReturnType<typeof parse>['values']): SignIn | string | undefined {
  const { code, 'client-id': clientId, 'client-secret': clientSecret } = values
  const redirectUri = values['redirect-uri']
  if (code === undefined) return undefined
  if (clientId === undefined || clientSecret === undefined || redirectUri === undefined) {
    return '--code needs --client-id, --client-secret and --redirect-uri.'
  }
  return { code, clientId, clientSecret, redirectUri }
}
