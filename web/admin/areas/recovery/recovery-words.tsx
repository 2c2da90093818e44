/** Kinds and outcomes of recovery items in words. */
import { StateBadge, type Tone } from '../../components/state-badge.tsx'
import { useRecoveryTexts } from './recovery-texts.ts'

export const outcome = { open: 100000000, replayed: 100000001, discarded: 100000002 } as const

export type Outcome = keyof typeof outcome

export const outcomes = Object.keys(outcome) as Outcome[]

const tones: Readonly<Record<Outcome, Tone>> = {
  open: 'orange',
  replayed: 'green',
  discarded: 'gray',
}

export function OutcomeBadge({ value }: { value: unknown }) {
  const t = useRecoveryTexts()
  const name = outcomes.find((each) => outcome[each] === value) ?? 'open'
  return <StateBadge tone={tones[name]}>{t(`outcome.${name}`)}</StateBadge>
}

const kinds = ['registration', 'payment', 'checkIn', 'cancellation'] as const

export function useKindName(): (value: unknown) => string {
  const t = useRecoveryTexts()
  return (value) => {
    const kind = kinds[Number(value) - 100000000]
    return kind === undefined ? '' : t(`kind.${kind}`)
  }
}
