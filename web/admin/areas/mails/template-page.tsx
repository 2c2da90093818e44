import { Alert, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { deleteRow, rowOptions, useChange } from '../../api/records.ts'
import { useAddressState, useParameter } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { PageNotFound } from '../../components/page-problem.tsx'
import { type Reference, useRecordDraft } from '../../components/record-draft.ts'
import { SaveBar } from '../../components/record-form.tsx'
import { useLanguage } from '../../texts/language.ts'
import { LetterPreviewPane } from './letter-preview.tsx'
import { useMailTexts } from './mail-texts.ts'
import { isLetterKind, type LetterKind } from './mail-words.tsx'
import { TemplateEditor } from './template-editor.tsx'
import { builtInOptions, type Draft, useKinds } from './templates.ts'
import { TestLetter } from './test-letter.tsx'
import './mails.css'

export function TemplatePage() {
  const id = useParameter('templateId')
  return id === 'new' ? <NewTemplate /> : <KnownTemplate key={id} id={id} />
}

/** Begins with the letter that goes out now, so that only what shall differ is typed. */
function NewTemplate() {
  const [kind] = useAddressState('kind')
  if (!isLetterKind(kind)) return <PageNotFound />
  return <BegunTemplate kind={kind} />
}

function BegunTemplate({ kind }: { kind: LetterKind }) {
  const language = useLanguage()
  const { data: builtIn } = useSuspenseQuery(builtInOptions(kind, language))
  const initial = {
    gr_language: builtIn.language,
    gr_subject: builtIn.subject,
    gr_bodyhtml: builtIn.html,
  }
  return <Editing id={undefined} kind={kind} initial={initial} />
}

function KnownTemplate({ id }: { id: string }) {
  const kinds = useKinds()
  const { data: row } = useSuspenseQuery(
    rowOptions('gr_mailtemplates', id, { select: ['gr_kind'] }),
  )
  const kind = kinds.find(({ value }) => value === row.gr_kind)?.kind
  if (kind === undefined) return <PageNotFound />
  return <Editing id={id} kind={kind} initial={{}} />
}

interface EditingProps {
  readonly id: string | undefined
  readonly kind: LetterKind
  readonly initial: Readonly<Record<string, string>>
}

const columns = ['gr_kind', 'gr_language', 'gr_event', 'gr_subject', 'gr_bodyhtml']

function Editing({ id, kind, initial }: EditingProps) {
  const t = useMailTexts()
  const may = useMay()
  const navigate = useNavigate()
  const kinds = useKinds()
  const value = kinds.find((each) => each.kind === kind)?.value ?? null
  const draft = useRecordDraft({
    table: 'gr_mailtemplate',
    id,
    columns,
    initial: { gr_kind: value, ...initial },
  })
  const mayWrite = may(id === undefined ? 'Create' : 'Update', 'gr_mailtemplate')
  const written = writtenIn(kind, draft.values)
  return (
    <Page
      title={t(`kind.${kind}`)}
      note={t(`kind.${kind}.when`)}
      trail={[{ label: t('templates.title'), to: '/mail-templates' }]}
      actions={id !== undefined && may('Delete', 'gr_mailtemplate') && <Revert id={id} />}
    >
      {id === undefined && <Alert color="blue">{t('template.begun')}</Alert>}
      <div className="template-page">
        <Stack>
          <TemplateEditor id={id} kind={kind} draft={draft} disabled={!mayWrite} />
          {mayWrite && (
            <SaveBar
              draft={draft}
              onSaved={(saved) =>
                void navigate({ to: `/mail-templates/${saved}`, search: {}, replace: true })
              }
            />
          )}
        </Stack>
        <Stack className="template-preview">
          <LetterPreviewPane draft={written} />
          {mayWrite && <TestLetter draft={written} />}
        </Stack>
      </div>
    </Page>
  )
}

function writtenIn(kind: LetterKind, values: Readonly<Record<string, unknown>>): Draft {
  const event = values.gr_event as Reference | null | undefined
  return {
    kind,
    language: String(values.gr_language ?? 'en'),
    ...(event == null ? {} : { eventId: event.id }),
    subject: String(values.gr_subject ?? ''),
    html: String(values.gr_bodyhtml ?? ''),
  }
}

function Revert({ id }: { id: string }) {
  const t = useMailTexts()
  const navigate = useNavigate()
  const remove = useChange(() => deleteRow('gr_mailtemplates', id), [])
  return (
    <ActButton
      variant="default"
      color="red"
      said={t('template.reverted')}
      act={async () => {
        await remove.mutateAsync(undefined)
        await navigate({ to: '/mail-templates' })
      }}
      confirm={{
        title: t('template.revert'),
        text: t('template.revert.text'),
        yes: t('template.revert'),
      }}
    >
      {t('template.revert')}
    </ActButton>
  )
}
