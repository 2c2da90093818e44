import { Anchor, Badge, Grid, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay, useMayWith } from '../../api/me.ts'
import { type Row, rowOptions, rowsOptions } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useParameter } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { LinkLine } from '../../components/link-line.tsx'
import { Page } from '../../components/page.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { zoneName } from '../../texts/zone-name.ts'
import { useReadAgain } from './event-overview.ts'
import { useEventTexts } from './event-texts.ts'
import { PublishingBadge, useWallClock, VerdictBadge } from './event-words.tsx'
import { LetterGrid } from './letter-grid.tsx'
import { ReasonButton } from './reason-button.tsx'
import { RegistrationEvidence } from './registration-evidence.tsx'
import { RegistrationSessions } from './registration-sessions.tsx'
import './events.css'
import { fromServer } from '../../server-words/server-words.ts'

const table = 'msevtmgt_eventregistration'

const select = [
  '_ownerid_value',
  'msevtmgt_name',
  'createdon',
  'statecode',
  'gr_canceledon',
  'gr_company',
  'gr_language',
  'gr_verdict',
  'gr_attendedminutes',
  'msevtmgt_publishingstate',
  'gr_publishmessage',
]

const expand = [
  'msevtmgt_contactid($select=fullname,emailaddress1)',
  'msevtmgt_registeredby($select=fullname)',
  'msevtmgt_eventid($select=msevtmgt_name,msevtmgt_eventstartdate,msevtmgt_eventenddate,gr_timezone,msevtmgt_eventformat)',
].join(',')

/** One person at one event: who, what they answered, how they get in, and whether they came. */
export function RegistrationPage() {
  const t = useEventTexts()
  const may = useMay()
  const id = useParameter('registrationId')
  const { data: row } = useSuspenseQuery(
    rowOptions('msevtmgt_eventregistrations', id, { select, expand }),
  )
  const contact = partOf(row, 'msevtmgt_contactid')
  const event = partOf(row, 'msevtmgt_eventid')
  const isActive = row.statecode === 0
  const eventAddress = `/events/${String(event.msevtmgt_eventid)}`
  const mayWrite = useMayWith()('Update', table, row)
  return (
    <Page
      title={String(contact.fullname ?? contact.emailaddress1 ?? row.msevtmgt_name)}
      trail={[
        { label: t('events.title'), to: '/events' },
        { label: String(event.msevtmgt_name), to: eventAddress },
        { label: t('tab.registrations'), to: `${eventAddress}/registrations` },
      ]}
      badge={isActive ? <VerdictBadge verdict={row.gr_verdict} /> : <Canceled />}
      actions={isActive && <Acts id={id} row={row} mayWrite={mayWrite} />}
    >
      <Stack>
        <Grid>
          <Grid.Col span={{ base: 12, md: mayWrite && isActive ? 7 : 12 }}>
            <About row={row} contact={contact} event={event} />
          </Grid.Col>
          {mayWrite && isActive && (
            <Grid.Col span={{ base: 12, md: 5 }}>
              <Links id={id} />
            </Grid.Col>
          )}
        </Grid>
        <RegistrationSessions
          id={id}
          eventId={String(event.msevtmgt_eventid)}
          mayAdd={mayWrite && isActive}
        />
        <Answers id={id} />
        <RegistrationEvidence registrationId={id} zone={String(event.gr_timezone ?? 'UTC')} />
        {may('Read', 'gr_mail') && (
          <LetterGrid filter={`_registrationid_value eq ${id}`} height="16rem" />
        )}
      </Stack>
    </Page>
  )
}

const partOf = (row: Row, name: string) => (row[name] ?? {}) as Row

function Canceled() {
  const t = useEventTexts()
  return (
    <Badge className="word-badge word-red" variant="light" color="red">
      {t('registration.canceled')}
    </Badge>
  )
}

