import { Button, PasswordInput, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { isProblem, request } from '../../api/request.ts'
import { Sheet } from '../../components/sheet.tsx'
import { tellDone } from '../../components/tell.tsx'
import { useSending } from '../../components/use-sending.ts'
import { useProfileTexts } from './profile-texts.ts'

/** As the hub asks for. */
const shortest = 12

const nothing = { current: '', password: '' }

export function OwnPassword() {
  const t = useProfileTexts()
  const { hasPassword } = useMe()
  const client = useQueryClient()
  const { sending, send } = useSending()
  const [form, setForm] = useState(nothing)
  const [wrong, setWrong] = useState<'current' | 'password'>()
  if (!hasPassword) {
    return (
      <Sheet title={t('password.title')}>
        <Text size="sm">{t('password.none')}</Text>
      </Sheet>
    )
  }
  const change = async () => {
    if (form.password.length < shortest) {
      setWrong('password')
      return
    }
    await send(async () => {
      try {
        await request('/api/v1/me/password', { method: 'POST', body: form })
      } catch (error) {
        if (!isProblem(error) || error.code !== 'password-wrong') throw error
        setWrong('current')
        return
      }
      setForm(nothing)
      tellDone(t('password.changed'))
      await client.invalidateQueries({ queryKey: ['sessions'] })
    })
  }
  const field = (name: keyof typeof form) => ({
    value: form[name],
    required: true,
    onChange: (event: { currentTarget: { value: string } }) => {
      setWrong(undefined)
      setForm({ ...form, [name]: event.currentTarget.value })
    },
  })
  return (
    <Sheet title={t('password.title')} note={t('password.note')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void change()
        }}
      >
        <Stack gap="sm" align="stretch">
          <PasswordInput
            {...field('current')}
            label={t('password.current')}
            autoComplete="current-password"
            error={wrong === 'current' && t('password.wrong')}
          />
          <PasswordInput
            {...field('password')}
            label={t('password.new')}
            autoComplete="new-password"
            error={wrong === 'password' && t('password.short')}
          />
          <div>
            <Button type="submit" loading={sending}>
              {t('password.change')}
            </Button>
          </div>
        </Stack>
      </form>
    </Sheet>
  )
}
