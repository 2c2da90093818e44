import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export const useQueryTexts = areaTexts<keyof typeof sentences>(import.meta.glob('./texts/*.json'))
