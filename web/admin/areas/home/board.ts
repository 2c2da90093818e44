/** What happens now: read once, then told by the hub as it changes. */
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type {
  FirstSteps,
  LiveAccount,
  LiveEndpoint,
  LiveWebinar,
} from '../../../../src/console/live-shapes.ts'
import { request } from '../../api/request.ts'

/** Parts are null for those who may not read them. */
export interface Board {
  readonly webinars: readonly LiveWebinar[] | null
  readonly endpoints: readonly LiveEndpoint[] | null
  readonly jobs: {
    readonly waiting: number
    readonly running: number
    readonly suspended: number
    readonly failed: number
  } | null
  readonly accounts: readonly LiveAccount[] | null
  readonly recovery: { readonly open: number; readonly oldest: string | null } | null
  readonly steps: FirstSteps | null
}

export const boardOptions = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => request<Board>('/api/v1/home', { signal }),
})

const firstWaitMs = 1_000
const longestWaitMs = 30_000

/**
 * The board, and whether it is live. A connection that breaks is opened again after 1, 2, 4 … 30
 * seconds, each time after an ordinary request: that one says why, and leads to the sign-in where
 * the session has ended. A tab that nobody sees lets go: browsers keep six connections to a hub.
 */
export function useBoard(): { readonly board: Board; readonly live: boolean } {
  const { data } = useSuspenseQuery(boardOptions)
  const client = useQueryClient()
  const [live, setLive] = useState(false)
  useEffect(() => {
    let source: EventSource | undefined
    let timer: number | undefined
    let wait = firstWaitMs
    const close = () => {
      window.clearTimeout(timer)
      source?.close()
      source = undefined
    }
    const again = () => {
      close()
      setLive(false)
      timer = window.setTimeout(
        () => {
          client
            .refetchQueries({ queryKey: boardOptions.queryKey }, { throwOnError: true })
            .then(open, again)
        },
        wait * (0.75 + Math.random() / 2),
      )
      wait = Math.min(wait * 2, longestWaitMs)
    }
    const open = () => {
      close()
      source = new EventSource('/api/v1/live')
      source.addEventListener('board', (event) => {
        wait = firstWaitMs
        setLive(true)
        client.setQueryData(boardOptions.queryKey, JSON.parse(String(event.data)) as Board)
      })
      source.addEventListener('error', again)
    }
    const look = () => (document.hidden ? close() : open())
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      close()
    }
  }, [client])
  return { board: data, live }
}
