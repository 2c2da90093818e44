/** Kinds and states of mails in words. */
import { StateBadge, type Tone } from '../../components/state-badge.tsx'
import { useMailTexts } from './mail-texts.ts'

export const mailState = {
  waiting: 100000000,
  sent: 100000001,
  kept: 100000002,
  failed: 100000003,
} as const

export type MailState = keyof typeof mailState

export const mailStates = Object.keys(mailState) as MailState[]

const tones: Readonly<Record<MailState, Tone>> = {
  waiting: 'blue',
  sent: 'green',
  kept: 'gray',
  failed: 'red',
}

/** By its name, or by the number that rows carry. */
export function MailStateBadge({ state }: { state: MailState | number }) {
  const t = useMailTexts()
  const name =
    typeof state === 'string' ? state : mailStates.find((each) => mailState[each] === state)
  if (name === undefined) return null
  return <StateBadge tone={tones[name]}>{t(`state.${name}`)}</StateBadge>
}

/** As the hub names the kinds that have templates. */
export const letterKinds = [
  'confirmation',
  'purchaserConfirmation',
  'waitlistJoined',
  'waitlistInvitation',
  'waitlistRegistered',
  'paymentWaiting',
  'paymentPaid',
  'paymentExpired',
  'reminder',
  'change',
  'cancellation',
  'eventCancelled',
  'presenterLink',
] as const

export type LetterKind = (typeof letterKinds)[number]

export const isLetterKind = (kind: string): kind is LetterKind =>
  letterKinds.some((each) => each === kind)

/** Letters of other modules carry a name of their own. */
export function useKindName(): (kind: string) => string {
  const t = useMailTexts()
  return (kind) => {
    const tested = kind.replace(/^test /, '')
    const name = isLetterKind(tested) ? t(`kind.${tested}`) : tested
    return kind === tested ? name : t('kind.test', { kind: name })
  }
}
