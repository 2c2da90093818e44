import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export type ContactTextKey = keyof typeof sentences

export const useContactTexts = areaTexts<ContactTextKey>(import.meta.glob('./texts/*.json'))
