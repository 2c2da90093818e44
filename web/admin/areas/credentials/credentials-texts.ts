import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export const useCredentialTexts = areaTexts<keyof typeof sentences>(
  import.meta.glob('./texts/*.json'),
)
