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
})
