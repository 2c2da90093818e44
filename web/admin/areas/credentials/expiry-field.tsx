import { Select } from '@mantine/core'
import { useCredentialTexts } from './credentials-texts.ts'

interface ExpiryFieldProps {
  readonly value: string
  readonly onChange: (days: string) => void
  /** Secrets of applications always end. */
  readonly mayBeNever: boolean
}

const days = ['30', '90', '180', '365', '730'] as const
const never = 'never'

/** In how many days it ends; an empty text: never. */
export function ExpiryField({ value, onChange, mayBeNever }: ExpiryFieldProps) {
  const t = useCredentialTexts()
  const data = days.map((each) => ({
    value: each,
    label: t('expiry.days', { count: Number(each) }),
  }))
  return (
    <Select
      label={t('expiry.label')}
      description={t('expiry.note')}
      allowDeselect={false}
      data={mayBeNever ? [...data, { value: never, label: t('expiry.never') }] : data}
      value={value === '' ? never : value}
      onChange={(next) => onChange(next === null || next === never ? '' : next)}
    />
  )
}
