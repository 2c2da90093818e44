/** Which rights a page needs; each page says it beside its address, menu and search ask the same. */
import { useRouter, useRouterState } from '@tanstack/react-router'
import { type Need, useHolds } from '../api/me.ts'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Without them the page is not drawn and nothing is asked; an empty list is for everybody. */
    readonly needs: readonly Need[]
    /** Instead, where the address ends in `/new`. */
    readonly needsForNew?: readonly Need[]
  }
}

interface Declared {
  readonly needs?: readonly Need[]
  readonly needsForNew?: readonly Need[]
}

const needsAt = (path: string, { needs = [], needsForNew = needs }: Declared = {}) =>
  path.endsWith('/new') ? needsForNew : needs

/**
 * What is missing for the page that is drawn now. Asked of the match, not of the address: that is
 * ahead of the page while the next one loads.
 */
export function useMissing(): readonly Need[] {
  const holds = useHolds()
  const match = useRouterState({ select: ({ matches }) => matches.at(-1) })
  if (match === undefined) return []
  return needsAt(match.pathname, match.staticData).filter((need) => !holds(need))
}

/** Links to pages that somebody may not open are not offered. */
export function useMayOpen(): (path: string) => boolean {
  const router = useRouter()
  const holds = useHolds()
  return (path) => {
    const [matched, , found] = router.getMatchedRoutes(path)
    return found === undefined || needsAt(path, matched.at(-1)?.options.staticData).every(holds)
  }
}
