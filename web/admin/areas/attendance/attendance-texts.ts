import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export const useAttendanceTexts = areaTexts<keyof typeof sentences>(
  import.meta.glob('./texts/*.json'),
)

/** A sentence as it is asked for; plural forms are one. */
export type AttendanceTextKey = Parameters<ReturnType<typeof useAttendanceTexts>>[0]
