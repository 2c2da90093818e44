import {
  ActionIcon,
  Button,
  CopyButton,
  Group,
  Loader,
  Modal,
  Stack,
  Text,
  Tooltip,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { useParameter } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { AnswerForm } from './answer-form.tsx'
import { useBinTexts } from './bin-texts.ts'
import { type Answer, binOptions, useBinActs, type WholeBin } from './bins.ts'
import { RequestList } from './request-list.tsx'

/** One bin: its address, how it answers, what came. */
export function BinPage() {
  const t = useBinTexts()
  const may = useMay()
  const { data: bin } = useSuspenseQuery(binOptions(useParameter('binId')))
  return (
    <Page
      title={bin.name}
      trail={[
        { label: t('bins.webhooks'), to: '/webhooks' },
        { label: t('bins.title'), to: '/request-bins' },
      ]}
      actions={may('Update', 'serviceendpoint') && <BinActs bin={bin} />}
    >
      <BinFacts bin={bin} />
      <Sheet
        title={t('requests.title')}
        note={t('requests.note')}
        actions={<Loader size="xs" aria-hidden />}
      >
        <RequestList received={bin.received} />
      </Sheet>
    </Page>
  )
}

function BinFacts({ bin }: { readonly bin: WholeBin }) {
  const t = useBinTexts()
  const app = useAppTexts()
  const format = useFormat()
  const sentence = useAnswerSentence()
  return (
    <Sheet>
      <Facts
        of={[
          [
            t('bin.address'),
            <Group key="address" gap="xs" wrap="nowrap">
              <code className="code address-line">{bin.url}</code>
              <CopyButton value={bin.url}>
                {({ copied, copy }) => (
                  <Tooltip label={app(copied ? 'act.copied' : 'act.copy')}>
                    <ActionIcon
                      variant="default"
                      onClick={copy}
                      aria-label={`${app('act.copy')}: ${t('bin.address')}`}
                    >
                      {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                    </ActionIcon>
                  </Tooltip>
                )}
              </CopyButton>
            </Group>,
          ],
          [t('bin.answers'), sentence(bin.answer)],
          [t('bin.expires'), format.fromNow(bin.expiresOn)],
        ]}
      />
    </Sheet>
  )
}

/** "503 after 100 ms, for 2 more requests, then 200". */
function useAnswerSentence() {
  const t = useBinTexts()
  return ({ status, delayMs, retryAfter, times }: Answer): string => {
    if (times === 0) return '200'
    return [
      delayMs === 0
        ? String(status)
        : t('answer.after', { status: String(status), delay: delayMs }),
      retryAfter === undefined ? '' : `Retry-After: ${retryAfter}`,
      times === undefined ? '' : t('answer.times', { count: times }),
    ]
      .filter((part) => part !== '')
      .join(', ')
  }
}

function BinActs({ bin }: { readonly bin: WholeBin }) {
  const t = useBinTexts()
  const app = useAppTexts()
  const may = useMay()
  const navigate = useNavigate()
  const acts = useBinActs()
  const [answering, { open, close }] = useDisclosure()
  return (
    <>
      <Button onClick={open}>{t('answer.change')}</Button>
      <ActButton variant="default" act={() => acts.clear(bin.id)}>
        {t('requests.forget')}
      </ActButton>
      {may('Delete', 'serviceendpoint') && (
        <ActButton
          variant="default"
          said={app('said.deleted')}
          confirm={{ title: app('confirm.title'), text: t('bin.delete'), yes: app('act.delete') }}
          act={async () => {
            await navigate({ to: '/request-bins' })
            await acts.remove(bin.id)
          }}
        >
          {app('act.delete')}
        </ActButton>
      )}
      <Modal opened={answering} onClose={close} title={t('answer.change')}>
        <Stack>
          <Text size="sm">{t('answer.text')}</Text>
          <AnswerForm bin={bin} close={close} />
        </Stack>
      </Modal>
    </>
  )
}
