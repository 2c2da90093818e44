import { StateBadge } from '../../components/state-badge.tsx'
import type { User } from './people.ts'
import { useUserTexts } from './users-texts.ts'

/** Only what is out of the ordinary. */
export function UserState({ user }: { readonly user: User }) {
  const t = useUserTexts()
  if (!user.enabled) return <StateBadge tone="red">{t('state.disabled')}</StateBadge>
  if (user.isApplication) return <StateBadge tone="gray">{t('state.application')}</StateBadge>
  return isInvited(user) ? <StateBadge tone="blue">{t('state.invited')}</StateBadge> : null
}

/** Was let in, and has not been here yet. */
export const isInvited = ({ hasPassword, usesSingleSignOn, lastSignInOn }: User) =>
  !hasPassword && !usesSingleSignOn && lastSignInOn === null
