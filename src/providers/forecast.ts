/** Before publishing: how long it takes until the provider knows all registrants, and what is left. */
import { requestsPerMinute } from './account-request.ts'
import { requireConfiguration } from './configuration.ts'
import type { WebinarInQuestion } from './contract.ts'
import type { Needs } from './needs.ts'
import { adjusted, definitionOf } from './open-account.ts'
import { quotaUsed } from './pace-rows.ts'
import { dayOf } from './quota.ts'
import { spacingOf } from './rate-limits.ts'
import { type VendorQuota, vendorQuota } from './vendor-quota.ts'

export interface Forecast {
  readonly registrants: number
  /** Whole minutes; 0 where the provider need not be told of registrants. */
  readonly minutes: number
  readonly requestsPerMinute: number
  /** Of the day, where the vendor has one. */
  readonly quota: { readonly what: string; readonly most: number; readonly left: number } | null
  /** All of it for people. */
  readonly sentence: string
}

export interface ForecastWish extends WebinarInQuestion {
  readonly configurationId: string
  readonly registrants: number
}

/** @throws `not-found` */
export async function forecast(
  needs: Needs,
  { configurationId, registrants, ...about }: ForecastWish,
): Promise<Forecast> {
  const configuration = await requireConfiguration(needs.db, configurationId)
  const definition = adjusted(definitionOf(needs, configuration), configuration, about)
  const perMinute = requestsPerMinute(needs, configuration)
  const perRegistrant = definition.callsPerRegistrant ?? 1
  const calls = definition.capabilities.registrants ? registrants * perRegistrant : 0
  const silenceMs = calls === 0 ? 0 : await needs.rateLimits.silence(configurationId)
  const minutes = Math.ceil((calls * spacingOf({ perMinute }) + silenceMs) / 60_000)
  const quota = await quotaLeft(needs, configurationId, definition.dailyQuota)
  const told = await vendorQuota(needs.db, configurationId, needs.clock.now())
  const parts = [
    timeSentence(registrants, minutes, calls),
    quotaSentence(quota),
    vendorSentence(told),
  ]
  return {
    registrants,
    minutes,
    requestsPerMinute: perMinute,
    quota,
    sentence: parts.filter((part) => part !== '').join(' '),
  }
}

async function quotaLeft(
  { db, clock }: Needs,
  configurationId: string,
  quota: { readonly what: string; readonly most: number } | undefined,
): Promise<Forecast['quota']> {
  if (quota === undefined) return null
  const used = await quotaUsed(db, configurationId, dayOf(clock.now()))
  return { what: quota.what, most: quota.most, left: Math.max(0, quota.most - used) }
}

const number = new Intl.NumberFormat('en')

function timeSentence(registrants: number, minutes: number, calls: number): string {
  const who = `${number.format(registrants)} ${registrants === 1 ? 'registrant' : 'registrants'} on this account`
  if (calls === 0) return `${who}: nothing to wait for, the provider need not know them.`
  const time = minutes === 1 ? 'about a minute' : `about ${number.format(minutes)} minutes`
  return `${who}: ${time} until the provider knows all of them.`
}

function quotaSentence(quota: Forecast['quota']): string {
  if (quota === null) return ''
  return `Quota left today: ${number.format(quota.left)} of ${number.format(quota.most)} ${quota.what}.`
}

function vendorSentence(quota: VendorQuota | undefined): string {
  if (quota?.resetsOn === undefined) return ''
  const most = quota.most === undefined ? '' : ` of ${number.format(quota.most)}`
  const until = quota.resetsOn.toISOString().slice(0, 16).replace('T', ' ')
  return `The provider itself says: ${number.format(quota.left)}${most} calls left until ${until} UTC.`
}
