/** Beside the fields: what is done at the vendor, with the addresses to copy there. */
import { CopyLine } from '../../components/copy-line.tsx'
import { Sheet } from '../../components/sheet.tsx'
import type { ProviderChoice, SettingsForm } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'
import { GuideText } from './guide-text.tsx'

interface VendorGuideProps {
  readonly choice: ProviderChoice
  /** Of the account, once there is one. */
  readonly addresses?: SettingsForm['addresses']
}

export function VendorGuide({ choice, addresses }: VendorGuideProps) {
  const t = useConfigurationTexts()
  const { redirect, actionRedirect, callbacks } = { callbacks: undefined, ...choice, ...addresses }
  if (choice.guide === '' && redirect === undefined) return null
  return (
    <Sheet title={t('guide.title', { provider: choice.name })} note={t('guide.note')}>
      {redirect !== undefined && <CopyLine label={t('guide.redirect')} text={redirect} />}
      {actionRedirect !== undefined && (
        <CopyLine label={t('guide.actionRedirect')} text={actionRedirect} />
      )}
      {callbacks !== undefined && <CopyLine label={t('guide.callbacks')} text={callbacks} />}
      {choice.guide !== '' && <GuideText text={choice.guide} />}
    </Sheet>
  )
}
