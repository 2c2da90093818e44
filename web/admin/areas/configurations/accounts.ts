/** Accounts at providers, as `/api/v1` tells and takes them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { isProblem, request } from '../../api/request.ts'

export interface Setting {
  readonly name: string
  /** provider: counts for all accounts of the provider record. */
  readonly on: 'provider' | 'configuration' | 'settings'
  readonly label: string
  readonly help: string
  readonly kind: 'text' | 'url' | 'secret' | 'number' | 'boolean' | 'choice'
  readonly required: boolean
  readonly choices: readonly string[]
}

/** A setting with what is stored; secrets come as `isKept` only. */
export interface Field {
  readonly setting: Setting
  readonly value: string
  readonly isKept: boolean
}

export interface ProviderRecord {
  readonly id: string
  readonly name: string
  readonly accounts: number
  readonly consented: boolean
  readonly termsOfService: string | null
  readonly privacyPolicy: string | null
  readonly values: Readonly<Record<string, string>>
  readonly kept: readonly string[]
}

export interface ProviderChoice {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly logo: string
  readonly auth: 'authorize' | 'credentials' | 'none'
  readonly signInName: string
  readonly settings: readonly Setting[]
  /** Markdown. */
  readonly guide: string
  readonly redirect?: string
  readonly actionRedirect?: string
  readonly records: readonly ProviderRecord[]
}

export type ServiceStatus = 'healthy' | 'not-authenticated' | 'forbidden' | 'unhealthy'

export interface Configuration {
  readonly id: string
  readonly name: string
  readonly providerId: string
  readonly providerName: string
  readonly adapter: string
  readonly logo: string
  readonly termsOfService: string | null
  readonly privacyPolicy: string | null
  readonly authorized: 'yes' | 'no' | 'token-expired'
  readonly serviceStatus: ServiceStatus | null
  readonly message: string | null
  readonly lastUpdate: string | null
  readonly active: boolean
  readonly consentOn: string | null
  readonly consentBy: string | null
  readonly occasions: number
  readonly webinarTypes: readonly string[]
}

export interface SettingsForm {
  readonly adapter: string
  readonly own: readonly Field[]
  readonly platform: readonly Field[]
  readonly addresses: {
    readonly redirect?: string
    readonly actionRedirect?: string
    readonly callbacks?: string
  }
  readonly lists: readonly ('people' | 'meetings')[]
  readonly forgets: boolean
}

export interface SignIn {
  readonly state: 'authorized' | 'not-authorized' | 'token-expired' | 'config-changed'
  readonly accountName?: string
  readonly signedInOn?: string
}

export interface SignIns {
  /** null: nobody signs in for the account. */
  readonly service: SignIn | null
  /** null: nobody signs in for what they plan themselves. */
  readonly action: SignIn | null
}

export interface Check {
  readonly status: ServiceStatus
  readonly message: string
  readonly accountName?: string
  readonly steps?: readonly {
    readonly name: string
    readonly result: 'passed' | 'failed' | 'skipped'
    readonly message: string
  }[]
}

export interface RequestEntry {
  readonly requestedOn: string
  readonly method: string
  readonly host: string
  readonly path: string
  readonly status?: number
  readonly durationMs: number
  readonly problem?: string
}

const root = '/api/v1/configurations'

export const choicesOptions = queryOptions({
  queryKey: ['accounts', 'choices'],
  queryFn: async ({ signal }) =>
    (await request<{ value: readonly ProviderChoice[] }>('/api/v1/provider-choices', { signal }))
      .value,
})

export const configurationsOptions = queryOptions({
  queryKey: ['accounts', 'list'],
  queryFn: async ({ signal }) =>
    (await request<{ value: readonly Configuration[] }>(root, { signal })).value,
  refetchInterval: 30_000,
})

export const configurationOptions = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id],
    queryFn: ({ signal }) => request<Configuration>(`${root}/${id}`, { signal }),
  })

