import {
  boolean,
  choice,
  defineTable,
  instant,
  integer,
  json,
  key,
  lookup,
  secret,
  text,
} from '#database'
import { authorized, serviceStatus, yesNo } from './choices.ts'

export const webinarproviderTable = defineTable({
  name: 'msevtmgt_webinarprovider',
  set: 'msevtmgt_webinarproviders',
  label: 'Webinar provider',
  ownership: 'organization',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_webinarproviderid: key('Webinar provider'),
    msevtmgt_base_service_url: text('Base service URL', { max: 200 }),
    msevtmgt_clientid: text('Client ID', { max: 100 }),
    msevtmgt_clientsecret: secret('Client secret', { max: 500 }),
    msevtmgt_isdefaultprovider: boolean('Is default provider', { default: false }),
    msevtmgt_maxdurationinminutes: integer('Max. duration in minutes', { required: true }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_privacypolicy: text('Privacy policy', { max: 1000 }),
    msevtmgt_termsofservice: text('Terms of service', { max: 1000 }),
    msevtmgt_updatecredentials: boolean('Update credentials', { default: false }),
    gr_adapter: text('Adapter', { max: 50, required: true, default: 'webinar-extension' }),
  },
})

export const webinarconfigurationTable = defineTable({
  name: 'msevtmgt_webinarconfiguration',
  set: 'msevtmgt_webinarconfigurations',
  label: 'Webinar configuration',
  ownership: 'organization',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_webinarconfigurationid: key('Webinar configuration'),
    msevtmgt_accesstoken: secret('Access token', { max: 100 }),
    msevtmgt_accesstokenkey: secret('Access token key', { max: 100 }),
    msevtmgt_accesstokensecret: secret('Access token secret', { max: 130 }),
    msevtmgt_appurl: text('App URL', { max: 100 }),
    msevtmgt_authorized: choice('Authenticated', authorized, { default: 100000001 }),
    msevtmgt_clientid: text('Client ID', { max: 100 }),
    msevtmgt_lastupdatedatetime: instant('Last metrics update'),
    msevtmgt_message: text('Message', { max: 1000 }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_providerservicestatus: choice('Provider service status', serviceStatus),
    msevtmgt_updatecredentials: choice('Update credentials?', yesNo, { default: 100000001 }),
    msevtmgt_webinarproviderid: lookup('Webinar provider', 'msevtmgt_webinarprovider', {
      required: true,
    }),
    gr_actionclientid: text('Client ID for actions', { max: 200 }),
    gr_actionclientsecret: secret('Client secret for actions', { max: 500 }),
    gr_apitoken: secret('API token', { max: 4000 }),
    gr_callbacksecret: secret('Callback secret', { max: 500 }),
    gr_clientsecret: secret('Client secret', { max: 500 }),
    gr_egressproxy: secret('Egress proxy', { max: 500 }),
    gr_jwtprivatekey: secret('JWT private key', { max: 8000 }),
    gr_jwtpublickey: secret('JWT public key', { max: 8000 }),
    gr_requestlog: boolean('Keep a request log of 24 hours', { default: false }),
    gr_requestsperminute: integer('Requests per minute', { min: 1, max: 6000 }),
    gr_settings: json('Adapter settings', { hidden: true }),
    gr_useegressproxy: boolean('Use egress proxy', { default: false }),
    gr_tokenexpireson: instant('Token expires on', { readOnly: true }),
  },
})

export const webinartypeTable = defineTable({
  name: 'msevtmgt_webinartype',
  set: 'msevtmgt_webinartypes',
  label: 'Webinar Type',
  ownership: 'organization',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_webinartypeid: key('Webinar type'),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_value: text('Value', { max: 100, required: true }),
    msevtmgt_webinarconfiguration: lookup(
      'Webinar configuration',
      'msevtmgt_webinarconfiguration',
      { required: true, onTargetDelete: 'cascade' },
    ),
    msevtmgt_webinarproviderid: lookup('Webinar provider', 'msevtmgt_webinarprovider'),
  },
})

export const webinarconsentTable = defineTable({
  name: 'msevtmgt_webinarconsent',
  set: 'msevtmgt_webinarconsents',
  label: 'Webinar Consent',
  ownership: 'organization',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_webinarconsentid: key('Webinar consent'),
    msevtmgt_consentprovided: boolean('Consent provided', { default: false }),
    msevtmgt_name: text('Name', { max: 100 }),
    msevtmgt_webinarprovider: lookup('Webinar provider', 'msevtmgt_webinarprovider', {
      onTargetDelete: 'cascade',
    }),
  },
})
