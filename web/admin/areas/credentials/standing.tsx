import { StateBadge } from '../../components/state-badge.tsx'
import type { Standing } from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'

const tones = { good: 'green', ended: 'gray', revoked: 'red', disabled: 'red' } as const

export function StandingBadge({ standing }: { readonly standing: Standing }) {
  const t = useCredentialTexts()
  return <StateBadge tone={tones[standing]}>{t(`standing.${standing}`)}</StateBadge>
}
