/**
 * Words of configurations. *Account* is what a configuration stands for at the provider. *Sign-in*
 * is a person's agreement there, of which the hub holds tokens. An account is *off* while the hub
 * has no credentials for it.
 */

import type { Db } from '#database'
import { general } from '#errors'
import { findConfiguration } from './configuration-rows.ts'

/** The record of a provider, as its configurations need it. */
export interface ProviderRecord {
  readonly id: string
  readonly name: string
  readonly active: boolean
  /** Id of the definition. */
  readonly adapter: string
  readonly baseUrl: string
  readonly clientId: string | undefined
  readonly termsOfService: string | undefined
  readonly privacyPolicy: string | undefined
  /** Somebody accepted terms and privacy policy. */
  readonly consented: boolean
}

export interface Configuration {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly clientId: string | undefined
  /** The second client, with which people act themselves. */
  readonly actionClientId: string | undefined
  readonly settings: Readonly<Record<string, string>>
  /** Undefined: as many as the definition says. */
  readonly requestsPerMinute: number | undefined
  readonly usesProxy: boolean
  /** Its calls are kept for 24 hours. */
  readonly keepsLog: boolean
  /** Values of `choices.ts`. */
  readonly authorized: number | undefined
  readonly status: number | undefined
  readonly message: string | undefined
  readonly provider: ProviderRecord
}

/** @throws `not-found` */
export async function requireConfiguration(db: Db, id: string): Promise<Configuration> {
  const configuration = isId(id) ? await findConfiguration(db, id) : undefined
  if (configuration !== undefined) return configuration
  throw general['not-found']({ what: 'webinar configuration', id: id.slice(0, 100) })
}

/** Ids come from addresses that people type; what is none must not reach SQL. */
export const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
