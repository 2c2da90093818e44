/**
 * The twin of Webex: a real HTTP service made from the published API of Meetings and Webinars, for an
 * integration into which a person signs in.
 *
 * - meeting: a series, also when it takes place once; run: one time that it took place
 * - presence: one stay by one device; a row of participants has all of one person
 * - link: what `POST /meetings/join` makes for one person, good for some minutes
 */
export type { TwinControl } from './control.ts'
export { startWebexTwin, type TwinOptions, type WebexTwin } from './server.ts'
export type { TwinSettings } from './settings.ts'
