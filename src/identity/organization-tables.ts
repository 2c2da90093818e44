import { boolean, decimal, defineTable, integer, key, lookup, memo, text } from '#database'

export const organizationTable = defineTable({
  name: 'organization',
  set: 'organizations',
  label: 'Organization',
  ownership: 'organization',
  primaryName: 'name',
  columns: {
    organizationid: key('Organization'),
    name: text('Organization name', { max: 160, required: true }),
    languagecode: integer('Base language code'),
    basecurrencyid: lookup('Base currency', 'transactioncurrency'),
    isauditenabled: boolean('Is audit enabled', { default: true }),
    orgdborgsettings: memo('Settings', { max: 1048576 }),
    /** Null: for ever. What the database lets go stands in migration 0042. */
    gr_auditretentiondays: integer('Days that the audit log is kept', { min: 30, max: 36_500 }),
  },
})

export const transactioncurrencyTable = defineTable({
  name: 'transactioncurrency',
  set: 'transactioncurrencies',
  label: 'Currency',
  pluralLabel: 'Currencies',
  ownership: 'organization',
  primaryName: 'currencyname',
  columns: {
    transactioncurrencyid: key('Currency'),
    currencyname: text('Currency name', { max: 100, required: true }),
    currencyprecision: integer('Currency precision', { required: true, default: 2 }),
    currencysymbol: text('Currency symbol', { max: 13, required: true }),
    exchangerate: decimal('Exchange rate', { required: true }),
    isocurrencycode: text('Currency code', { max: 5, required: true }),
  },
})

export const businessunitTable = defineTable({
  name: 'businessunit',
  set: 'businessunits',
  label: 'Business unit',
  pluralLabel: 'Business units',
  ownership: 'organization',
  primaryName: 'name',
  columns: {
    businessunitid: key('Business unit'),
    name: text('Name', { max: 160, required: true }),
    description: memo('Description', { max: 2000 }),
    divisionname: text('Division', { max: 100 }),
    emailaddress: text('Email', { max: 100 }),
    isdisabled: boolean('Is disabled', { default: false }),
    organizationid: lookup('Organization', 'organization'),
    parentbusinessunitid: lookup('Parent business', 'businessunit'),
    websiteurl: text('Website', { max: 200 }),
  },
})
