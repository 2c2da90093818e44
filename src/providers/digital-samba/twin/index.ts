/**
 * The twin of Digital Samba: a real HTTP service made from the vendor's documents, not from the
 * adapter.
 *
 * - room: exists until it is deleted or expires; private ones are entered with a token
 * - session: one time during which people are in a room; a room has many
 * - participant: one entry of one person into a session; who comes twice is two participants
 */
export { type DigitalSambaTwin, startDigitalSambaTwin } from './server.ts'
