import { Button, Group, List, Pagination, Stack, Text } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { useFormat } from '../../texts/format.ts'
import { useContactTexts } from './contact-texts.ts'
import { type ContactCard, duplicatesOptions, pageSize } from './duplicates.ts'
import './contacts.css'

/** Contacts that are probably one person, side by side, with what they have in common. */
export function DuplicateList() {
  const t = useContactTexts()
  const may = useMay()
  const [text, setText] = useAddressState('page')
  const page = Math.max(1, Number(text) || 1)
  const { data } = useSuspenseQuery(duplicatesOptions(page))
  return (
    <Page
      title={t('duplicates.title')}
      note={t('duplicates.note')}
      trail={[{ label: t('contacts.title'), to: '/contacts' }]}
    >
      <Rules />
      {data.value.length === 0 ? (
        <Sheet>
          <EmptyState
            icon={<IconUsersGroup size={26} stroke={1.5} />}
            title={t('duplicates.empty')}
            text={t('duplicates.empty.text')}
          />
        </Sheet>
      ) : (
        <Sheet title={t('duplicates.found', { count: data.total })}>
          {data.value.map(({ one, other, rules }) => (
            <div className="pair" key={`${one.id}.${other.id}`}>
              <Card card={one} />
              <Card card={other} />
              <Stack gap={6} align="flex-start" className="pair-act">
                <Group gap={6}>
                  {rules.map((rule) => (
                    <StateBadge key={rule} tone="orange">
                      {t(`rule.${rule}`)}
                    </StateBadge>
                  ))}
                </Group>
                {may('Update', 'contact') && (
                  <Button
                    component={Link}
                    to={`/contacts/${one.id}/merge/${other.id}`}
                    size="xs"
                    variant="default"
                    aria-label={t('duplicates.compareThese', { name: nameOf(one) })}
                  >
                    {t('duplicates.compare')}
                  </Button>
                )}
              </Stack>
            </div>
          ))}
          {data.total > pageSize && (
            <Pagination
              total={Math.ceil(data.total / pageSize)}
              value={page}
              onChange={(next) => setText(String(next))}
              getControlProps={(control) => ({ 'aria-label': t(`page.${control}`) })}
            />
          )}
        </Sheet>
      )}
    </Page>
  )
}

const nameOf = ({ name, email, id }: ContactCard) => name ?? email ?? id

function Rules() {
  const t = useContactTexts()
  return (
    <Sheet title={t('duplicates.rules')}>
      <List size="sm" spacing={4}>
        <List.Item>{t('duplicates.rule.email')}</List.Item>
        <List.Item>{t('duplicates.rule.nameAndPhone')}</List.Item>
        <List.Item>{t('duplicates.rule.nameAndCompany')}</List.Item>
      </List>
    </Sheet>
  )
}

function Card({ card }: { card: ContactCard }) {
  const t = useContactTexts()
  const format = useFormat()
  return (
    <div className="pair-card">
      <Link to={`/contacts/${card.id}`}>{nameOf(card)}</Link>
      <Text size="sm">{[card.email, card.phone, card.company].filter(Boolean).join(' · ')}</Text>
      <Text size="sm" c="dimmed">
        {t('duplicates.since', { when: format.date(card.createdOn) })} ·{' '}
        {t('duplicates.registrations', { count: card.registrations })}
      </Text>
    </div>
  )
}
