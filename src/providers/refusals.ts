import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'unknown-adapter': {
    status: 400,
    sentence: 'There is no adapter "{adapter}".',
    advice: 'Choose one of: {known}.',
  },
  'address-not-usable': {
    status: 400,
    sentence: '{label} is not an address that the hub can use: {problem}.',
    advice: 'Enter a complete address, for example https://webinars.example.com/api.',
  },
  'egress-proxy-not-allowed': {
    status: 403,
    sentence: 'Only a System Administrator may name an egress proxy.',
    advice: 'Ask one to save it, or leave it out.',
    dataverse: 0x80040220,
  },
  'consent-missing': {
    status: 400,
    sentence:
      'Nobody has accepted the terms of service and the privacy policy of {provider} yet. Terms of service: {terms}. Privacy policy: {privacy}.',
    advice: 'Read and accept them, then save again. It is asked once per provider.',
  },
  'account-inactive': {
    status: 409,
    sentence: 'The webinar configuration "{configuration}" is deactivated.',
    advice: 'Activate it, or choose another configuration.',
  },
  'provider-inactive': {
    status: 409,
    sentence: 'The webinar provider "{provider}" is deactivated.',
    advice: 'Activate it, or choose a configuration of another provider.',
  },
  'account-off': {
    status: 409,
    sentence: 'The account of "{configuration}" is off: the hub has no credentials for it.',
    advice: '{remedy}',
  },
  'cannot-forget': {
    status: 409,
    sentence: '{provider} has no call by which it forgets a person.',
    advice: 'Erase the person there by hand, or ask the provider.',
  },
  'not-forgotten': {
    status: 502,
    sentence: 'The provider has not forgotten the person. {message}',
    advice: 'Mend what it says and ask again; asking twice does no harm.',
  },
  'setting-missing': {
    status: 409,
    sentence: '{label} is missing for "{configuration}".',
    advice: 'Enter it on the webinar {record}. {help}',
  },
  'unknown-setting': {
    status: 400,
    sentence: '{adapter} has no setting "{name}".',
    advice: 'Its settings are: {known}.',
  },
  'setting-not-valid': {
    status: 400,
    sentence: '{label} takes {expected}.',
    advice: '{help}',
  },
  'row-filter-not-valid': {
    status: 400,
    sentence: 'The row filter has a line that is no condition: "{line}".',
    advice: 'Write a column, an operator and a value, one condition per line. Known are: {known}.',
  },
  'entity-not-listed': {
    status: 409,
    sentence: '{provider} does not list {entity}.',
    advice: 'Synchronize what it lists: {known}.',
  },
  'rule-not-valid': {
    status: 400,
    sentence: '{label} is no rule of recurrence: {problem}',
    advice: 'Write a rule of RFC 5545, for example FREQ=DAILY.',
  },
  'authorization-not-needed': {
    status: 409,
    sentence: 'Nobody has to sign in at {provider}.',
    advice: 'Enter the credentials, if it needs any, and press Verify.',
  },
  'actions-not-set-up': {
    status: 409,
    sentence: 'Nobody signs in for actions of "{configuration}": the account acts for everybody.',
    advice:
      'Enter a client ID and a client secret for actions on the configuration, if its provider has them.',
  },
  'authorization-unknown': {
    status: 400,
    sentence: 'The hub did not ask for this sign-in, or the account has changed since.',
    advice: 'Press Authenticate on the webinar configuration and sign in again.',
  },
  'authorization-used': {
    status: 400,
    sentence: 'This sign-in was finished before.',
    advice: 'If the configuration is not authenticated, press Authenticate again.',
  },
  'authorization-expired': {
    status: 400,
    sentence: 'The sign-in took longer than {minutes} minutes.',
    advice: 'Press Authenticate on the webinar configuration and sign in again.',
  },
  'authorization-of-another': {
    status: 403,
    sentence: 'This sign-in was started by another user of the hub.',
    advice: 'Press Authenticate on the webinar configuration yourself.',
  },
  'authorization-denied': {
    status: 400,
    sentence: '{provider} did not let the hub in: {problem}.',
    advice: 'Press Authenticate again and agree on the page of the provider.',
  },
  'authorization-incomplete': {
    status: 400,
    sentence: '{provider} sent the browser back without a code.',
    advice: 'Press Authenticate again; if it stays, report it to the provider.',
  },
  'authorization-code-refused': {
    status: 502,
    sentence: '{provider} gave no token for the code: {problem}',
    advice: 'Press Authenticate again; check client ID and client secret of the webinar provider.',
  },
})
