import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export type AuditTextKey = keyof typeof sentences

export const useAuditTexts = areaTexts<AuditTextKey>(import.meta.glob('./texts/*.json'))
