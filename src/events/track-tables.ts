import { choice, defineTable, integer, key, lookup, memo, text } from '#database'
import { audience, industry, publishStatus, trackType } from './choices.ts'

export const sessiontrackTable = defineTable({
  name: 'msevtmgt_sessiontrack',
  set: 'msevtmgt_sessiontracks',
  label: 'Session Track',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_sessiontrackid: key('Session track'),
    msevtmgt_audiencetype: choice('Audience type', audience),
    msevtmgt_description: memo('Description', { max: 2000 }),
    msevtmgt_eventid: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_industrytype: choice('Industry', industry),
    msevtmgt_keywords: text('Keywords', { max: 100 }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_numberofregistrations: integer('Number of registrations'),
    msevtmgt_publishstatus: choice('Publish status', publishStatus, { default: 100000000 }),
    msevtmgt_sessionsintrack: integer('Sessions in this track'),
    msevtmgt_targetnumberofsessions: integer('Target number of sessions'),
    msevtmgt_trackcode: text('Track code', { max: 100 }),
    msevtmgt_trackgoal: memo('Track goal', { max: 2000 }),
    msevtmgt_tracktype: choice('Track type', trackType),
  },
})
