import { type CSSVariablesResolver, MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, Suspense, useMemo } from 'react'
import { localeOf } from '../texts/format.ts'
import { useLanguage } from '../texts/language.ts'
import { useAppTexts } from './app-texts.ts'
import { queryClient } from './query-client.ts'
import { theme } from './theme.ts'

/** The server puts the nonce of its content security policy into the page. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''

// What keeps the page behind a dialog from scrolling (react-remove-scroll) asks there for it.
Object.assign(globalThis, { __webpack_nonce__: nonce })

/** Mantine's own grey for small print has a contrast of 3.3 on our grounds; 4.5 is asked for. */
const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#5b6764', '--mantine-color-placeholder': '#66726f' },
  dark: { '--mantine-color-dimmed': '#a3afac', '--mantine-color-placeholder': '#98a4a1' },
})

export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <Suspense>
        <InLanguage>{children}</InLanguage>
      </Suspense>
    </QueryClientProvider>
  )
}

function InLanguage({ children }: { children: ReactNode }) {
  const language = useLanguage()
  const t = useAppTexts()
  const close = t('act.close')
  const spoken = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: { CloseButton: { defaultProps: { 'aria-label': close } } },
      }),
    [close],
  )
  return (
    <MantineProvider
      theme={spoken}
      cssVariablesResolver={colours}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <DatesProvider
        settings={{
          locale: dateLocaleOf(language),
          firstDayOfWeek: firstDayOf(localeOf(language)),
        }}
      >
        <Notifications position="bottom-right" limit={4} />
        {children}
      </DatesProvider>
    </MantineProvider>
  )
}

/** Pickers know Chinese by its country, and English as Americans and as everybody else writes dates. */
function dateLocaleOf(language: string): string {
  if (language === 'zh-Hans') return 'zh-cn'
  return language === 'en' && !['en', 'en-US'].includes(localeOf('en')) ? 'en-gb' : language
}

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** Sunday where people count from it; Intl counts Sunday as 7. */
function firstDayOf(language: string): Weekday {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
  }
  return ((locale.getWeekInfo?.().firstDay ?? 1) % 7) as Weekday
}