function Acts({ id, row, mayWrite }: { id: string; row: Row; mayWrite: boolean }) {
  const t = useEventTexts()
  const may = useMay()
  const readAgain = useReadAgain()
  const post = (act: string, body: object = {}) =>
    request(`/api/v1/registrations/${id}/${act}`, { method: 'POST', body })
  return (
    <>
      {may('Create', 'msevtmgt_checkin') && (
        <ReasonButton
          size="sm"
          label={t('checkIn.act')}
          note={t('checkIn.act.note', { name: String(partOf(row, 'msevtmgt_contactid').fullname) })}
          act={(reason) => post('check-in', { reason })}
        />
      )}
      {mayWrite && (
        <ActButton
          variant="default"
          act={async () => {
            await post('resend-confirmation')
            await readAgain()
          }}
          said={t('registration.resend.said')}
        >
          {t('registration.resend')}
        </ActButton>
      )}
      {mayWrite && (
        <ActButton
          variant="default"
          act={async () => {
            await post('cancel')
            await readAgain()
          }}
          said={t('registration.cancel.said')}
          confirm={{
            title: t('registration.cancel.title'),
            text: t('registration.cancel.text'),
            yes: t('registration.cancel'),
          }}
        >
          {t('registration.cancel')}
        </ActButton>
      )}
    </>
  )
}

interface AboutProps {
  readonly row: Row
  readonly contact: Row
  readonly event: Row
}

function About({ row, contact, event }: AboutProps) {
  const t = useEventTexts()
  const format = useFormat()
  const clock = useWallClock()
  const by = partOf(row, 'msevtmgt_registeredby')
  const when = clock.range(event.msevtmgt_eventstartdate, event.msevtmgt_eventenddate)
  return (
    <Sheet>
      <Facts
        of={[
          [
            t('registration.person'),
            <Anchor
              key="contact"
              component={Link}
              size="sm"
              to={`/contacts/${String(contact.contactid)}`}
            >
              {String(contact.fullname ?? contact.emailaddress1)}
            </Anchor>,
          ],
          [t('registration.email'), String(contact.emailaddress1 ?? '')],
          [t('registration.company'), String(row.gr_company ?? '')],
          [
            t('registration.event'),
            <Anchor
              key="event"
              component={Link}
              size="sm"
              to={`/events/${String(event.msevtmgt_eventid)}`}
            >
              {String(event.msevtmgt_name)}
            </Anchor>,
          ],
          [t('session.time'), `${when} (${zoneName(event.gr_timezone)})`],
          [t('registration.number'), String(row.msevtmgt_name)],
          [t('registration.on'), format.dateTime(String(row.createdon))],
          [t('registration.by'), String(by.fullname ?? '')],
          [
            t('registration.canceledOn'),
            row.gr_canceledon ? format.dateTime(String(row.gr_canceledon)) : '',
          ],
          [
            t('registration.atProvider'),
            row.statecode === 0 && event.msevtmgt_eventformat !== 100000001 ? (
              <PublishingBadge key="state" state={row.msevtmgt_publishingstate} />
            ) : (
              ''
            ),
          ],
          [t('webinar.message'), fromServer(String(row.gr_publishmessage ?? ''))],
          [
            t('registration.minutes'),
            typeof row.gr_attendedminutes === 'number'
              ? format.minutes(row.gr_attendedminutes)
              : '',
          ],
        ]}
      />
    </Sheet>
  )
}

interface RegistrationLinks {
  readonly joinLink: string
  readonly personalLink: string
}

function Links({ id }: { id: string }) {
  const t = useEventTexts()
  const { data } = useSuspenseQuery({
    queryKey: ['registration-links', id],
    queryFn: ({ signal }) =>
      request<RegistrationLinks>(`/api/v1/registrations/${id}/links`, { signal }),
  })
  return (
    <Sheet title={t('links.own')} note={t('links.own.note')}>
      <LinkLine label={t('links.join')} value={data.joinLink} opens={false} />
      <LinkLine label={t('links.personal')} value={data.personalLink} opens={false} />
    </Sheet>
  )
}

const answersOf = (id: string) => ({
  set: 'msevtmgt_registrationresponses',
  select: ['msevtmgt_response'],
  expand: 'msevtmgt_customregistrationfield($select=msevtmgt_text)',
  filter: `_msevtmgt_eventregistration_value eq ${id}`,
  orderBy: 'createdon',
})

function Answers({ id }: { id: string }) {
  const t = useEventTexts()
  const may = useMay()
  const mayRead =
    may('Read', 'msevtmgt_registrationresponse') && may('Read', 'msevtmgt_customregistrationfield')
  const { data } = useSuspenseQuery(rowsOptions(answersOf(id), mayRead))
  if (data.length === 0) return null
  return (
    <Sheet title={t('registration.answers')}>
      <Facts
        of={data.map((row) => [
          String(partOf(row, 'msevtmgt_customregistrationfield').msevtmgt_text ?? ''),
          String(row.msevtmgt_response ?? ''),
        ])}
      />
    </Sheet>
  )
}
