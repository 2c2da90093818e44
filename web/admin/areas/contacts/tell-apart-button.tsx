import type { ButtonProps } from '@mantine/core'
import { useMay } from '../../api/me.ts'
import { ActButton } from '../../components/act-button.tsx'
import { useContactTexts } from './contact-texts.ts'
import { useTellApart } from './duplicates.ts'

interface Named {
  readonly id: string
  readonly name: string | null
}

interface TellApartButtonProps extends Pick<ButtonProps, 'size' | 'ml'> {
  readonly one: Named
  readonly other: Named
  /** Where to go when it was said. */
  readonly then?: () => Promise<unknown>
}

/** "These are two people": nothing is asked before, because it can be taken back. */
export function TellApartButton({ one, other, then, ...looks }: TellApartButtonProps) {
  const t = useContactTexts()
  const may = useMay()
  const { declare } = useTellApart()
  if (!may('Update', 'contact', 'all')) return null
  const name = other.name ?? one.name ?? ''
  return (
    <ActButton
      {...looks}
      variant="default"
      aria-label={t('different.declareThese', { name })}
      said={t('different.said')}
      act={async () => {
        await declare([one.id, other.id])
        await then?.()
      }}
    >
      {t('different.declare')}
    </ActButton>
  )
}
