import { defineTable, instant, integer, key, lookup, text, uuid } from '#database'

/** Engine tables: no API shows them. The tokens themselves are in the vault. */

export const accountTokenTable = defineTable({
  name: 'gr_accounttoken',
  set: 'gr_accounttokens',
  label: 'Account token',
  ownership: 'none',
  exposed: false,
  columns: {
    /** The configuration for the sign-in of the account, the sign-in for that of a person. */
    configurationid: key('Webinar configuration or sign-in'),
    expireson: instant('Expires on'),
    /** When the provider stopped accepting the sign-in; a person has to sign in again. */
    endedon: instant('Ended on'),
    renewal: uuid('Turn of the process that renews'),
    renewaluntil: instant('Turn lapses on'),
  },
})

export const authorizationRequestTable = defineTable({
  name: 'gr_authorizationrequest',
  set: 'gr_authorizationrequests',
  label: 'Authorization request',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_authorizationrequestid: key('Authorization request'),
    statehash: text('Hash of the state', { max: 64, required: true }),
    configurationid: lookup('Webinar configuration', 'msevtmgt_webinarconfiguration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    userid: lookup('User', 'systemuser', { required: true, onTargetDelete: 'cascade' }),
    /** account: signs the account in; action: a person. */
    purpose: text('Purpose', { max: 10, required: true, default: 'account' }),
    redirecturi: text('Redirect address', { max: 500, required: true }),
    expireson: instant('Expires on', { required: true }),
    usedon: instant('Used on'),
  },
})

export const signInTable = defineTable({
  name: 'gr_signin',
  set: 'gr_signins',
  label: 'Sign-in',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_signinid: key('Sign-in'),
    configurationid: lookup('Webinar configuration', 'msevtmgt_webinarconfiguration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    /** None: the account itself. */
    userid: lookup('User', 'systemuser', { onTargetDelete: 'cascade' }),
    signedinon: instant('Signed in on', { required: true }),
    accountname: text('Name at the provider', { max: 300 }),
    settingsfingerprint: text('Fingerprint of the settings', { max: 64, required: true }),
  },
})

export const providerRequestTable = defineTable({
  name: 'gr_providerrequest',
  set: 'gr_providerrequests',
  label: 'Provider request',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_providerrequestid: key('Provider request'),
    configurationid: lookup('Webinar configuration', 'msevtmgt_webinarconfiguration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    requestedon: instant('Requested on', { required: true }),
    method: text('Method', { max: 10, required: true }),
    host: text('Host', { max: 300, required: true }),
    path: text('Path', { max: 1000, required: true }),
    status: integer('Status'),
    durationms: integer('Milliseconds', { required: true }),
    problem: text('Problem', { max: 1000 }),
  },
})

export const providerPaceTable = defineTable({
  name: 'gr_providerpace',
  set: 'gr_providerpaces',
  label: 'Provider pace',
  ownership: 'none',
  exposed: false,
  columns: {
    configurationid: key('Webinar configuration'),
    /** On the database's clock. */
    nextplace: instant('Next place', { required: true }),
    pauseduntil: instant('Paused until'),
    promisedon: instant('Last promised time'),
    quotaday: instant('Day that the quota is for'),
    quotaused: integer('Calls against the quota', { required: true, default: 0 }),
    vendormost: integer('Calls, says the vendor'),
    vendorleft: integer('Calls left, says the vendor'),
    vendorresetson: instant('Counted anew by the vendor'),
  },
})
