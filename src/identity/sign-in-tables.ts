import { defineTable, instant, integer, key, lookup, text } from '#database'

/** Engine tables behind sign-in: back-off, single sign-on, what roles of one's own allow. */

export const signInFailureTable = defineTable({
  name: 'gr_signinfailure',
  set: 'gr_signinfailures',
  label: 'Failed sign-ins',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_signinfailureid: key('Failed sign-ins'),
    subjecthash: text('Account or address, hashed', { max: 64, required: true }),
    failures: integer('Failures', { required: true }),
    lastfailedon: instant('Last failed on', { required: true }),
    waituntil: instant('Not before'),
  },
})

export const singleSignOnTable = defineTable({
  name: 'gr_singlesignon',
  set: 'gr_singlesignons',
  label: 'Single sign-on under way',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_singlesignonid: key('Single sign-on'),
    statehash: text('State, hashed', { max: 64, required: true }),
    nonce: text('Nonce', { max: 64, required: true }),
    verifier: text('Code verifier', { max: 64, required: true }),
    returnto: text('Page asked for', { max: 2000 }),
    expireson: instant('Expires on', { required: true }),
  },
})

/** Who a user is at an identity provider; the subject never changes there, an e-mail may. */
export const externalIdentityTable = defineTable({
  name: 'gr_externalidentity',
  set: 'gr_externalidentities',
  label: 'External identity',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_externalidentityid: key('External identity'),
    userid: lookup('User', 'systemuser', { required: true, onTargetDelete: 'cascade' }),
    issuer: text('Issuer', { max: 500, required: true }),
    subject: text('Subject', { max: 255, required: true }),
    createdon: instant('Created on', { required: true }),
  },
})

export const rolePrivilegeTable = defineTable({
  name: 'gr_roleprivilege',
  set: 'gr_roleprivileges',
  label: 'Privilege of a role',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_roleprivilegeid: key('Privilege'),
    roleid: lookup('Role', 'role', { required: true, onTargetDelete: 'cascade' }),
    tablename: text('Table', { max: 64, required: true }),
    /** `Create`, `Read`, `Update` or `Delete`. */
    privilege: text('Privilege', { max: 10, required: true }),
    /** `own` or `all`. */
    rows: text('Rows', { max: 3, required: true }),
  },
})
