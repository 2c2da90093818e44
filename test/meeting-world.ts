/** A hub with people who plan meetings, an account at a twin, and a mail server that keeps the mails. */

import { systemCaller } from '#identity'
import { silentLog } from '#log'
import { type RunningTwin, startTwins, type Twins } from '#twins'
import { cleanUpAfterwards } from './database.ts'
import { type TestHub, type TestHubOptions, testHub } from './hub.ts'
import { type SmtpPeer, startSmtpPeer } from './smtp-peer.ts'
import { create } from './story.ts'

export interface Asked {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked into by tests.
  readonly answer: any
}

export interface MeetingWorld {
  readonly hub: TestHub
  readonly smtp: SmtpPeer
  readonly twins: Twins
  /** A person who plans, with an API key; an Event Manager unless another role is named. */
  planner(name: string, email: string, role?: string): Promise<Planner>
  /** An account at the twin of this adapter, ready for use. */
  accountAt(adapter: string): Promise<string>
  /** The same at a twin that the test has started itself. */
  accountOf(twin: RunningTwin): Promise<string>
}

export interface Planner {
  readonly userId: string
  ask(method: string, path: string, body?: object): Promise<Asked>
}

/** Call once at the top of a test file. */
export async function meetingWorld(
  options: TestHubOptions & { withoutTwins?: boolean } = {},
): Promise<MeetingWorld> {
  const smtp = await startSmtpPeer()
  const hub = await testHub({
    ...options,
    environment: {
      SMTP_URL: smtp.url,
      GREENROOM_MAIL_FROM: 'Greenroom <hub@events.example>',
      ...options.environment,
    },
  })
  const place = { clock: hub.clock, host: '127.0.0.1', log: silentLog, firstPort: 0 }
  const twins = await startTwins({ ...place, ...(options.withoutTwins ? { only: [] } : {}) })
  cleanUpAfterwards(() => twins.close())
  return {
    hub,
    smtp,
    twins,
    planner: (name, email, role) => newPlanner(hub, name, email, role),
    accountAt: (adapter) => newAccount(hub, twinOf(twins, adapter)),
    accountOf: (twin) => newAccount(hub, twin),
  }
}

export function twinOf({ all }: Twins, adapter: string): RunningTwin {
  const twin = all.find((each) => each.adapter === adapter)
  if (twin === undefined) throw new Error(`There is no twin of ${adapter}.`)
  return twin
}

async function newPlanner(
  hub: TestHub,
  name: string,
  email: string,
  role = 'Event Manager',
): Promise<Planner> {
  const [firstname, lastname] = name.split(' ')
  const userId = await create(hub, 'systemuser', {
    firstname,
    lastname,
    internalemailaddress: email,
    domainname: email,
    businessunitid: systemCaller.businessUnitId,
  })
  await hub.testDatabase.pool.query(
    `insert into systemuserroles (systemuserid, roleid)
     select $1, roleid from role where name = $2`,
    [userId, role],
  )
  const { key } = await hub.identity.apiKeys.create(systemCaller, { name, userId })
  return {
    userId,
    async ask(method, path, body) {
      const answer = await fetch(`${hub.url}/api/v1/meetings${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: answer.status, answer: JSON.parse(await answer.text()) }
    },
  }
}

async function newAccount(hub: TestHub, twin: RunningTwin): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: twin.name,
    msevtmgt_base_service_url: twin.url,
    msevtmgt_maxdurationinminutes: 480,
    msevtmgt_termsofservice: 'https://webinars.example/terms',
    msevtmgt_privacypolicy: 'https://webinars.example/privacy',
    gr_adapter: twin.adapter,
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: `Our ${twin.name}`,
    msevtmgt_webinarproviderid: providerId,
    gr_requestsperminute: 6000,
  })
  await hub.providers.saveSettings(systemCaller, { configurationId, values: twin.values })
  if (twin.accept !== undefined) {
    const { url } = await hub.providers.startAuthorization(systemCaller, { configurationId })
    const answer = new URL(await twin.accept(url)).searchParams
    await hub.providers.finishAuthorization(systemCaller, {
      state: answer.get('state') ?? '',
      code: answer.get('code') ?? '',
    })
  }
  return configurationId
}

/** What the pop-up does at vendors whose sign-in page has a form; gives where the browser goes. */
export async function pressAccept(authorizeUrl: string, account = ''): Promise<string> {
  const page = new URL(authorizeUrl)
  const fields = [...page.searchParams, ['decision', 'accept'], ['account', account]]
  const answer = await fetch(`${page.origin}${page.pathname}`, {
    method: 'POST',
    body: new URLSearchParams(fields as [string, string][]),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}

/** The calendar parts of all mails to somebody, in the order in which they came. */
export function calendarsTo(smtp: SmtpPeer, email: string): string[] {
  return smtp.mailsTo(email).map((mail) => {
    const part = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
    const content = part?.content ?? ''
    return typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString()
  })
}
