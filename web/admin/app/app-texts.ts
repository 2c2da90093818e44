import { areaTexts } from '../texts/texts.ts'
import type sentences from './texts/en.json'

/** Sentences of the frame and of the components that all pages use. */
export const useAppTexts = areaTexts<AppTextKey>(import.meta.glob('./texts/*.json'))

export type AppTextKey = keyof typeof sentences
