import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'migration-failed': {
    status: 500,
    sentence: 'The migration {name} could not be applied: {problem}.',
    advice: 'Nothing was changed. Report this with the PostgreSQL version in use (15 or newer).',
  },
  'database-is-newer': {
    status: 500,
    sentence: 'The database has migrations that this version does not know: {names}.',
    advice: 'Start the newer version of Greenroom that made them, or use another database.',
  },
})
