import { QueryClient } from '@tanstack/react-query'
import { isProblem } from '../api/request.ts'

/** Answers that say no are not asked for again; a network that fails is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => !isProblem(error) && failures < 2,
    },
  },
})
