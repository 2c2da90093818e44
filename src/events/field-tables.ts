import { boolean, choice, defineTable, integer, key, lookup, memo, text } from '#database'
import { fieldType } from './choices.ts'

export const customregistrationfieldTable = defineTable({
  name: 'msevtmgt_customregistrationfield',
  set: 'msevtmgt_customregistrationfields',
  label: 'Custom Registration Field',
  ownership: 'user',
  primaryName: 'msevtmgt_text',
  columns: {
    msevtmgt_customregistrationfieldid: key('Custom registration field'),
    msevtmgt_choices: memo('Choices', { max: 8000 }),
    msevtmgt_isrequired: boolean('Is required', { default: false }),
    msevtmgt_text: text('Text', { max: 450, required: true }),
    msevtmgt_type: choice('Type', fieldType, { required: true, default: 100000000 }),
  },
})

export const eventcustomregistrationfieldTable = defineTable({
  name: 'msevtmgt_eventcustomregistrationfield',
  set: 'msevtmgt_eventcustomregistrationfields',
  label: 'Event Custom Registration Field',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_eventcustomregistrationfieldid: key('Event custom registration field'),
    msevtmgt_customregistrationfield: lookup(
      'Custom registration field',
      'msevtmgt_customregistrationfield',
      { required: true, onTargetDelete: 'cascade' },
    ),
    msevtmgt_event: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_name: text('Name', { max: 100 }),
    msevtmgt_order: integer('Order'),
    gr_isrequired: boolean('Is required for this event'),
  },
})
