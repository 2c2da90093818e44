import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'mail-placeholder-unknown': {
    status: 400,
    sentence: '{input} names "{found}", which a letter of the kind {kind} does not have.',
    advice: 'Use {nearest}; GET /api/v1/mail-templates/placeholders lists all.',
    dataverse: 0x80040203,
  },
  'mail-placeholder-misplaced': {
    status: 400,
    sentence: '{input} uses "{found}" in {place}.',
    advice: '{remedy}',
    dataverse: 0x80040203,
  },
  'mail-braces-unbalanced': {
    status: 400,
    sentence: '{input} has "{found}" without its other half.',
    advice: 'Write the name of a placeholder between two braces on either side.',
    dataverse: 0x80040203,
  },
  'mail-language-invalid': {
    status: 400,
    sentence: '"{found}" is not a language.',
    advice: 'Give a BCP 47 tag such as de or pt-BR.',
    dataverse: 0x80040203,
  },
  'mail-subject-invalid': {
    status: 400,
    sentence: 'The subject has a line break or another control character.',
    advice: 'Write the subject in one line.',
    dataverse: 0x80040203,
  },
  'mail-kind-unknown': {
    status: 400,
    sentence: 'There is no kind of letter "{found}".',
    advice: 'Use one of: {known}.',
  },
  'mail-event-unknown': {
    status: 404,
    sentence: 'There is no event {id}.',
    advice: 'Give the id of an event, or none for a made-up one.',
    dataverse: 0x80040217,
  },
  'mail-address-invalid': {
    status: 400,
    sentence: '"{found}" is not one e-mail address.',
    advice: 'Give one address such as you@example.org.',
  },
  'mail-template-empty': {
    status: 400,
    sentence: 'Nothing is left of {input} once what letters may not contain is taken out.',
    advice: 'Write text; scripts, forms and frames do not belong into letters.',
    dataverse: 0x80040203,
  },
  'mail-unknown': {
    status: 404,
    sentence: 'There is no mail {id}.',
    advice: 'It may have been deleted; look for it in the list of mails.',
    dataverse: 0x80040217,
  },
  'mail-server-missing': {
    status: 409,
    sentence: 'No mail server is set, so nothing can be sent; mails are kept here.',
    advice: 'Set SMTP_URL and start the hub again; then send the mail again.',
  },
})
