import { Pagination, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../api/me.ts'
import { useAddressState } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { useContactTexts } from './contact-texts.ts'
import { type DifferentPair, differentOptions, pageSize, useTellApart } from './duplicates.ts'
import { nameOf, PairCard } from './pair-card.tsx'

/** Pairs that somebody declared to be two people; nothing where nobody did. */
export function DifferentSheet() {
  const t = useContactTexts()
  const [text, setText] = useAddressState('different')
  const page = Math.max(1, Number(text) || 1)
  const { data } = useSuspenseQuery(differentOptions(page))
  if (data.total === 0) return null
  return (
    <Sheet title={t('different.title')} note={t('different.note')}>
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
  )
}

function Pair({ one, other, declaredBy, declaredOn }: DifferentPair) {
  const t = useContactTexts()
  const may = useMay()
  const when = useFormat().date(declaredOn)
  const { takeBack } = useTellApart()
  return (
    <div className="pair">
      <PairCard card={one} />
      <PairCard card={other} />
      <Stack gap={6} align="flex-start" className="pair-act">
        <Text size="sm" c="dimmed">
          {[declaredBy, when].filter(Boolean).join(', ')}
        </Text>
        {may('Update', 'contact', 'all') && (
          <ActButton
            size="xs"
            variant="default"
            aria-label={t('different.takeBackThese', { name: nameOf(one) })}
            said={t('different.takenBack')}
            act={() => takeBack([one.id, other.id])}
          >
            {t('different.takeBack')}
          </ActButton>
        )}
      </Stack>
    </div>
  )
}
