import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export type MailTextKey = keyof typeof sentences

export const useMailTexts = areaTexts<MailTextKey>(import.meta.glob('./texts/*.json'))
