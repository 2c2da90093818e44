import { Button, Group, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { type Row, shownValue } from '../../api/records.ts'
import { Page } from '../../components/page.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useLanguage } from '../../texts/language.ts'
import { useMailTexts } from './mail-texts.ts'
import { languageName, templatesOptions, useKinds } from './templates.ts'
import './mails.css'

/** Every letter the hub writes, and what somebody wrote instead: by language, and for one event. */
export function TemplateList() {
  const t = useMailTexts()
  const may = useMay()
  const kinds = useKinds()
  const { data: templates } = useSuspenseQuery(templatesOptions)
  return (
    <Page title={t('templates.title')} note={t('templates.note')}>
      <Sheet>
        {kinds.map(({ kind, value }) => (
          <div className="kind-row" key={kind}>
            <div>
              <Text fw={600} size="sm">
                {t(`kind.${kind}`)}
              </Text>
              <Text size="xs" c="dimmed">
                {t(`kind.${kind}.when`)}
              </Text>
            </div>
            <Written of={templates.filter((each) => each.gr_kind === value)} />
            {may('Create', 'gr_mailtemplate') && (
              <Button
                component={Link}
                to="/mail-templates/new"
                search={{ kind } as never}
                size="xs"
                variant="default"
                leftSection={<IconPlus size={14} />}
                aria-label={t('templates.writeKind', { kind: t(`kind.${kind}`) })}
              >
                {t('templates.write')}
              </Button>
            )}
          </div>
        ))}
      </Sheet>
    </Page>
  )
}

function Written({ of }: { of: readonly Row[] }) {
  const t = useMailTexts()
  const language = useLanguage()
  if (of.length === 0) {
    return (
      <Text size="sm" c="dimmed" className="kind-texts">
        {t('templates.builtIn')}
      </Text>
    )
  }
  return (
    <Group gap="xs" className="kind-texts">
      {of.map((row) => {
        const event = shownValue(row, 'gr_event')
        const name = languageName(String(row.gr_language), language)
        return (
          <Button
            key={String(row.gr_mailtemplateid)}
            component={Link}
            to={`/mail-templates/${String(row.gr_mailtemplateid)}`}
            size="compact-sm"
            variant="light"
            className="state-green"
          >
            {event === '' ? name : `${name} · ${event}`}
          </Button>
        )
      })}
    </Group>
  )
}
