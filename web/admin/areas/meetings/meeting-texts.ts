import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export const useMeetingTexts = areaTexts<keyof typeof sentences>(import.meta.glob('./texts/*.json'))

/** A sentence as it is asked for; plural forms are one. */
export type MeetingTextKey = Parameters<ReturnType<typeof useMeetingTexts>>[0]
