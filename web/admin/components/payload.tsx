import { ActionIcon, Box, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useAppTexts } from '../app/app-texts.ts'
import './state-badge.css'

interface PayloadProps {
  /** Said to those who hear the page. */
  readonly label: string
  readonly text: string
}

/** A text for machines, JSON in lines; copied as it is. */
export function Payload({ label, text }: PayloadProps) {
  const t = useAppTexts()
  return (
    <Box pos="relative">
      <section
        className="payload"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        aria-label={label}
        dir="ltr"
      >
        {inLines(text)}
      </section>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={t(copied ? 'act.copied' : 'act.copy')}>
            <ActionIcon
              pos="absolute"
              top={6}
              right={6}
              variant="default"
              onClick={copy}
              aria-label={`${t('act.copy')}: ${label}`}
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Box>
  )
}

function inLines(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
