import { defineRelationship } from '#database'

export const relationships = [
  defineRelationship({
    name: 'msevtmgt_msevtmgt_session_msevtmgt_attendeepass',
    intersect: 'msevtmgt_session_attendeepass',
    first: { table: 'msevtmgt_session', column: 'msevtmgt_sessionid' },
    second: { table: 'msevtmgt_attendeepass', column: 'msevtmgt_attendeepassid' },
  }),
] as const
