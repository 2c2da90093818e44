import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'email-invalid': {
    status: 400,
    sentence: '{input} is not an e-mail address: "{found}".',
    advice: 'Give an address such as name@company.example.',
    dataverse: 0x80040203,
  },
  'name-missing': {
    status: 400,
    sentence: '{input} is missing.',
    advice: 'Give the first and the last name of the person.',
    dataverse: 0x80040203,
  },
  'text-invalid': {
    status: 400,
    sentence: '{input} {problem}.',
    advice: 'Correct the named input and send the request again.',
    dataverse: 0x80040203,
  },
  'different-from-itself': {
    status: 400,
    sentence: 'A contact is not different from itself.',
    advice: 'Name two contacts.',
  },
  'contact-missing': {
    status: 404,
    sentence: 'There is no contact {id}.',
    advice: 'It may have been deleted meanwhile; look for it in the list of contacts.',
  },
  'merge-parameter': {
    status: 400,
    sentence: '{input} of the message Merge must be {expected}.',
    advice: 'Correct the named input and send the request again.',
    dataverse: 0x80040203,
  },
  'merge-with-itself': {
    status: 400,
    sentence: 'A contact cannot be merged with itself.',
    advice: 'Name two different contacts in Target and Subordinate.',
    dataverse: 0x80040203,
  },
  'merge-contact-missing': {
    status: 404,
    sentence: 'contact With Id = {id} Does Not Exist.',
    advice: 'It may have been deleted meanwhile; look for it in the list of contacts.',
    dataverse: 0x80040217,
  },
  'merge-contact-inactive': {
    status: 409,
    sentence: '{name} is not active, and only active contacts can be merged.',
    advice: 'Activate it first; a contact that was merged before leads to the one that was kept.',
    dataverse: 0x80040203,
  },
  'merge-parents-differ': {
    status: 409,
    sentence: '{one} and {other} belong to different companies.',
    advice: 'Give the company in UpdateContent, or send PerformParentingChecks as false.',
    dataverse: 0x80040203,
  },
})
