/**
 * The twin of eTutorium: a real HTTP service made from the code of two clients of it, not from the
 * adapter. What those leave open can be set, and what nobody has documented can be taken away.
 *
 * - webinar: made in the cabinet, with local times and a zone
 * - participant: one person invited to one webinar, with a token that opens the room
 */
export { type ETutoriumTwin, startETutoriumTwin } from './server.ts'
