import { Alert, Anchor, Button, Grid, Group, List, Radio, Stack, Text } from '@mantine/core'
import { useSuspenseQueries, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { callAction, rowOptions, useChange } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useSetOf, useTable } from '../../api/tables.ts'
import { useParameter } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { useContactTexts } from './contact-texts.ts'
import { type Declared, mergeFactsOptions } from './duplicates.ts'
import {
  contentOf,
  type MergeField,
  type MergeSide,
  mergeFieldsOf,
  mergeSelect,
  movesText,
} from './merge-fields.ts'
import { TellApartButton } from './tell-apart-button.tsx'
import './contacts.css'

/** Two contacts that are one person: which values stay, what moves, and what stands against it. */
export function MergePage() {
  const one = useParameter('contactId')
  const other = useParameter('otherId')
  return <Comparison key={`${one}.${other}`} one={one} other={other} />
}

/** The contacts, and with them everything that showed one of the two. */
const changed = ['contacts', 'msevtmgt_eventregistrations', 'gr_mails']

function Comparison({ one, other }: { one: string; other: string }) {
  const t = useContactTexts()
  const navigate = useNavigate()
  const table = useTable('contact')
  const setOf = useSetOf()
  const select = mergeSelect(table)
  const rows = useSuspenseQueries({
    queries: [one, other].map((id) => rowOptions('contacts', id, { select })),
  }).map(({ data }) => data)
  const { data: facts } = useSuspenseQuery(mergeFactsOptions(one, other))
  const fields = mergeFieldsOf(table, rows[0] ?? {}, rows[1] ?? {})
  const [picked, setPicked] = useState<Readonly<Record<string, MergeSide>>>({})
  const sideOf = (field: MergeField) => picked[field.name] ?? field.usual
  const typed = (contactid: string) => ({
    '@odata.type': 'Microsoft.Dynamics.CRM.contact',
    contactid,
  })
  const merge = useChange(
    () =>
      callAction('Merge', {
        Target: typed(one),
        Subordinate: typed(other),
        UpdateContent: contentOf(
          fields.filter((field) => sideOf(field) === 'other'),
          setOf,
        ),
        PerformParentingChecks: false,
      }),
    changed,
  )
  const names = rows.map((row) =>
    String(row.fullname ?? row.emailaddress1 ?? t('contact.nameless')),
  )
  return (
    <Page
      title={t('merge.title')}
      note={t('merge.note')}
      trail={[
        { label: t('contacts.title'), to: '/contacts' },
        { label: t('duplicates.title'), to: '/contacts/duplicates' },
      ]}
    >
      {facts.different !== null && <SaidDifferent {...facts.different} />}
      {facts.shared.length > 0 && facts.mayMerge && <Shared one={one} other={other} />}
      <Sheet
        title={t('merge.values')}
        actions={
          <Button
            size="xs"
            variant="default"
            component={Link}
            to={`/contacts/${other}/merge/${one}`}
          >
            {t('merge.swap')}
          </Button>
        }
      >
        <Fields
          fields={fields}
          names={names}
          sideOf={sideOf}
          pick={(name, side) => setPicked((before) => ({ ...before, [name]: side }))}
        />
      </Sheet>
      <Sheet title={t('merge.then')}>
        <Consequences one={one} other={other} name={names[1] ?? ''} />
        {!facts.mayMerge && <Text size="sm">{t('duplicates.notYours')}</Text>}
        <Group>
          <ActButton
            // The red of buttons has too little contrast on a page.
            color="red.9"
            disabled={facts.shared.length > 0 || !facts.mayMerge}
            said={t('merge.done')}
            act={async () => {
              await merge.mutateAsync(undefined)
              await navigate({ to: `/contacts/${one}` })
            }}
            confirm={{
              title: t('merge.title'),
              text: t('merge.sure', { other: names[1] ?? '', one: names[0] ?? '' }),
              yes: t('merge.act'),
            }}
          >
            {t('merge.act')}
          </ActButton>
          {facts.different === null && (
            <TellApartButton
              one={{ id: one, name: names[0] ?? null }}
              other={{ id: other, name: names[1] ?? null }}
              then={() => navigate({ to: '/contacts/duplicates' })}
            />
          )}
        </Group>
      </Sheet>
    </Page>
  )
}

