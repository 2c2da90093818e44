import { Alert, Anchor, Button, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCalendarDown, IconInfoCircle } from '@tabler/icons-react'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { request } from '../../api/request.ts'
import { useParameter } from '../../app/address.ts'
import { Page } from '../../components/page.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { useMailTexts } from './mail-texts.ts'
import { type MailState, MailStateBadge, useKindName } from './mail-words.tsx'
import { SendAgain } from './send-again.tsx'
import './mails.css'
import { ServerText } from '../../server-words/server-text.tsx'

interface Named {
  readonly id: string
  readonly name: string
}

export interface MailFacts {
  readonly id: string
  readonly subject: string
  readonly kind: string
  readonly to: string
  readonly toName: string | null
  readonly state: MailState
  readonly createdOn: string
  readonly sentOn: string | null
  readonly text: string
  readonly event: Named | null
  readonly registration: { readonly id: string; readonly number: string } | null
  readonly contact: Named | null
  readonly calendarMethod: string | null
  readonly qrCode: string | null
  readonly problem: string | null
  readonly reason: Reason | null
  readonly delivery: { readonly tries: number; readonly nextTryOn: string | null } | null
  readonly sendsMail: boolean
}

type Reason =
  | 'address'
  | 'mailboxFull'
  | 'policy'
  | 'signIn'
  | 'unreachable'
  | 'encryption'
  | 'other'

const mailOptions = (id: string) =>
  queryOptions({
    queryKey: ['rows', 'gr_mails', id, 'facts'],
    queryFn: ({ signal }) => request<MailFacts>(`/api/v1/mails/${id}`, { signal }),
    // A mail under way is sent within seconds.
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? 5_000 : false),
  })

/** One letter as its reader sees it, what became of it, and what to do where it did not arrive. */
export function MailPage() {
  const t = useMailTexts()
  const may = useMay()
  const { data: mail } = useSuspenseQuery(mailOptions(useParameter('mailId')))
  return (
    <Page
      title={mail.subject}
      trail={[{ label: t('mails.title'), to: '/mails' }]}
      badge={<MailStateBadge state={mail.state} />}
      actions={may('Update', 'gr_mail') && mail.sendsMail && <SendAgain mail={mail} />}
    >
      <Outcome mail={mail} />
      <div className="mail-page">
        <Letter mail={mail} />
        <About mail={mail} />
      </div>
    </Page>
  )
}

function Outcome({ mail }: { mail: MailFacts }) {
  const t = useMailTexts()
  const format = useFormat()
  const { problem, reason, state, delivery } = mail
  if (state === 'kept') {
    return (
      <Alert color="blue" icon={<IconInfoCircle />} title={t('kept.title')}>
        {t(mail.sendsMail ? 'kept.nowSends' : 'kept.text')}
      </Alert>
    )
  }
  if (problem === null || reason === null) return null
  const next = state === 'waiting' ? delivery?.nextTryOn : null
  return (
    <Alert
      color={state === 'failed' ? 'red' : 'yellow'}
      icon={<IconAlertTriangle />}
      title={t(state === 'failed' ? 'failed.title' : 'failed.waits')}
    >
      <Stack gap={6}>
        <Text size="sm">{t(`advice.${reason === 'other' ? 'unknown' : reason}`)}</Text>
        {next != null && <Text size="sm">{t('failed.next', { when: format.dateTime(next) })}</Text>}
        <Text size="sm" className="code">
          <ServerText text={problem} />
        </Text>
      </Stack>
    </Alert>
  )
}

function Letter({ mail }: { mail: MailFacts }) {
  const t = useMailTexts()
  const [as, setAs] = useState('html')
  return (
    <Sheet
      title={t('letter.title')}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('letter.as')}
          value={as}
          onChange={setAs}
          data={[
            { value: 'html', label: t('letter.html') },
            { value: 'text', label: t('letter.text') },
          ]}
        />
      }
    >
      {as === 'html' ? (
        <iframe
          className="mail-frame"
          sandbox=""
          title={mail.subject}
          src={`/admin/mails/${mail.id}/body`}
        />
      ) : (
        <pre className="mail-text">{mail.text}</pre>
      )}
    </Sheet>
  )
}

function About({ mail }: { mail: MailFacts }) {
  const t = useMailTexts()
  const format = useFormat()
  const kindName = useKindName()
  const { event, registration, contact } = mail
  return (
    <Sheet title={t('about.title')}>
      <Facts
        of={[
          [t('mail.to'), mail.toName === null ? mail.to : `${mail.toName} <${mail.to}>`],
          [t('mail.kind'), kindName(mail.kind)],
          [t('mail.event'), event && <To to={`/events/${event.id}`} text={event.name} />],
          [
            t('about.registration'),
            registration && (
              <To to={`/registrations/${registration.id}`} text={registration.number} />
            ),
          ],
          [
            t('about.contact'),
            contact && <To to={`/contacts/${contact.id}`} text={contact.name} />,
          ],
          [t('about.written'), format.dateTime(mail.createdOn)],
          [t('about.sent'), mail.sentOn && format.dateTime(mail.sentOn)],
          [t('about.qr'), mail.qrCode],
        ]}
      />
      {mail.calendarMethod !== null && (
        <Button
          component="a"
          href={`/api/v1/mails/${mail.id}/calendar`}
          download="invite.ics"
          variant="default"
          leftSection={<IconCalendarDown size={16} />}
        >
          {t(mail.calendarMethod === 'CANCEL' ? 'about.calendar.cancel' : 'about.calendar')}
        </Button>
      )}
    </Sheet>
  )
}

function To({ to, text }: { to: string; text: string }) {
  return (
    <Anchor component={Link} to={to} size="sm">
      {text}
    </Anchor>
  )
}
