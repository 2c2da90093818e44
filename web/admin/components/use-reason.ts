import { type FormEvent, useState } from 'react'
import { useAppTexts } from '../app/app-texts.ts'
import { tellDone } from './tell.tsx'
import { useSending } from './use-sending.ts'

interface Acting {
  readonly act: (reason: string) => Promise<unknown>
  /** After it is done: closes what asked. */
  readonly close: () => void
}

/** For forms that ask why before they act: the reason stays with what they change for good. */
export function useReason({ act, close }: Acting) {
  const app = useAppTexts()
  const { sending, send } = useSending()
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send(async () => {
      await act(reason.trim())
      tellDone(app('said.done'))
      setReason('')
      close()
    })
  }
  const field = {
    required: true,
    maxLength: 2000,
    value: reason,
    onChange: (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setReason(event.currentTarget.value),
  }
  return { field, sending, isMissing: reason.trim() === '', submit }
}
