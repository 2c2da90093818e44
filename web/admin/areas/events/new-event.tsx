import { Alert, Stack } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useRef } from 'react'
import { useMay, useMe } from '../../api/me.ts'
import { rowsOptions } from '../../api/records.ts'
import { Page } from '../../components/page.tsx'
import { type RecordDraft, useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { ownZone, TimeZoneField } from '../../components/time-zone-field.tsx'
import { useEventTexts } from './event-texts.ts'
import { format } from './event-words.tsx'
import { FormatChoice } from './format-choice.tsx'

const columns = [
  'msevtmgt_name',
  'msevtmgt_eventstartdate',
  'msevtmgt_eventenddate',
  'gr_timezone',
  'msevtmgt_eventformat',
  'msevtmgt_webinarconfigurationid',
  'gr_webinarurl',
]

/** Few questions first: everything else has its place on the page of the event. */
export function NewEvent() {
  const t = useEventTexts()
  const navigate = useNavigate()
  const account = useFirstAccount()
  const draft = useStartingDraft(account)
  const online = draft.values.msevtmgt_eventformat !== format.onSite
  return (
    <Page
      title={t('events.new')}
      note={t('new.note')}
      trail={[{ label: t('events.title'), to: '/events' }]}
    >
      <Stack maw={720}>
        <Sheet>
          <RecordFields
            draft={draft}
            beside={1}
            columns={['msevtmgt_name']}
            labels={{ msevtmgt_name: t('event.name') }}
            notes={{ msevtmgt_name: t('event.name.note') }}
          />
          <FormatChoice draft={draft} />
          {online && (
            <RecordFields
              draft={draft}
              beside={1}
              columns={[
                'msevtmgt_webinarconfigurationid',
                ...(draft.values.msevtmgt_webinarconfigurationid ? [] : ['gr_webinarurl']),
              ]}
              labels={{
                msevtmgt_webinarconfigurationid: t('event.account'),
                gr_webinarurl: t('event.webinarUrl'),
              }}
              notes={{
                msevtmgt_webinarconfigurationid: t('event.account.note'),
                gr_webinarurl: t('event.webinarUrl.note'),
              }}
            />
          )}
          {online && account === undefined && <NoAccount />}
          <Times draft={draft} />
          <SaveBar
            draft={draft}
            onSaved={(id) => void navigate({ to: `/events/${id}`, replace: true })}
          />
        </Sheet>
      </Stack>
    </Page>
  )
}

interface Account {
  readonly id: string
  readonly name: string
}

function useFirstAccount(): Account | undefined {
  const may = useMay()
  const { data } = useSuspenseQuery(
    rowsOptions(
      {
        set: 'msevtmgt_webinarconfigurations',
        select: ['msevtmgt_name'],
        filter: 'statecode eq 0',
        orderBy: 'createdon',
        top: 1,
      },
      may('Read', 'msevtmgt_webinarconfiguration'),
    ),
  )
  const [row] = data
  if (row === undefined) return undefined
  return { id: String(row.msevtmgt_webinarconfigurationid), name: String(row.msevtmgt_name) }
}

function useStartingDraft(account: Account | undefined): RecordDraft {
  const { timeZone } = useMe()
  const endIsTold = useRef(false)
  const draft = useRecordDraft({
    table: 'msevtmgt_event',
    columns,
    initial: {
      gr_timezone: timeZone ?? ownZone(),
      msevtmgt_eventformat: account === undefined ? format.onSite : format.webinar,
      msevtmgt_webinarconfigurationid:
        account === undefined ? null : { table: 'msevtmgt_webinarconfiguration', ...account },
    },
  })
  return {
    ...draft,
    set(column, value) {
      draft.set(column, value)
      if (column === 'msevtmgt_eventenddate') endIsTold.current = true
      // Whoever says when it starts has said almost everything: it ends an hour later unless told.
      if (column === 'msevtmgt_eventstartdate' && typeof value === 'string' && !endIsTold.current) {
        draft.set('msevtmgt_eventenddate', hourLater(value))
      }
      if (column === 'msevtmgt_eventformat' && value === format.onSite) {
        draft.set('msevtmgt_webinarconfigurationid', null)
      }
    },
  }
}

const hourLater = (start: string) =>
  `${dayjs(start.slice(0, 19)).add(1, 'hour').format('YYYY-MM-DDTHH:mm:ss')}Z`

function Times({ draft }: { draft: RecordDraft }) {
  const t = useEventTexts()
  return (
    <>
      <RecordFields
        draft={draft}
        columns={['msevtmgt_eventstartdate', 'msevtmgt_eventenddate']}
        labels={{
          msevtmgt_eventstartdate: t('event.start'),
          msevtmgt_eventenddate: t('event.end'),
        }}
      />
      <TimeZoneField
        label={t('event.zone')}
        description={t('event.zone.note')}
        allowDeselect={false}
        value={String(draft.values.gr_timezone ?? '')}
        error={draft.errors.gr_timezone}
        onChange={(zone) => draft.set('gr_timezone', zone)}
      />
    </>
  )
}

function NoAccount() {
  const t = useEventTexts()
  return (
    <Alert icon={<IconInfoCircle />} title={t('new.noAccount')}>
      {t('new.noAccount.text')}{' '}
      <Link to={'/configurations' as string}>{t('new.noAccount.go')}</Link>
    </Alert>
  )
}
