import { type EventTextKey, useEventTexts } from './event-texts.ts'

const byNumber: Readonly<Record<number, EventTextKey>> = {
  100000000: 'source.joinLink',
  100000001: 'source.providerReport',
  100000002: 'source.providerCallback',
  100000003: 'source.qrScan',
  100000004: 'source.manual',
}

/** Where a piece of evidence comes from; rows have numbers, operations have words. */
export function useSourceName(): (source: unknown) => string {
  const t = useEventTexts()
  return (source) => {
    const key = byNumber[Number(source)] ?? (`source.${String(source)}` as EventTextKey)
    return t(key)
  }
}
