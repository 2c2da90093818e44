import { defineRelationship } from '#database'

export const relationships = [
  defineRelationship({
    name: 'msevtmgt_msevtmgt_session_msevtmgt_speaker',
    intersect: 'msevtmgt_session_speaker',
    first: { table: 'msevtmgt_session', column: 'msevtmgt_sessionid' },
    second: { table: 'msevtmgt_speaker', column: 'msevtmgt_speakerid' },
  }),
  defineRelationship({
    name: 'msevtmgt_msevtmgt_sessiontrack_msevtmgt_session',
    intersect: 'msevtmgt_sessiontrack_session',
    first: { table: 'msevtmgt_sessiontrack', column: 'msevtmgt_sessiontrackid' },
    second: { table: 'msevtmgt_session', column: 'msevtmgt_sessionid' },
  }),
  defineRelationship({
    name: 'msevtmgt_msevtmgt_pass_msevtmgt_session',
    intersect: 'msevtmgt_pass_session',
    first: { table: 'msevtmgt_pass', column: 'msevtmgt_passid' },
    second: { table: 'msevtmgt_session', column: 'msevtmgt_sessionid' },
  }),
  defineRelationship({
    name: 'msevtmgt_msevtmgt_event_msevtmgt_eventteammember',
    intersect: 'msevtmgt_event_eventteammember',
    first: { table: 'msevtmgt_event', column: 'msevtmgt_eventid' },
    second: { table: 'msevtmgt_eventteammember', column: 'msevtmgt_eventteammemberid' },
  }),
  defineRelationship({
    name: 'msevtmgt_msevtmgt_session_msevtmgt_eventteammember',
    intersect: 'msevtmgt_session_eventteammember',
    first: { table: 'msevtmgt_session', column: 'msevtmgt_sessionid' },
    second: { table: 'msevtmgt_eventteammember', column: 'msevtmgt_eventteammemberid' },
  }),
] as const
