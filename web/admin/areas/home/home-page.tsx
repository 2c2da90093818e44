import { useAppTexts } from '../../app/app-texts.ts'
import { Page } from '../../components/page.tsx'

export function HomePage() {
  const t = useAppTexts()
  return <Page title={t('menu.home')}>{null}</Page>
}
