/** Some values only make sense together: a definition may look at all of them when one is saved. */
import type { Db } from '#database'
import type { Execution, Step } from '#pipeline'
import { findConfiguration } from './configuration-rows.ts'
import type { Setting, SettingFault } from './contract.ts'
import type { Needs } from './needs.ts'
import { settingValue } from './open-account.ts'
import { refusals } from './refusals.ts'
import { findDefinition } from './registry.ts'

const table = 'msevtmgt_webinarconfiguration'

type ExamineNeeds = Pick<Needs, 'vault' | 'definitions'>

/**
 * After the write, in its transaction: secrets are in the vault then, so they are seen from whichever
 * door they came, and a refusal takes them back.
 */
export function examineSettings(needs: ExamineNeeds): readonly Step[] {
  const examined = needs.definitions.filter(({ examine }) => examine !== undefined)
  if (examined.length === 0) return []
  const columns = examined.flatMap(({ settings }) =>
    settings.filter(({ on }) => on === 'configuration').map(({ name }) => name),
  )
  const watched = new Set(['gr_settings', 'msevtmgt_webinarproviderid', ...columns])
  return (['Create', 'Update'] as const).map((message) => ({
    name: 'Providers: settings that belong together fit',
    message,
    table,
    stage: 40,
    ...(message === 'Update' ? { filteringColumns: [...watched] } : {}),
    run: (execution: Execution) => examine(needs, execution.tx, execution.id),
  }))
}

async function examine(needs: ExamineNeeds, db: Db, id: string): Promise<void> {
  const configuration = await findConfiguration(db, id)
  const adapter = configuration?.provider.adapter ?? ''
  const definition = findDefinition(needs.definitions, adapter)
  if (configuration === undefined || definition?.examine === undefined) return
  const settingOf = (name: string) => definition.settings.find((each) => each.name === name)
  const fault = await definition.examine(async (name) => {
    const setting = settingOf(name)
    if (setting === undefined) throw new TypeError(`${adapter} has no setting ${name}.`)
    return await settingValue({ db, vault: needs.vault }, configuration, setting)
  })
  if (fault !== undefined) throw refusal(fault, settingOf(fault.setting))
}

function refusal({ setting, expected }: SettingFault, { label, help }: Partial<Setting> = {}) {
  return refusals['setting-not-valid'](
    { label: label ?? setting, expected, help: help ?? '' },
    { input: setting, expected },
  )
}
