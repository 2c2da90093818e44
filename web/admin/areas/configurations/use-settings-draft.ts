/** Settings of an account being edited: what was typed, what is wrong, saving. */
import { useState } from 'react'
import { isProblem } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { changedValues, type Field, fieldRefused, useAccountActs } from './accounts.ts'
import type { Typed } from './setting-fields.tsx'

export function useSettingsDraft(id: string, fields: readonly Field[]) {
  const app = useAppTexts()
  const acts = useAccountActs()
  const [typed, setTyped] = useState<Typed>({})
  const [errors, setErrors] = useState<Typed>({})
  const [saving, setSaving] = useState(false)
  const changes = changedValues(fields, typed)
  const discard = () => {
    setTyped({})
    setErrors({})
  }
  /** True where the hub took it. */
  async function save(): Promise<boolean> {
    setSaving(true)
    try {
      await acts.save(id, changes)
      discard()
      tellDone(app('said.saved'))
      return true
    } catch (error) {
      const at = fieldRefused(fields, error)
      if (at === undefined || !isProblem(error)) tellProblem(app('problem.title'), error)
      else setErrors({ [at]: error.sentence })
      return false
    } finally {
      setSaving(false)
    }
  }
  return {
    typed,
    errors,
    setErrors,
    saving,
    save,
    discard,
    dirty: Object.keys(changes).length > 0,
    set(name: string, value: string) {
      setTyped((before) => ({ ...before, [name]: value }))
      setErrors(({ [name]: _gone, ...rest }) => rest)
    },
  }
}