export const settingsOptions = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'settings'],
    queryFn: ({ signal }) => request<SettingsForm>(`${root}/${id}/settings`, { signal }),
  })

export const signInsOptions = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'sign-ins'],
    queryFn: ({ signal }) => request<SignIns>(`${root}/${id}/sign-ins`, { signal }),
  })

export interface RequestSearch {
  readonly text: string
  readonly failed: boolean
}

export const requestsOptions = (id: string, { text, failed }: RequestSearch) =>
  queryOptions({
    queryKey: ['accounts', id, 'requests', text, failed],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({
        ...(text === '' ? {} : { text }),
        ...(failed ? { failed: 'true' } : {}),
      })
      const address = `${root}/${id}/requests?${query}`
      return (await request<{ value: readonly RequestEntry[] }>(address, { signal })).value
    },
    refetchInterval: 10_000,
    placeholderData: (before) => before,
  })

export type SettingValues = Readonly<Record<string, string | null>>

export interface NewAccount {
  readonly adapter: string
  readonly name: string
  readonly consent: boolean
  readonly values: SettingValues
  readonly providerId?: string
}

const post = <T>(path: string, body?: unknown) =>
  request<T>(path, { method: 'POST', ...(body === undefined ? {} : { body }) })

/** What can be done to accounts; whatever is shown of them is read again afterwards. */
export function useAccountActs() {
  const client = useQueryClient()
  const afterwards = async <T>(act: Promise<T>): Promise<T> => {
    try {
      return await act
    } finally {
      await client.invalidateQueries({ queryKey: ['accounts'] })
    }
  }
  return {
    refresh: () => client.invalidateQueries({ queryKey: ['accounts'] }),
    create: (account: NewAccount) => afterwards(post<{ id: string }>(root, account)),
    save: (id: string, values: SettingValues) =>
      afterwards(post(`${root}/${id}/settings`, { values })),
    verify: (id: string) => afterwards(post<Check>(`${root}/${id}/verify`)),
    consent: (providerId: string) => afterwards(post(`/api/v1/providers/${providerId}/consent`)),
    act: (id: string, act: 'activate' | 'deactivate' | 'delete-credentials') =>
      afterwards(post(`${root}/${id}/${act}`)),
    forget: (id: string, email: string) => post(`${root}/${id}/forget`, { email }),
    load: (id: string, entity: string, mode: 'full' | 'incremental') =>
      post(`${root}/${id}/load`, { entity, mode }),
    signInsOf: (id: string) => client.fetchQuery({ ...signInsOptions(id), staleTime: 0 }),
  }
}

/** Only what is different: an empty secret leaves the stored one, an empty field removes its value. */
export function changedValues(
  fields: readonly Field[],
  typed: Readonly<Record<string, string>>,
): SettingValues {
  const entries = fields.flatMap(({ setting, value }): [string, string | null][] => {
    const given = typed[setting.name]?.trim()
    if (given === undefined || given === value) return []
    if (given !== '') return [[setting.name, given]]
    return setting.kind === 'secret' ? [] : [[setting.name, null]]
  })
  return Object.fromEntries(entries)
}

/** The field that a refusal of the hub is about: by its name, else by the label it begins with. */
export function fieldRefused(fields: readonly Field[], error: unknown): string | undefined {
  if (!isProblem(error)) return undefined
  const found = fields.find(
    ({ setting }) =>
      setting.name === error.input || error.sentence.startsWith(`${setting.label} is not`),
  )
  return found?.setting.name
}

/** Which fields a sentence of the hub or the provider is about: those it names, else the secrets. */
export function fieldsAtFault(fields: readonly Field[], sentence: string): readonly string[] {
  const words = sentence.toLowerCase().replaceAll(/[_-]/g, ' ')
  const named = fields.filter(({ setting }) => words.includes(setting.label.toLowerCase()))
  const secrets = fields.filter(({ setting }) => setting.kind === 'secret' && setting.required)
  return (named.length > 0 ? named : secrets).map(({ setting }) => setting.name)
}
