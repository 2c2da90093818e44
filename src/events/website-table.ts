import { choice, defineTable, key, text } from '#database'
import { websiteEntity } from './choices.ts'

export const websiteentityconfigurationTable = defineTable({
  name: 'msevtmgt_websiteentityconfiguration',
  set: 'msevtmgt_websiteentityconfigurations',
  label: 'Website table configuration',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_websiteentityconfigurationid: key('Website table configuration'),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_selectedentity: choice('Selected entity', websiteEntity, { required: true }),
    msevtmgt_selectedfields: text('Selected fields', { max: 4000 }),
  },
})
