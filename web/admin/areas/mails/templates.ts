/** What the hub knows about letters that can be written anew. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { rowsOptions } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import type { LetterKind } from './mail-words.tsx'

export interface Placeholder {
  readonly name: string
  readonly form: 'text' | 'link' | 'block'
  readonly meaning: string
}

interface KindFacts {
  readonly kind: LetterKind
  /** Of the choice column `gr_kind`. */
  readonly value: number
  readonly placeholders: readonly Placeholder[]
}

const kindsOptions = queryOptions({
  queryKey: ['mail-kinds'],
  queryFn: ({ signal }) =>
    request<{ value: readonly KindFacts[] }>('/api/v1/mail-templates/placeholders', { signal }),
  staleTime: 600_000,
})

export function useKinds(): readonly KindFacts[] {
  return useSuspenseQuery(kindsOptions).data.value
}

/** All of them: there are as many as somebody wrote by hand. */
export const templatesOptions = rowsOptions({
  set: 'gr_mailtemplates',
  select: [
    'gr_mailtemplateid',
    'gr_kind',
    'gr_language',
    '_gr_event_value',
    'gr_subject',
    'gr_bodyhtml',
    'modifiedon',
  ],
  filter: 'statecode eq 0',
  orderBy: 'gr_language',
})

export interface BuiltIn {
  readonly language: string
  readonly languages: readonly string[]
  readonly subject: string
  readonly html: string
}

export const builtInOptions = (kind: string, language: string) =>
  queryOptions({
    queryKey: ['built-in-letter', kind, language],
    queryFn: ({ signal }) => readBuiltIn(kind, language, signal),
    staleTime: 600_000,
  })

export async function readBuiltIn(
  kind: string,
  language: string,
  signal?: AbortSignal,
): Promise<BuiltIn> {
  const asked = new URLSearchParams({ kind, language })
  return await request<BuiltIn>(`/api/v1/mail-templates/built-in?${asked}`, { signal })
}

/** A letter being written, as preview and test take it. */
export interface Draft {
  readonly kind: string
  readonly language: string
  readonly eventId?: string
  readonly subject: string
  readonly html: string
}

export interface LetterPreview {
  readonly subject: string
  readonly text: string
  readonly language: string
}

export const previewOptions = (draft: Draft) =>
  queryOptions({
    queryKey: ['letter-preview', draft],
    queryFn: ({ signal }) =>
      request<LetterPreview>('/api/v1/mail-templates/preview', {
        method: 'POST',
        body: draft,
        signal,
      }),
    retry: false,
  })

/** "German" in the reader's own language, with the tag where it is unknown. */
export function languageName(tag: string, inLanguage: string): string {
  try {
    return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(tag) ?? tag
  } catch {
    // Not a tag (yet): it is being typed.
    return tag
  }
}
