import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export type UserTextKey = keyof typeof sentences

export const useUserTexts = areaTexts<UserTextKey>(import.meta.glob('./texts/*.json'))
