import { defineRefusals } from '#errors'

export const signatureRefusals = defineRefusals({
  'signing-secret': {
    status: 400,
    sentence: 'The value of gr_signingsecret is no secret for the signature {signature}.',
    advice:
      'Send whsec_ and 24 to 64 bytes in Base64 (v1), or whsk_ and an Ed25519 seed of 32 bytes in Base64 (v1a), or let the hub make one: gr_RotateSigningSecret.',
    dataverse: 0x80040203,
  },
  'signing-secret-missing': {
    status: 400,
    sentence: 'Deliveries cannot be signed: there is no signing secret.',
    advice: 'Send gr_signingsecret as well, or call gr_RotateSigningSecret, which makes one.',
    dataverse: 0x80040203,
  },
  'signing-overlap': {
    status: 400,
    sentence: 'OverlapHours is a whole number from 0 to 8760, not {found}.',
    advice: 'Give the hours for which receivers may still verify with the earlier secret.',
    dataverse: 0x80040203,
  },
})
