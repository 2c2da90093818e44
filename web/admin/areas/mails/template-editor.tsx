import {
  ActionIcon,
  Autocomplete,
  Group,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'
import {
  IconBold,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconPilcrow,
} from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type RefObject, useRef } from 'react'
import { shownValue } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import type { RecordDraft } from '../../components/record-draft.ts'
import { RecordFields } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { tellProblem } from '../../components/tell.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useLanguage } from '../../texts/language.ts'
import { useMailTexts } from './mail-texts.ts'
import type { LetterKind } from './mail-words.tsx'
import {
  builtInOptions,
  languageName,
  readBuiltIn,
  templatesOptions,
  useKinds,
} from './templates.ts'

interface EditorProps {
  readonly id: string | undefined
  readonly kind: LetterKind
  readonly draft: RecordDraft
  readonly disabled: boolean
}

type Typed = 'gr_subject' | 'gr_bodyhtml'

export function TemplateEditor({ id, kind, draft, disabled }: EditorProps) {
  const t = useMailTexts()
  const subject = useRef<HTMLInputElement>(null)
  const body = useRef<HTMLTextAreaElement>(null)
  /** Where the cursor was last: placeholders go there. */
  const last = useRef<Typed>('gr_bodyhtml')
  const text = (name: Typed) => String(draft.values[name] ?? '')
  const insert = (name: Typed, before: string, after = '') => {
    const field = name === 'gr_subject' ? subject.current : body.current
    if (field === null) return
    const [start, end] = [field.selectionStart ?? 0, field.selectionEnd ?? 0]
    const all = field.value
    draft.set(name, all.slice(0, start) + before + all.slice(start, end) + after + all.slice(end))
    const cursor = end + before.length + (start === end ? 0 : after.length)
    // After React has drawn the new text.
    requestAnimationFrame(() => {
      field.focus()
      field.setSelectionRange(cursor, cursor)
    })
  }
  return (
    <>
      <Sheet title={t('template.for')}>
        <ForWhom id={id} kind={kind} draft={draft} disabled={disabled} />
      </Sheet>
      <Sheet title={t('letter.title')}>
        <TextInput
          ref={subject}
          required
          maxLength={300}
          disabled={disabled}
          label={t('mail.subject')}
          value={text('gr_subject')}
          error={draft.errors.gr_subject}
          onFocus={() => {
            last.current = 'gr_subject'
          }}
          onChange={(change) => draft.set('gr_subject', change.currentTarget.value)}
        />
        <Body
          area={body}
          value={text('gr_bodyhtml')}
          error={draft.errors.gr_bodyhtml}
          disabled={disabled}
          onFocus={() => {
            last.current = 'gr_bodyhtml'
          }}
          onChange={(value) => draft.set('gr_bodyhtml', value)}
          insert={(before, after) => insert('gr_bodyhtml', before, after)}
        />
        {!disabled && (
          <Placeholders
            kind={kind}
            // A block is a piece of the letter: it never stands in a subject.
            insert={(name, form) =>
              insert(form === 'block' ? 'gr_bodyhtml' : last.current, `{{${name}}}`)
            }
          />
        )}
      </Sheet>
    </>
  )
}

function ForWhom({ id, kind, draft, disabled }: EditorProps) {
  const t = useMailTexts()
  const language = useLanguage()
  const { data: builtIn } = useSuspenseQuery(builtInOptions(kind, 'en'))
  const tag = String(draft.values.gr_language ?? '')
  return (
    <Stack gap="sm">
      <Autocomplete
        required
        disabled={disabled}
        maxLength={35}
        label={t('template.language')}
        description={t('template.language.note', { language: languageName(tag || 'en', language) })}
        data={[...builtIn.languages]}
        value={tag}
        error={draft.errors.gr_language}
        onChange={(value) => draft.set('gr_language', value)}
      />
      <RecordFields
        draft={draft}
        columns={['gr_event']}
        beside={1}
        disabled={disabled}
        labels={{ gr_event: t('template.event') }}
        notes={{ gr_event: t('template.event.note') }}
      />
      {!disabled && <CopyFrom id={id} kind={kind} draft={draft} languages={builtIn.languages} />}
    </Stack>
  )
}

interface CopyFromProps extends Omit<EditorProps, 'disabled'> {
  readonly languages: readonly string[]
}

