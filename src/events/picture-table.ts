import { defineTable, integer, key, lookup, memo, text } from '#database'

/** The picture of one event, speaker or sponsor. */
export const pictureTable = defineTable({
  name: 'gr_picture',
  set: 'gr_pictures',
  label: 'Picture',
  ownership: 'user',
  primaryName: 'gr_name',
  columns: {
    gr_pictureid: key('Picture'),
    gr_name: text('Name', { max: 200, required: true }),
    gr_event: lookup('Event', 'msevtmgt_event', { onTargetDelete: 'cascade' }),
    gr_speaker: lookup('Speaker', 'msevtmgt_speaker', { onTargetDelete: 'cascade' }),
    gr_sponsorship: lookup('Sponsorship', 'msevtmgt_sponsorship', { onTargetDelete: 'cascade' }),
    gr_content: memo('Content (Base64)', { max: 960_000, required: true }),
    gr_contenttype: text('Content type', { max: 50, readOnly: true }),
    gr_size: integer('Size in bytes', { readOnly: true }),
    gr_width: integer('Width in pixels', { readOnly: true }),
    gr_height: integer('Height in pixels', { readOnly: true }),
    gr_fingerprint: text('SHA-256 of the content', { max: 64, readOnly: true }),
  },
  keys: {
    gr_picture_event: ['gr_event'],
    gr_picture_speaker: ['gr_speaker'],
    gr_picture_sponsorship: ['gr_sponsorship'],
  },
})
