/**
 * The twin of a BigBlueButton server with bbb-webhooks and the analytics script: a real HTTP service
 * made from the vendor's documents, not from the adapter.
 *
 * - room (the API says meeting): exists from `create` until it is empty, over or ended
 * - person: somebody whom `join` has let in; they are in the room while their page is open
 * - hook: an address that is told what happens in rooms
 */
export { type BigBlueButtonTwin, startBigBlueButtonTwin } from './server.ts'
export type { TwinSettings } from './settings.ts'
