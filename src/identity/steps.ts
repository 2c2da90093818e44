import { isZone } from '#calendar'
import type { Execution, KnownMessage, Step } from '#pipeline'
import { builtInRoleSteps } from './built-in-roles.ts'
import { keepAdministratorSteps } from './keep-an-administrator.ts'
import { ownRowSteps } from './own-rows.ts'
import { refusals } from './refusals.ts'
import { endAccessSteps } from './sign-in/end-access.ts'

/** What must be so about users, roles and rows, whoever writes them. */
export function identitySteps(messages: readonly KnownMessage[]): readonly Step[] {
  return [
    ...keepAdministratorSteps,
    ...builtInRoleSteps,
    ...endAccessSteps,
    ...ownRowSteps(messages),
    ...(['Create', 'Update'] as const).map((message) => ({
      name: `Identity: languages and time zones that exist at ${message} of systemuser`,
      message,
      table: 'systemuser',
      stage: 20 as const,
      ...(message === 'Create' ? {} : { filteringColumns: ['gr_language', 'gr_timezone'] }),
      run: checkTastes,
    })),
  ]
}

async function checkTastes({ target }: Execution): Promise<void> {
  const { gr_language: language, gr_timezone: zone } = target
  if (typeof language === 'string') target.gr_language = canonicalTag(language)
  if (typeof zone === 'string' && !isZone(zone)) {
    throw refusals['time-zone-not-known']({ found: zone.slice(0, 64) }, { input: 'gr_timezone' })
  }
}

function canonicalTag(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag
  } catch (cause) {
    const details = { input: 'gr_language', cause }
    throw refusals['language-not-known']({ found: tag.slice(0, 35) }, details)
  }
}