/** To translate a letter, one begins with it in a language that one reads. */
function CopyFrom({ id, kind, draft, languages }: CopyFromProps) {
  const t = useMailTexts()
  const app = useAppTexts()
  const language = useLanguage()
  const kinds = useKinds()
  const { data: templates } = useSuspenseQuery(templatesOptions)
  const value = kinds.find((each) => each.kind === kind)?.value
  const others = templates.filter((row) => row.gr_kind === value && row.gr_mailtemplateid !== id)
  const nameOf = (row: (typeof others)[number]) =>
    [languageName(String(row.gr_language), language), shownValue(row, 'gr_event')]
      .filter(Boolean)
      .join(' · ')
  const copy = async (from: string) => {
    const row = others.find((each) => each.gr_mailtemplateid === from)
    try {
      const found =
        row === undefined
          ? await readBuiltIn(kind, from)
          : { subject: String(row.gr_subject), html: String(row.gr_bodyhtml) }
      draft.set('gr_subject', found.subject)
      draft.set('gr_bodyhtml', found.html)
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <Select
      label={t('template.copy')}
      description={t('template.copy.note')}
      placeholder={t('template.copy.choose')}
      value={null}
      data={[
        ...(others.length === 0
          ? []
          : [
              {
                group: t('template.copy.own'),
                items: others.map((row) => ({
                  value: String(row.gr_mailtemplateid),
                  label: nameOf(row),
                })),
              },
            ]),
        {
          group: t('template.copy.builtIn'),
          items: languages.map((each) => ({ value: each, label: languageName(each, language) })),
        },
      ]}
      onChange={(from) => from !== null && void copy(from)}
    />
  )
}

interface BodyProps {
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly value: string
  readonly error: string | undefined
  readonly disabled: boolean
  readonly onFocus: () => void
  readonly onChange: (value: string) => void
  readonly insert: (before: string, after: string) => void
}

const tools = [
  { name: 'paragraph', icon: IconPilcrow, before: '<p>', after: '</p>' },
  { name: 'heading', icon: IconHeading, before: '<h2>', after: '</h2>' },
  { name: 'bold', icon: IconBold, before: '<strong>', after: '</strong>' },
  { name: 'italic', icon: IconItalic, before: '<em>', after: '</em>' },
  { name: 'list', icon: IconList, before: '<ul>\n  <li>', after: '</li>\n</ul>' },
  { name: 'link', icon: IconLink, before: '<a href="https://">', after: '</a>' },
] as const

function Body({ area, value, error, disabled, onFocus, onChange, insert }: BodyProps) {
  const t = useMailTexts()
  return (
    <Stack gap={6}>
      {!disabled && (
        <Group gap={4}>
          {tools.map(({ name, icon: Icon, before, after }) => (
            <Tooltip key={name} label={t(`tool.${name}`)}>
              <ActionIcon
                variant="default"
                aria-label={t(`tool.${name}`)}
                onClick={() => insert(before, after)}
              >
                <Icon size={16} />
              </ActionIcon>
            </Tooltip>
          ))}
        </Group>
      )}
      <Textarea
        ref={area}
        className="template-body"
        required
        autosize
        minRows={10}
        maxRows={26}
        maxLength={100_000}
        spellCheck={false}
        disabled={disabled}
        label={t('template.body')}
        description={t('template.rules')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={value}
        error={error}
        onFocus={onFocus}
        onChange={(change) => onChange(change.currentTarget.value)}
      />
    </Stack>
  )
}

interface PlaceholdersProps {
  readonly kind: LetterKind
  readonly insert: (name: string, form: 'text' | 'link' | 'block') => void
}

function Placeholders({ kind, insert }: PlaceholdersProps) {
  const t = useMailTexts()
  const placeholders = useKinds().find((each) => each.kind === kind)?.placeholders ?? []
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {t('template.placeholders')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('template.placeholders.note')}
      </Text>
      <Group gap={6}>
        {placeholders.map(({ name, form, meaning }) => (
          <button
            type="button"
            key={name}
            className={form === 'block' ? 'placeholder placeholder-block' : 'placeholder'}
            title={fromServer(meaning)}
            onClick={() => insert(name, form)}
          >
            {name}
          </button>
        ))}
      </Group>
    </Stack>
  )
}
