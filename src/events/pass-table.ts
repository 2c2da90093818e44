import { choice, defineTable, integer, key, lookup, money, text } from '#database'
import { descriptorSync } from './choices.ts'

export const passTable = defineTable({
  name: 'msevtmgt_pass',
  set: 'msevtmgt_passes',
  label: 'Pass',
  pluralLabel: 'Passes',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_passid: key('Pass'),
    msevtmgt_costperunit: money('Cost per unit'),
    msevtmgt_descriptorsyncstatus: choice('Descriptor sync status', descriptorSync, {
      default: 100000000,
    }),
    msevtmgt_eventid: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_noofpassesallocated: integer('No. of passes allocated', {
      required: true,
      max: 50000,
    }),
    msevtmgt_noofpassesleft: integer('No. of passes left', {
      computed: `greatest(t.msevtmgt_noofpassesallocated - coalesce(t.msevtmgt_noofpassessold, 0) - coalesce(t.gr_noofpassesreserved, 0), 0)`,
    }),
    msevtmgt_noofpassessold: integer('No. of passes sold'),
    msevtmgt_passprice: money('Pass price', { required: true }),
    msevtmgt_totalcost: money('Total cost', {
      computed: `(t.msevtmgt_costperunit * t.msevtmgt_noofpassesallocated)::numeric(19,4)`,
    }),
    msevtmgt_track: lookup('Track', 'msevtmgt_sessiontrack'),
    transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
    gr_noofpassesreserved: integer('No. of passes reserved', { readOnly: true, default: 0 }),
  },
})

export const paymentproviderTable = defineTable({
  name: 'msevtmgt_paymentprovider',
  set: 'msevtmgt_paymentproviders',
  label: 'Payment provider',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_paymentproviderid: key('Payment provider'),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_paymentpageurl: text('Payment page URL', { max: 1000, required: true }),
    msevtmgt_timeoutminutes: integer('Timeout in minutes', {
      required: true,
      max: 1440,
      default: 15,
    }),
  },
})
