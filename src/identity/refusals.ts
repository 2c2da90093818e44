import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'sign-in-failed': {
    status: 401,
    sentence: 'This e-mail and password do not belong together.',
    advice: 'Try again, or ask an administrator for a one-time sign-in link.',
  },
  'sign-in-link-used': {
    status: 401,
    sentence: 'This sign-in link was used already or is too old.',
    advice: 'Ask for a new one: `npx greenroom doctor` prints one on the machine of the hub.',
  },
  'key-not-accepted': {
    status: 401,
    sentence: 'The API key or session is not known, or it has ended.',
    advice: 'Send a valid key as "Authorization: Bearer <key>", or sign in again.',
    dataverse: 0x80040220,
  },
  'expiry-out-of-range': {
    status: 400,
    sentence: 'What begins now cannot end on {found}.',
    advice: 'Give a day that is still to come, up to {latest}.',
  },
  'key-has-ended': {
    status: 409,
    sentence: 'The API key {name} has ended, so there is nothing to go on from.',
    advice: 'Create a new key.',
  },
  'may-not-act-for-others': {
    status: 403,
    sentence: 'This user may not act in the name of {user}.',
    advice: 'Leave the header {header} out, or give this user the role Delegate.',
    dataverse: 0x80040220,
  },
  'user-to-act-for-unknown': {
    status: 403,
    sentence: 'There is no enabled user {user} to act for.',
    advice: 'Send a systemuserid in MSCRMCallerID, or an Entra object id in CallerObjectId.',
    dataverse: 0x80040217,
  },
  'sign-in-later': {
    status: 429,
    sentence: 'This was tried too often, for this account or from this address.',
    advice: 'Try again in {seconds} seconds.',
  },
  'password-wrong': {
    status: 403,
    sentence: 'The current password is another one.',
    advice: 'Type it again, or sign out and ask for a link by mail: "Forgot your password?".',
  },
  'no-password-yet': {
    status: 409,
    sentence: 'This user has no password so far.',
    advice: 'Ask for a link by mail under /admin/forgot-password; it sets the first one.',
  },
  'password-not-usable': {
    status: 400,
    sentence: 'The new password {problem}.',
    advice: 'Take 12 characters or more, e.g. four words that do not belong together.',
  },
  'password-link-used': {
    status: 401,
    sentence: 'This link was used already or is too old.',
    advice: 'Ask for a new one under /admin/forgot-password, or ask an administrator.',
  },
  'page-not-valid': {
    status: 400,
    sentence: 'The value of after is none that an earlier page gave.',
    advice: 'Send next of the page before, or leave it out to begin with the newest.',
  },
  'single-sign-on-off': {
    status: 404,
    sentence: 'Single sign-on is not set up.',
    advice: 'Set GREENROOM_OIDC_ISSUER, GREENROOM_OIDC_CLIENT_ID and GREENROOM_OIDC_CLIENT_SECRET.',
  },
  'single-sign-on-failed': {
    status: 401,
    sentence: 'Single sign-on did not work: {problem}.',
    advice: 'Begin again with the button on the sign-in page.',
  },
  'single-sign-on-unavailable': {
    status: 503,
    sentence: 'The identity provider does not answer as it should: {problem}.',
    advice: 'Try again later, or sign in with a password.',
  },
  'single-sign-on-unknown-user': {
    status: 403,
    sentence: 'Nobody here has the e-mail {email}, as the identity provider confirms it.',
    advice: 'Ask an administrator for an invitation.',
  },
  'last-administrator': {
    status: 409,
    sentence: 'Nobody could administrate the hub after that: {name} is the last administrator.',
    advice: 'Give somebody else the role System Administrator first.',
  },
  'role-of-the-hub': {
    status: 409,
    sentence: 'The role {name} belongs to the hub and stays as it is.',
    advice: 'Make a role of your own with the privileges that you need.',
  },
  'role-name-taken': {
    status: 409,
    sentence: 'There is a role {name} already.',
    advice: 'Take another name.',
  },
  'privilege-not-grantable': {
    status: 400,
    sentence: 'No role of your own can hold {privilege} on {table}.',
    advice: '{why}',
  },
  'unknown-role': {
    status: 404,
    sentence: 'There is no role {role}.',
    advice: 'GET /api/v1/roles lists them with their ids.',
  },
  'email-taken': {
    status: 409,
    sentence: 'A user with the e-mail {email} exists already.',
    advice: 'Change or enable that user instead.',
  },
  'language-not-known': {
    status: 400,
    sentence: '{found} is no language tag.',
    advice: 'Send a BCP 47 tag such as en, de-AT or zh-Hans.',
  },
  'time-zone-not-known': {
    status: 400,
    sentence: '{found} is no time zone.',
    advice: 'Send an IANA name such as Europe/Berlin.',
  },
  'not-your-row': {
    status: 403,
    sentence: 'The user {user} may {act} only own rows of {table}, and this one is not.',
    advice: 'Ask its owner, or an administrator for a role with the privilege for all rows.',
    dataverse: 0x80040220,
  },
  'foreign-page': {
    status: 403,
    sentence: 'A page of another site may not act here with the session of this browser.',
    advice: 'Send the request from a page of this hub, or with an API key in Authorization.',
    dataverse: 0x80040220,
  },
})
