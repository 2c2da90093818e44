import { useEffect } from 'react'

/** Rows before the end at which the next page is asked for. */
const ahead = 20

/** Asks for more rows when the last one that is drawn comes near the end. */
export function useMoreAtEnd(last: number, count: number, more: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when rows or place change
  useEffect(() => {
    if (last >= count - ahead) more()
  }, [last, count])
}
