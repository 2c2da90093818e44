export { readSettings, type Settings, settingsCatalogue } from './settings.ts'
