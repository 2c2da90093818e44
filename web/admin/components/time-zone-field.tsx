import { Select, type SelectProps } from '@mantine/core'
import { zoneName } from '../texts/zone-name.ts'

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({
  value,
  label: value === 'UTC' ? value : `${zoneName(value)} (${value.split('/')[0]})`,
}))

/** Time zones by the city that people know them by. */
export function TimeZoneField(props: Omit<SelectProps, 'data'>) {
  const known = zones.some(({ value }) => value === props.value)
  const other = known || !props.value ? [] : [{ value: props.value, label: props.value }]
  return <Select {...props} data={[...other, ...zones]} searchable limit={60} />
}

/** Where the reader's clock stands. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
