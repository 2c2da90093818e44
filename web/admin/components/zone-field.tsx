import { Select, type SelectProps } from '@mantine/core'

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')]

/** A time zone by its IANA name; one that the browser does not know stays as it is. */
export function ZoneField(props: Omit<SelectProps, 'data'>) {
  const { value } = props
  const isOther = typeof value === 'string' && value !== '' && !zones.includes(value)
  return (
    <Select {...props} data={isOther ? [value, ...zones] : zones} searchable clearable limit={80} />
  )
}
