import { Button } from '@mantine/core'
import { useState } from 'react'
import { ActButton } from '../../components/act-button.tsx'
import { tellDone } from '../../components/tell.tsx'
import { useSending } from '../../components/use-sending.ts'
import { OneTimeLink } from './one-time-link.tsx'
import { type PasswordLink, type User, usePeopleActs } from './people.ts'
import { isInvited } from './user-state.tsx'
import { useUserTexts } from './users-texts.ts'

export function UserActs({ user }: { readonly user: User }) {
  const t = useUserTexts()
  const acts = usePeopleActs()
  const name = user.name ?? user.email ?? ''
  if (!user.enabled) {
    return (
      <ActButton act={() => acts.changeUser(user.id, { enabled: true })}>
        {t('user.enable')}
      </ActButton>
    )
  }
  return (
    <>
      <LinkButton user={user} name={name} />
      <ActButton
        variant="default"
        act={() => acts.changeUser(user.id, { enabled: false })}
        confirm={{
          title: t('user.disable.title', { name }),
          text: t('user.disable.text'),
          yes: t('user.disable'),
        }}
      >
        {t('user.disable')}
      </ActButton>
    </>
  )
}

/** The invitation once more, or a link for a new password: by letter where letters go out. */
function LinkButton({ user, name }: { readonly user: User; readonly name: string }) {
  const t = useUserTexts()
  const acts = usePeopleActs()
  const { sending, send } = useSending()
  const [link, setLink] = useState<PasswordLink>()
  const again = isInvited(user)
  const make = () =>
    send(async () => {
      if (!again) {
        setLink(await acts.passwordLink(user.id))
        return
      }
      const invited = await acts.inviteAgain(user.id)
      setLink(invited.link ?? undefined)
      if (invited.link === null) tellDone(t('invite.mailed', { email: user.email ?? '' }))
    })
  return (
    <>
      <Button variant="default" loading={sending} onClick={() => void make()}>
        {t(again ? 'user.inviteAgain' : 'user.passwordLink')}
      </Button>
      <OneTimeLink link={link} title={t('link.title', { name })} close={() => setLink(undefined)} />
    </>
  )
}
