import { createTheme, type MantineColorsTuple } from '@mantine/core'
import type { MouseEvent } from 'react'

/** The site's green in ten steps of even lightness; step 7 and white have a contrast of 5.6, on buttons of both schemes. */
const green: MantineColorsTuple = [
  '#e9fbf6',
  '#d4f4ea',
  '#a7e8d5',
  '#76dbbf',
  '#4fcfac',
  '#2fbf9a',
  '#1a9a7c',
  '#0f7a63',
  '#0b6453',
  '#074b3f',
]

/** Mantine's greys of the dark scheme with a breath of the green, as the ground and sheets have it. */
const dark: MantineColorsTuple = [
  '#c8cdcc',
  '#b6bcbb',
  '#8b9493',
  '#667070',
  '#3f474a',
  '#363e41',
  '#293033',
  '#1c2225',
  '#181d1f',
  '#101415',
]

function selectWords({ currentTarget: field }: MouseEvent<HTMLInputElement>): void {
  if (!field.readOnly) field.select()
}

export const theme = createTheme({
  primaryColor: 'green',
  primaryShade: 7,
  colors: { green, dark },
  autoContrast: true,
  // Who asked for less motion gets dialogs at once.
  respectReducedMotion: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Thai", "Noto Sans SC", sans-serif',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.6rem', lineHeight: '1.25' },
      h2: { fontSize: '1.2rem', lineHeight: '1.3' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    // Words as they are written: capitals shout, and are none in Thai or Chinese.
    Badge: { defaultProps: { tt: 'none', variant: 'light' } },
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4, blur: 2 } } },
    Table: { defaultProps: { verticalSpacing: 'xs' } },
    // What is typed into a field that has a choice already looks for another one, as after Tab.
    Select: { defaultProps: { onClick: selectWords } },
  },
})