interface FieldsProps {
  readonly fields: readonly MergeField[]
  readonly names: readonly string[]
  readonly sideOf: (field: MergeField) => MergeSide
  readonly pick: (name: string, side: MergeSide) => void
}

function Fields({ fields, names, sideOf, pick }: FieldsProps) {
  const t = useContactTexts()
  const format = useFormat()
  const shown = (field: MergeField, side: MergeSide) => {
    const text = field[side].shown
    return field.kind === 'instant' && text !== '' ? format.dateTime(text) : text
  }
  return (
    <div className="merge">
      <div className="merge-head merge-field">{t('merge.field')}</div>
      <div className="merge-head">{t('merge.keep', { name: names[0] ?? '' })}</div>
      <div className="merge-head">{t('merge.goes', { name: names[1] ?? '' })}</div>
      {fields.map((field) => (
        <Fragment key={field.name}>
          <div className="merge-field">{field.label}</div>
          {field.same ? (
            <div className="merge-same">{shown(field, 'one')}</div>
          ) : (
            (['one', 'other'] as const).map((side) => (
              <div key={side} className={sideOf(field) === side ? 'merge-chosen' : undefined}>
                <Radio
                  size="sm"
                  name={field.name}
                  checked={sideOf(field) === side}
                  onChange={() => pick(field.name, side)}
                  label={shown(field, side) || t('merge.nothing')}
                  aria-label={`${field.label}: ${shown(field, side) || t('merge.nothing')}`}
                />
              </div>
            ))
          )}
        </Fragment>
      ))}
    </div>
  )
}

function Consequences({ one, other, name }: { one: string; other: string; name: string }) {
  const t = useContactTexts()
  const { data: facts } = useSuspenseQuery(mergeFactsOptions(one, other))
  return (
    <List size="sm" spacing={4}>
      {facts.moves.map(({ table, label, rows }) => {
        const key = movesText(table)
        return (
          <List.Item key={table}>
            {key === undefined
              ? t('merge.moves', { count: rows, what: label })
              : t(key, { count: rows })}
          </List.Item>
        )
      })}
      <List.Item>{t('merge.inactive', { name })}</List.Item>
      <List.Item>{t('merge.told')}</List.Item>
    </List>
  )
}

/** Whoever merges nevertheless should know. */
function SaidDifferent({ declaredBy, declaredOn }: Declared) {
  const t = useContactTexts()
  const when = useFormat().dateTime(declaredOn)
  return (
    <Alert color="yellow" title={t('merge.different')}>
      {declaredBy === null
        ? t('merge.different.text', { when })
        : t('merge.different.by', { when, name: declaredBy })}
    </Alert>
  )
}

/** One person keeps one place: somebody says which, before the merge. */
function Shared({ one, other }: { one: string; other: string }) {
  const t = useContactTexts()
  const { data: facts } = useSuspenseQuery(mergeFactsOptions(one, other))
  const cancel = useChange(
    (id: string) => request(`/api/v1/registrations/${id}/cancel`, { method: 'POST', body: {} }),
    changed,
  )
  return (
    <Alert color="yellow" title={t('shared.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('shared.text')}</Text>
        {facts.shared.map(({ kind, eventId, eventName, sessionName, ids }) => (
          <Grid key={ids.join()} align="center" gap="xs">
            <Grid.Col span={{ base: 12, sm: 'auto' }}>
              <Anchor component={Link} to={`/events/${eventId}`} size="sm" underline="always">
                {[eventName, sessionName].filter(Boolean).join(' · ')}
              </Anchor>
            </Grid.Col>
            <Grid.Col span="content">
              {kind === 'waitlist' ? (
                <Button
                  size="xs"
                  variant="default"
                  component={Link}
                  to={`/events/${eventId}/waitlist`}
                >
                  {t('shared.waitlist')}
                </Button>
              ) : (
                <Group gap="xs">
                  {(['first', 'second'] as const).map((which, index) => (
                    <ActButton
                      key={which}
                      size="xs"
                      variant="default"
                      act={() => cancel.mutateAsync(ids[index] ?? '')}
                      confirm={{
                        title: t(`shared.cancel.${which}`),
                        text: t('shared.cancel.text'),
                        yes: t(`shared.cancel.${which}`),
                      }}
                    >
                      {t(`shared.cancel.${which}`)}
                    </ActButton>
                  ))}
                </Group>
              )}
            </Grid.Col>
          </Grid>
        ))}
      </Stack>
    </Alert>
  )
}
