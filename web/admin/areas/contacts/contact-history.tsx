/** What happened with a contact: registrations with their verdicts, mails, webinar accounts. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { literal, type Row, rowsOptions, shownValue } from '../../api/records.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { useFormat } from '../../texts/format.ts'
import { useContactTexts } from './contact-texts.ts'

const height = '26rem'

const verdicts = {
  100000000: { text: 'verdict.pending', tone: 'gray' },
  100000001: { text: 'verdict.completed', tone: 'green' },
  100000002: { text: 'verdict.failed', tone: 'orange' },
} as const

export function ContactRegistrations({ id }: { id: string }) {
  const t = useContactTexts()
  const format = useFormat()
  return (
    <RecordGrid
      label={t('part.registrations')}
      height={height}
      rowKey="msevtmgt_eventregistrationid"
      query={{
        set: 'msevtmgt_eventregistrations',
        select: [
          'msevtmgt_name',
          '_msevtmgt_eventid_value',
          'createdon',
          'gr_verdict',
          'gr_attendedminutes',
          'statecode',
        ],
        filter: `_msevtmgt_contactid_value eq ${id}`,
        orderBy: 'createdon desc',
      }}
      open={(row) => `/registrations/${String(row.msevtmgt_eventregistrationid)}`}
      columns={[
        {
          name: 'msevtmgt_eventid',
          title: t('registration.event'),
          sort: false,
          show: (row) => shownValue(row, 'msevtmgt_eventid'),
        },
        { name: 'msevtmgt_name', title: t('registration.number') },
        {
          name: 'createdon',
          title: t('registration.on'),
          show: (row) => format.date(String(row.createdon)),
        },
        {
          name: 'gr_verdict',
          title: t('registration.verdict'),
          show: (row) => <Verdict row={row} />,
        },
        {
          name: 'gr_attendedminutes',
          title: t('registration.minutes'),
          number: true,
          show: (row) =>
            row.gr_attendedminutes == null ? '' : format.minutes(Number(row.gr_attendedminutes)),
        },
      ]}
      empty={<EmptyState title={t('registrations.empty')} text={t('registrations.empty.text')} />}
    />
  )
}

function Verdict({ row }: { row: Row }) {
  const t = useContactTexts()
  if (row.statecode !== 0) return <StateBadge tone="red">{t('registration.canceled')}</StateBadge>
  const value = Number(row.gr_verdict ?? 100000000) as keyof typeof verdicts
  const { text, tone } = verdicts[value] ?? verdicts[100000000]
  return <StateBadge tone={tone}>{t(text)}</StateBadge>
}

export function ContactMails({ id, email }: { id: string; email: string }) {
  const t = useContactTexts()
  const format = useFormat()
  const own = `registrationid/_msevtmgt_contactid_value eq ${id}`
  return (
    <RecordGrid
      label={t('part.mails')}
      height={height}
      rowKey="gr_mailid"
      query={{
        set: 'gr_mails',
        select: ['name', 'recipient', 'state', 'createdon', 'senton'],
        filter: email === '' ? own : `(${own} or recipient eq ${literal(email)})`,
        orderBy: 'createdon desc',
      }}
      open={(row) => `/mails/${String(row.gr_mailid)}`}
      columns={[
        { name: 'name', title: t('mail.subject') },
        { name: 'recipient', title: t('mail.to') },
        { name: 'state', title: t('mail.state') },
        {
          name: 'createdon',
          title: t('mail.on'),
          show: (row) => format.dateTime(String(row.senton ?? row.createdon)),
        },
      ]}
      empty={<EmptyState title={t('mails.empty')} text={t('mails.empty.text')} />}
    />
  )
}

export function ContactAccounts({ email }: { email: string }) {
  const t = useContactTexts()
  const format = useFormat()
  const { data: people } = useSuspenseQuery(
    rowsOptions({
      set: 'gr_accountpeople',
      select: [
        'gr_accountpersonid',
        'gr_name',
        '_gr_webinarconfigurationid_value',
        'gr_state',
        'gr_loadedon',
      ],
      filter: `gr_email eq ${literal(email === '' ? ' ' : email)}`,
      orderBy: 'gr_name',
    }),
  )
  if (people.length === 0) {
    return (
      <Sheet>
        <EmptyState title={t('accounts.empty')} text={t('accounts.empty.text')} />
      </Sheet>
    )
  }
  return (
    <Sheet title={t('part.accounts')} note={t('accounts.note')}>
      {people.map((row) => (
        <div className="list-row" key={String(row.gr_accountpersonid)}>
          <div className="list-row-name">
            <Link to={`/configurations/${String(row._gr_webinarconfigurationid_value)}`}>
              {shownValue(row, 'gr_webinarconfigurationid')}
            </Link>
            {` · ${String(row.gr_name)}`}
          </div>
          <span>{String(row.gr_state ?? '')}</span>
          <span>{t('accounts.loaded', { when: format.fromNow(String(row.gr_loadedon)) })}</span>
        </div>
      ))}
    </Sheet>
  )
}
