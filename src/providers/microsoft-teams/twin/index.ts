/**
 * The twin of Microsoft Teams: a real HTTP service made from the published API of Microsoft Graph
 * (calendars, online meetings, virtual events, subscriptions) and of Entra.
 *
 * - event: what stands in a calendar; meeting: what Teams keeps beside it, found by its join address
 * - run: one time that a meeting took place, which makes one attendance report
 * - presence: one stay; a record of a report has all of one person
 * - visitor: somebody who has come through the door page of a meeting
 */
export type { TwinControl } from './control.ts'
export { type MicrosoftTeamsTwin, startMicrosoftTeamsTwin, type TwinOptions } from './server.ts'
export { curator, superUser, type TwinSettings } from './settings.ts'
