import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, beforeEach, test } from 'node:test'
import { promisify } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { systemClock } from '#clock'
import { startWebinarExtensionTwin } from '#providers'
import { type Report, reportText, type SignIn, verifyProvider } from '#verify-provider'
import { startBrokenService } from './broken-service.ts'
import { faults } from './broken-services.ts'

const twin = await startWebinarExtensionTwin({ clock: systemClock })
after(() => twin.close())
const redirectUri = 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html'
const token = await signIn()

beforeEach(() => {
  twin.control.setModes()
  twin.control.change({ creationDelaySeconds: 0, attendanceLagSeconds: 0, pageSize: 2 })
})

function newCode(): string {
  const back = new URL(twin.control.approve({ redirectUri, state: 's' }))
  return back.searchParams.get('code') ?? ''
}

function newSignIn(): SignIn {
  const { clientId, clientSecret } = twin
  return { code: newCode(), clientId, clientSecret, redirectUri }
}

async function signIn(): Promise<string> {
  const { code, clientId, clientSecret } = newSignIn()
  const answer = await post('/auth/token', undefined, {
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: null,
    redirect_uri: redirectUri,
  })
  return String(answer.access_token)
}

async function post(
  path: string,
  bearer: string | undefined,
  body: object,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${twin.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  })
  assert.ok(answer.ok, await answer.clone().text())
  return (await answer.json()) as Record<string, unknown>
}

/** A webinar of this account that three people attended an hour ago. */
async function attendedWebinar(): Promise<string> {
  const now = systemClock.now().getTime()
  const at = (minutes: number) => new Date(now + minutes * 60_000)
  const { webinarId } = await post('/webinars', token, {
    externalId: randomUUID(),
    kind: 'event',
    title: 'Attended',
    start: at(-120).toISOString(),
    end: at(-60).toISOString(),
    timeZone: 'Europe/Berlin',
  })
  for (const [name, minutes] of [
    ['ada', 20],
    ['grace', 30],
    ['edith', 40],
  ] as const) {
    const { registrationId } = await post(`/webinars/${webinarId}/registrations`, token, {
      externalId: name,
      role: 'attendee',
      firstName: name,
      lastName: 'Trial',
      email: `${name}@example.org`,
    })
    const stay = { join: at(-120), leave: at(-120 + minutes) }
    twin.control.attend(String(registrationId), stay)
  }
  return String(webinarId)
}

const broken = ({ findings }: Report) => findings.filter(({ outcome }) => outcome === 'broken')

const left = () => twin.control.webinars().filter((each) => each.deletedAt === undefined).length

test('the twin keeps every promise, and nothing is left behind', async () => {
  const attended = await attendedWebinar()
  const before = left()
  const report = await verifyProvider({ url: twin.url, signIn: newSignIn(), registrations: 7 })
  const more = await verifyProvider({ url: twin.url, token, attended })
  assert.deepEqual(broken(report), [], reportText(report))
  assert.deepEqual(broken(more), [], reportText(more))
  assert.equal(report.grade, 'A')
  assert.equal(report.score, 100)
  const notChecked = [report, more].map(({ findings }) =>
    findings.flatMap(({ id, outcome }) => (outcome === 'not checked' ? [id] : [])),
  )
  const never = notChecked[0]?.filter((id) => notChecked[1]?.includes(id))
  assert.deepEqual(never, ['retry-after'], 'together the two ways check everything')
  assert.equal(left(), before)
})

test('a service that asks to slow down, and says how long, keeps its mark', async () => {
  const service = await startBrokenService(twin.url, faults['429 with Retry-After'].fault())
  const report = await verifyProvider({ url: service.url, token })
  await service.close()
  assert.deepEqual(broken(report), [], reportText(report))
  const finding = report.findings.find(({ id }) => id === 'retry-after')
  assert.equal(finding?.outcome, 'kept')
})

test('without a token what is open is graded, and the rest says what it needs', async () => {
  const report = await verifyProvider({ url: twin.url })
  assert.equal(report.grade, 'A')
  const create = report.findings.find(({ id }) => id === 'create')
  assert.deepEqual(create?.found, 'needs --token or --code')
})

for (const [name, { fault, finds, visitor = {}, pageSize }] of Object.entries(faults)) {
  if (finds === undefined) continue
  test(`found and named: ${name}`, async () => {
    if (pageSize !== undefined) twin.control.change({ pageSize })
    const service = await startBrokenService(twin.url, fault(token))
    const account = visitor.needs === 'sign-in' ? { signIn: newSignIn() } : { token }
    const attended = visitor.needs === 'attended' ? await attendedWebinar() : undefined
    const report = await verifyProvider({
      url: service.url,
      ...account,
      attended,
      patienceMs: 400,
      slowestMs: 400,
      ...visitor.options,
    })
    await service.close()
    const found = broken(report)
    assert.ok(
      found.some(({ id }) => id === finds),
      `${finds} is not among ${found.map(({ id }) => id)}\n${reportText(report)}`,
    )
    assert.notEqual(report.grade, 'A')
    const finding = found.find(({ id }) => id === finds)
    assert.ok(finding?.expected !== undefined && finding.found !== undefined)
    assert.ok(finding.sent !== undefined && finding.came !== undefined, finds)
  })
}

const run = promisify(execFile)

async function command(...parameters: string[]): Promise<{ code: number; out: string }> {
  const path = new URL('../bin/greenroom.mjs', import.meta.url).pathname
  try {
    const { stdout } = await run(process.execPath, [path, 'verify-provider', ...parameters])
    return { code: 0, out: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout + stderr }
  }
}

test('exit codes tell a build what happened', async () => {
  assert.equal((await command(twin.url, '--token', token)).code, 0)
  const service = await startBrokenService(twin.url, faults['HTML instead of JSON'].fault(token))
  assert.equal((await command(service.url, '--token', token)).code, 1)
  await service.close()
  for (const wrong of [[], ['nowhere'], [twin.url, '--tokn', 'x'], [twin.url, '--code', 'x']]) {
    const { code, out } = await command(...wrong)
    assert.equal(code, 2)
    assert.match(out, /Usage: greenroom verify-provider/)
  }
  assert.equal((await command(service.url)).code, 3)
})

test('the JSON report is as its schema says, and holds no secret', async () => {
  const service = await startBrokenService(twin.url, faults['a lost field'].fault(token))
  const { code, out } = await command(service.url, '--token', token, '--json')
  await service.close()
  assert.equal(code, 1)
  const file = new URL('../docs/reference/verify-provider-report.schema.json', import.meta.url)
  const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(file, 'utf8')))
  assert.ok(validate(JSON.parse(out)), JSON.stringify(validate.errors))
  assert.doesNotMatch(out, new RegExp(token))
})

test('the report for people says what was expected, what came and where it is written', async () => {
  const service = await startBrokenService(twin.url, faults['a lost field'].fault(token))
  const report = await verifyProvider({ url: service.url, token })
  await service.close()
  const text = reportText(report)
  assert.match(text, /BAD the list has every registration|BAD the list gives back/)
  assert.match(text, /expected {2,}/)
  assert.match(text, /sent {2,}GET \/webinars\/.*registrations/)
  assert.match(text, /came {2,}200 after \d+ ms/)
  assert.match(text, /see {2,}.*docs\/webinar-extension-api\.openapi\.json/)
  assert.match(text, /Grade [BCD] \(\d+ % of what could be checked, \d+ calls\)/)
})
