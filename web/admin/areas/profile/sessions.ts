/** Where somebody is signed in. */
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'

export interface Session {
  readonly id: string
  readonly createdOn: string
  readonly lastUsedOn: string
  readonly expiresOn: string
  readonly method: 'password' | 'link' | 'single-sign-on'
  readonly userAgent: string | null
  readonly address: string | null
  readonly current: boolean
}

const address = '/api/v1/sessions'

/** Own ones without a user. */
export const sessionsOptions = (userId?: string) =>
  queryOptions({
    queryKey: ['sessions', userId ?? ''],
    queryFn: async ({ signal }) => {
      const query = userId === undefined ? '' : `?userId=${userId}`
      const found = await request<{ value: readonly Session[] }>(`${address}${query}`, { signal })
      return found.value
    },
  })

export function useSessionActs() {
  const client = useQueryClient()
  const act = async (path: string, body: object) => {
    try {
      await request(`${address}/${path}`, { method: 'POST', body })
    } finally {
      await client.invalidateQueries({ queryKey: ['sessions'] })
    }
  }
  return {
    end: (id: string) => act(`${id}/end`, {}),
    endOthers: (userId?: string) => act('end-others', userId === undefined ? {} : { userId }),
  }
}

/** "Firefox · Linux" of what browsers say about themselves; programs by their own name. */
export function browserOf(userAgent: string): string {
  const browser = browsers.find(([, sign]) => sign.test(userAgent))?.[0]
  const system = systems.find(([, sign]) => sign.test(userAgent))?.[0]
  if (browser === undefined) return userAgent.split(' ')[0] ?? userAgent
  return [browser, system].filter(Boolean).join(' · ')
}

/** Chrome says that it is Safari, Edge that it is both: the most particular one first. */
const browsers = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox\/|FxiOS/],
  ['Chrome', /Chrome\/|CriOS/],
  ['Safari', /Safari\//],
] as const

const systems = [
  ['iOS', /iPhone|iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
] as const
