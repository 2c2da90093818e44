import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export type RecoveryTextKey = keyof typeof sentences

export const useRecoveryTexts = areaTexts<RecoveryTextKey>(import.meta.glob('./texts/*.json'))
