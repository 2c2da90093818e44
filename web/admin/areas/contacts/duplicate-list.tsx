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
import { useContactTexts } from './contact-texts.ts'
import { DifferentSheet } from './different-sheet.tsx'
import { type DuplicatePair, duplicatesOptions, pageSize } from './duplicates.ts'
import { nameOf, PairCard } from './pair-card.tsx'
import { TellApartButton } from './tell-apart-button.tsx'
import './contacts.css'

/** Contacts that are probably one person, side by side, with what they have in common. */
export function DuplicateList() {
  const t = useContactTexts()
  const mayChange = useMay()('Update', 'contact')
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
        <Sheet
          title={t('duplicates.found', { count: data.total })}
          note={mayChange ? undefined : t('duplicates.readOnly')}
        >
          {data.value.map((pair) => (
            <Pair key={`${pair.one.id}.${pair.other.id}`} {...pair} />
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
      <DifferentSheet />
    </Page>
  )
}

function Pair({ one, other, rules, mayMerge }: DuplicatePair) {
  const t = useContactTexts()
  const mayChange = useMay()('Update', 'contact')
  return (
    <div className="pair">
      <PairCard card={one} />
      <PairCard card={other} />
      <Stack gap={6} align="flex-start" className="pair-act">
        <Group gap={6}>
          {rules.map((rule) => (
            <StateBadge key={rule} tone="orange">
              {t(`rule.${rule}`)}
            </StateBadge>
          ))}
        </Group>
        {mayMerge && (
          <Group gap={6}>
            <Button
              component={Link}
              to={`/contacts/${one.id}/merge/${other.id}`}
              size="xs"
              variant="default"
              aria-label={t('duplicates.compareThese', { name: nameOf(one) })}
            >
              {t('duplicates.compare')}
            </Button>
            <TellApartButton one={one} other={other} size="xs" />
          </Group>
        )}
        {mayChange && !mayMerge && (
          <Text size="xs" c="dimmed">
            {t('duplicates.notYours')}
          </Text>
        )}
      </Stack>
    </div>
  )
}

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
