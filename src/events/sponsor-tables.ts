import { choice, defineTable, integer, key, lookup, memo, money, text } from '#database'
import { sponsorshipCategory, sponsorshipType } from './choices.ts'

export const sponsorshipTable = defineTable({
  name: 'msevtmgt_sponsorship',
  set: 'msevtmgt_sponsorships',
  label: 'Sponsorship',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_sponsorshipid: key('Sponsorship'),
    msevtmgt_description: memo('Description', { max: 2000 }),
    msevtmgt_event: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_sponsor: lookup('Sponsor', 'account', { required: true }),
    msevtmgt_sponsorshipamount: money('Sponsorship amount'),
    msevtmgt_sponsorshipcategory: choice('Sponsorship category', sponsorshipCategory),
    msevtmgt_sponsorshiptype: choice('Sponsorship type', sponsorshipType),
    msevtmgt_transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
    transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
  },
})

export const sponsorablearticleTable = defineTable({
  name: 'msevtmgt_sponsorablearticle',
  set: 'msevtmgt_sponsorablearticles',
  label: 'Sponsorable Article',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_sponsorablearticleid: key('Sponsorable article'),
    msevtmgt_costperunit: money('Cost per unit', { required: true }),
    msevtmgt_description: memo('Description', { max: 2000 }),
    msevtmgt_eventsponsorship: lookup('Event sponsorship', 'msevtmgt_sponsorship', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_numberofunits: integer('Number of units', { required: true }),
    msevtmgt_totalcost: money('Total cost', {
      computed: `(t.msevtmgt_costperunit * t.msevtmgt_numberofunits)::numeric(19,4)`,
    }),
    msevtmgt_transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
    transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
  },
})
