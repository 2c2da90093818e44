/**
 * The twin of ON24: a real HTTP service made from the vendor's OpenAPI document of its REST API v2,
 * not from the adapter.
 *
 * - client: an account; all paths begin with its number
 * - registrant: one e-mail address in one event
 * - stay: one time that a person watched, live or in the archive ("attendee viewing session")
 */
export { type On24Twin, startOn24Twin } from './server.ts'
