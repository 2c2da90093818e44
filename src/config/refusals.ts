import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'settings-invalid': {
    status: 500,
    sentence: 'These settings are not right: {list}.',
    advice: 'Correct them in the environment or in .env; docs/reference/settings.md explains each.',
  },
})
