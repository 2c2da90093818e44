/**
 * The twin of Vatra: a real HTTP service. Nothing is known of the vendor but the four fields of a
 * settings form, so it plays the surface that is proposed for it, written from the proposal and not
 * from the adapter; its paths and names can be changed as an unknown server's would differ.
 *
 * - webinar: a room with a plan
 * - stay: one presence of one person in it
 */
export { newKeys, startVatraTwin, type TwinKeys, type VatraTwin } from './server.ts'
