import { ScrollArea, SegmentedControl, type SegmentedControlProps } from '@mantine/core'

interface ChoiceProps<T extends string> extends Omit<SegmentedControlProps, 'data' | 'onChange'> {
  /** Said to those who hear the page. */
  readonly label: string
  readonly value: T
  readonly data: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

/** One of a few, all in sight; on a phone it scrolls sideways by itself. */
export function Choice<T extends string>({ label, data, onChange, ...rest }: ChoiceProps<T>) {
  return (
    <ScrollArea type="never" maw="100%" style={{ flex: 'none' }}>
      <SegmentedControl
        {...rest}
        aria-label={label}
        data={[...data]}
        onChange={(next) => {
          const chosen = data.find(({ value }) => value === next)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      />
    </ScrollArea>
  )
}
