import { MantineProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useLanguage } from '../texts/language.ts'
import { queryClient } from './query-client.ts'
import { theme } from './theme.ts'

/** The server puts the nonce of its content security policy into the page. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''

export function Providers({ children }: { children: ReactNode }) {
  const language = useLanguage()
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <DatesProvider settings={{ locale: language, firstDayOfWeek: firstDayOf(language) }}>
          <Notifications position="bottom-right" limit={4} />
          {children}
        </DatesProvider>
      </MantineProvider>
    </QueryClientProvider>
  )
}

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** Sunday where people count from it; Intl counts Sunday as 7. */
function firstDayOf(language: string): Weekday {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
  }
  return ((locale.getWeekInfo?.().firstDay ?? 1) % 7) as Weekday
}
