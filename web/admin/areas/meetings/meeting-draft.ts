/** The form: what was typed, what the hub says about it while one types, and saving it. */
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '../../api/request.ts'
import { fromServer } from '../../server-words/server-words.ts'
import { addMinutes, endAfter, minutesBetween } from './local-time.ts'
import {
  type Person,
  type Preview,
  previewOptions,
  type Recurrence,
  type Wish,
} from './meetings.ts'

export interface MeetingForm {
  readonly configurationId: string
  readonly title: string
  readonly description: string
  readonly start: string
  readonly end: string
  readonly timeZone: string
  readonly recurrence: Recurrence
  readonly password: string
  readonly language: string
  readonly attendees: readonly Person[]
  readonly cohosts: readonly Person[]
}

export type FormField = keyof MeetingForm

export interface MeetingDraft {
  readonly form: MeetingForm
  readonly dirty: boolean
  readonly preview: Preview | undefined
  /** The hub is looking at what was typed last. */
  readonly looking: boolean
  set(change: Partial<MeetingForm>): void
  /** Another start keeps the length. */
  setStart(start: string): void
  setEndTime(time: string): void
  /** What is wrong at a field, once it was touched or saving was tried. */
  error(field: FormField): string | undefined
  notices(field: FormField): readonly string[]
  /** Problems that no field of the form is about. */
  readonly other: readonly string[]
  /** False where the hub refuses and the form says why; other refusals are thrown. */
  save(send: (wish: Wish) => Promise<void>): Promise<boolean>
}

export function useMeetingDraft(initial: MeetingForm, currentId?: string): MeetingDraft {
  const [form, setForm] = useState(initial)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<Remark>()
  const [settled] = useDebouncedValue(form, 300)
  const asked = useQuery({
    ...previewOptions(wishOf(settled), currentId),
    enabled: settled.configurationId !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  const problems: readonly Remark[] = [
    ...(refused === undefined ? [] : [refused]),
    ...(asked.data?.problems ?? []),
  ]
  const set = (change: Partial<MeetingForm>) => {
    setForm((before) => ({ ...before, ...change }))
    setTouched((before) => new Set([...before, ...Object.keys(change)]))
    setRefused(undefined)
  }
  return {
    form,
    set,
    dirty: touched.size > 0,
    preview: asked.data,
    looking: asked.isFetching || settled !== form,
    setStart(start) {
      set({ start, end: addMinutes(start, minutesBetween(form.start, form.end)) })
    },
    setEndTime: (time) => set({ end: endAfter(form.start, time) }),
    error(field) {
      if (!tried && !touched.has(field)) return undefined
      return sentence(problems.filter((each) => isAbout(each, field)))
    },
    notices: (field) =>
      (asked.data?.notices ?? []).flatMap((each) =>
        isAbout(each, field) ? [fromServer(each.message)] : [],
      ),
    other: tried
      ? problems
          .filter(({ field }) => !fields.has(rootOf(field)))
          .map(({ message }) => fromServer(message))
      : [],
    async save(send) {
      setTried(true)
      try {
        await send(wishOf(form))
        return true
      } catch (error) {
        if (!isProblem(error) || error.input === undefined || error.status !== 400) throw error
        setRefused({ field: error.input.replace(/^body\./, ''), message: error.sentence })
        return false
      }
    },
  }
}

interface Remark {
  readonly field: string
  readonly message: string
}

const fields: ReadonlySet<string> = new Set<FormField>([
  ...(['configurationId', 'title', 'description', 'start', 'end', 'timeZone'] as const),
  ...(['recurrence', 'password', 'language', 'attendees', 'cohosts'] as const),
])

/** `attendees[2].email` is about attendees. */
const rootOf = (field: string) => field.split(/[.[]/)[0] ?? field

const isAbout = (remark: Remark, field: FormField) => rootOf(remark.field) === field

function sentence(remarks: readonly Remark[]): string | undefined {
  const messages = [...new Set(remarks.map(({ message }) => fromServer(message)))]
  return messages.length === 0 ? undefined : messages.join(' ')
}

export function wishOf(form: MeetingForm): Wish {
  const { description, password, language, recurrence, attendees, cohosts, ...others } = form
  return {
    ...others,
    ...(description.trim() === '' ? {} : { description }),
    ...(password === '' ? {} : { password }),
    ...(language === '' ? {} : { language }),
    ...(recurrence.frequency === 'once' ? {} : { recurrence }),
    attendees: [...attendees],
    cohosts: [...cohosts],
  }
}
