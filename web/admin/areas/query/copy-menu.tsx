import { Button, Menu } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useSetOf } from '../../api/tables.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellDone } from '../../components/tell.tsx'
import { plainAddressOf } from './odata-text.ts'
import { useQueryTexts } from './query-texts.ts'
import { fetchAddress, type Question } from './run-query.ts'

/** The query for other programs: its address, or a command that asks it. */
export function CopyMenu({ question }: { readonly question: Question }) {
  const t = useQueryTexts()
  const said = useAppTexts()
  const setOf = useSetOf()
  const { language, text } = question
  const path = language === 'odata' ? plainAddressOf(text) : fetchAddress(text, text, setOf)
  const address = `${location.origin}${path}`
  const copy = async (value: string) => {
    await navigator.clipboard.writeText(value)
    tellDone(said('act.copied'))
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="compact-sm" leftSection={<IconCopy size={16} />}>
          {said('act.copy')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void copy(address)}>{t('copy.address')}</Menu.Item>
        <Menu.Item onClick={() => void copy(commandFor(address))}>{t('copy.curl')}</Menu.Item>
        <Menu.Item onClick={() => void copy(location.href)}>{t('copy.page')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** In single quotes a shell changes nothing; addresses have theirs encoded. */
const commandFor = (address: string) =>
  `curl -H "Authorization: Bearer $KEY" -H 'Prefer: odata.include-annotations="*"' '${address.replaceAll("'", '%27')}'`
