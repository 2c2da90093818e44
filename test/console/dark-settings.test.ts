/** The settings in the dark: accounts, webhooks, websites, templates, users, keys, the log. */
import { test } from 'node:test'
import { noBrowser } from '../console-browser.ts'
import { assertDark, isSetting, patience } from '../console-dark.ts'
import { consoleWorld } from '../console-world.ts'

const world = await consoleWorld()

test(
  'every page of the settings can be read in the dark',
  {
    skip: noBrowser,
    timeout: patience,
  },
  () => assertDark(world, isSetting),
)
