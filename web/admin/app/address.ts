/** What the address says: parts of the path, and the state of lists behind the question mark. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'

/** A part of the path, e.g. `eventId` of `/events/$eventId`. */
export function useParameter(name: string): string {
  const parameters = useParams({ strict: false }) as Readonly<Record<string, string | undefined>>
  const value = parameters[name]
  if (value === undefined) throw new Error(`The address of this page has no ${name}.`)
  return value
}

/**
 * A text kept in the address (`?q=…`), so that a link, "back" and a reload show the same list.
 * An empty text is no text.
 */
export function useAddressState(name: string): readonly [string, (value: string) => void] {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const navigate = useNavigate()
  const value = search[name]
  const set = (next: string) =>
    void navigate({
      to: '.',
      search: ((before: Record<string, unknown>) => ({
        ...before,
        [name]: next === '' ? undefined : next,
      })) as never,
      replace: true,
    })
  return [value === undefined || value === null ? '' : String(value), set]
}
