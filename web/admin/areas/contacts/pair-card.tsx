import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../../texts/format.ts'
import { useContactTexts } from './contact-texts.ts'
import type { ContactCard } from './duplicates.ts'
import './contacts.css'

export const nameOf = ({ name, email, id }: Pick<ContactCard, 'id' | 'name' | 'email'>) =>
  name ?? email ?? id

/** One of two contacts, with what tells it apart from the other. */
export function PairCard({ card }: { card: ContactCard }) {
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
