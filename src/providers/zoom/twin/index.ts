/**
 * The twin of Zoom: a real HTTP service made from the published API of Meetings and Webinars, for a
 * Server-to-Server app.
 *
 * - meeting: a meeting or a webinar; the API has both under other words
 * - run: one time that a meeting took place ("past instance"); presence: one join of one person
 * - label: the class of a call for the limits per second
 */
export type { TwinControl } from './control.ts'
export { startZoomTwin, type TwinOptions, type ZoomTwin } from './server.ts'
export type { TwinSettings } from './settings.ts'
