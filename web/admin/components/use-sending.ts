import { useState } from 'react'
import { useAppTexts } from '../app/app-texts.ts'
import { tellProblem } from './tell.tsx'

/** For forms that are no record of the Data API: shows that they are sent, tells what was refused. */
export function useSending() {
  const t = useAppTexts()
  const [sending, setSending] = useState(false)
  const send = async (act: () => Promise<unknown>) => {
    setSending(true)
    try {
      await act()
    } catch (error) {
      tellProblem(t('problem.title'), error)
    } finally {
      setSending(false)
    }
  }
  return { sending, send }
}
