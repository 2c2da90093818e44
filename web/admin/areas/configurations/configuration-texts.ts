import { areaTexts } from '../../texts/texts.ts'
import type sentences from './texts/en.json'

export type ConfigurationTextKey = keyof typeof sentences

export const useConfigurationTexts = areaTexts<ConfigurationTextKey>(
  import.meta.glob('./texts/*.json'),
)
