import { defineRelationship } from '#database'

export const relationships = [
  defineRelationship({
    name: 'msevtmgt_msevtmgt_session_msevtmgt_speaker',
    intersect: 'msevtmgt_session_speaker',
    first: { table: 'msevtmgt_session', column: 'msevtmgt_sessionid' },
    second: { table: 'msevtmgt_speaker', column: 'msevtmgt_speakerid' },
  }),
] as const
