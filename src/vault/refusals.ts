import { defineRefusals } from '#errors'

/** None of them shows a secret or a key: they name the place, never the value. */
export const refusals = defineRefusals({
  'secret-unreadable': {
    status: 500,
    sentence: 'The secret {column} of {table} {row} cannot be read: {problem}.',
    advice:
      'The master key may have changed. Start the hub with the GREENROOM_MASTER_KEY or the master.key file that was in use when the secret was entered, or enter the secret again.',
  },
  'secret-too-long': {
    status: 400,
    sentence: 'The value of {column} is too long to be kept: {found} bytes, at most {limit}.',
    advice: 'Check that the right value was pasted.',
    dataverse: 0x80044331,
  },
  'master-key-invalid': {
    status: 500,
    sentence: '{source} does not hold a master key: {problem}.',
    advice:
      'A master key is 32 bytes in base64, as "openssl rand -base64 32" prints them. During a rotation the new key comes first, the older ones after it.',
  },
  'master-key-exposed': {
    status: 500,
    sentence: 'Other users of this machine can read the master key in {path}.',
    advice: 'Run: chmod 600 {path}. If somebody may have read it, rotate the master key.',
  },
  'master-key-unreachable': {
    status: 500,
    sentence: 'The master key in {path} could not be read or made: {problem}.',
    advice: 'Make the folder writable for the user that runs the hub, or set GREENROOM_MASTER_KEY.',
  },
})
