import { defineTable, instant, key, lookup, text } from '#database'

/** Engine tables: no API shows them. They hold hashes, never keys, tokens or passwords. */

export const apiKeyTable = defineTable({
  name: 'gr_apikey',
  set: 'gr_apikeys',
  label: 'API key',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_apikeyid: key('API key'),
    name: text('Name', { max: 100, required: true }),
    userid: lookup('User', 'systemuser', { required: true, onTargetDelete: 'cascade' }),
    keyhash: text('Hash', { max: 64, required: true }),
    createdon: instant('Created on', { required: true }),
    expireson: instant('Expires on'),
    revokedon: instant('Revoked on'),
    /** To the minute. */
    lastusedon: instant('Last used on'),
  },
})

export const signInLinkTable = defineTable({
  name: 'gr_signinlink',
  set: 'gr_signinlinks',
  label: 'Sign-in link',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_signinlinkid: key('Sign-in link'),
    userid: lookup('User', 'systemuser', { required: true, onTargetDelete: 'cascade' }),
    tokenhash: text('Hash', { max: 64, required: true }),
    /** `sign-in` or `password`. */
    purpose: text('Purpose', { max: 20, required: true }),
    expireson: instant('Expires on', { required: true }),
    usedon: instant('Used on'),
  },
})

export const signInSessionTable = defineTable({
  name: 'gr_signinsession',
  set: 'gr_signinsessions',
  label: 'Sign-in session',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_signinsessionid: key('Sign-in session'),
    userid: lookup('User', 'systemuser', { required: true, onTargetDelete: 'cascade' }),
    tokenhash: text('Hash', { max: 64, required: true }),
    createdon: instant('Created on', { required: true }),
    expireson: instant('Expires on', { required: true }),
    lastusedon: instant('Last used on', { required: true }),
    /** `password`, `link` or `single-sign-on`. */
    method: text('Method', { max: 20, required: true }),
    useragent: text('Browser', { max: 400 }),
    address: text('Address', { max: 45 }),
  },
})

export const passwordTable = defineTable({
  name: 'gr_password',
  set: 'gr_passwords',
  label: 'Password',
  ownership: 'none',
  exposed: false,
  columns: {
    userid: key('User'),
    hash: text('Hash', { max: 300, required: true }),
    changedon: instant('Changed on', { required: true }),
  },
})

/** Programs that sign in with client credentials; the key is the client id. */
export const applicationTable = defineTable({
  name: 'gr_application',
  set: 'gr_applications',
  label: 'Application',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_applicationid: key('Application'),
    name: text('Name', { max: 100, required: true }),
    userid: lookup('User', 'systemuser', { required: true, onTargetDelete: 'cascade' }),
    createdon: instant('Created on', { required: true }),
    disabledon: instant('Disabled on'),
  },
})

export const applicationSecretTable = defineTable({
  name: 'gr_applicationsecret',
  set: 'gr_applicationsecrets',
  label: 'Application secret',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_applicationsecretid: key('Application secret'),
    applicationid: lookup('Application', 'gr_application', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    secrethash: text('Hash', { max: 64, required: true }),
    hint: text('First letters', { max: 4, required: true }),
    createdon: instant('Created on', { required: true }),
    expireson: instant('Expires on', { required: true }),
    revokedon: instant('Revoked on'),
    /** When it last got a token. */
    lastusedon: instant('Last used on'),
  },
})

export const accessTokenTable = defineTable({
  name: 'gr_accesstoken',
  set: 'gr_accesstokens',
  label: 'Access token',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_accesstokenid: key('Access token'),
    tokenhash: text('Hash', { max: 64, required: true }),
    applicationid: lookup('Application', 'gr_application', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    secretid: lookup('Secret', 'gr_applicationsecret', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    createdon: instant('Created on', { required: true }),
    expireson: instant('Expires on', { required: true }),
  },
})
