import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconPlayerPause, IconSend, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { deleteRow } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import {
  type Check,
  type EndpointHealth,
  testEndpoint,
  turn,
  useReadWebhooksAgain,
} from './webhooks.ts'

interface EndpointActsProps {
  readonly endpoint: EndpointHealth
  readonly onChecked: (check: Check) => void
}

export function EndpointActs({ endpoint, onChecked }: EndpointActsProps) {
  const t = useWebhookTexts()
  const app = useAppTexts()
  const may = useMay()
  const readAgain = useReadWebhooksAgain()
  const [deleting, { open, close }] = useDisclosure()
  const pause = async () => {
    try {
      await turn(endpoint.id, 'gr_DisableEndpoint')
      await readAgain()
      tellDone(t('said.off'))
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <>
      <ActButton
        leftSection={<IconSend size={16} />}
        said={t('test.said')}
        act={async () => {
          onChecked(await testEndpoint(endpoint.id))
          await readAgain()
        }}
      >
        {t('act.test')}
      </ActButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={app('act.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {endpoint.disabledOn === null && (
            <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => void pause()}>
              {t('act.disable')}
            </Menu.Item>
          )}
          {may('Delete', 'serviceendpoint') && (
            <Menu.Item color="red.9" leftSection={<IconTrash size={16} />} onClick={open}>
              {app('act.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={deleting} onClose={close} title={t('delete.title', { name: endpoint.name })}>
        <DeleteEndpoint endpoint={endpoint} close={close} />
      </Modal>
    </>
  )
}

interface DeleteEndpointProps {
  readonly endpoint: EndpointHealth
  readonly close: () => void
}

function DeleteEndpoint({ endpoint, close }: DeleteEndpointProps) {
  const t = useWebhookTexts()
  const app = useAppTexts()
  const navigate = useNavigate()
  const readAgain = useReadWebhooksAgain()
  return (
    <Stack>
      <Text size="sm">{t('delete.text', { count: endpoint.steps })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close} data-autofocus>
          {app('confirm.keep')}
        </Button>
        <ActButton
          color="red"
          said={app('said.deleted')}
          act={async () => {
            await deleteRow('serviceendpoints', endpoint.id)
            await navigate({ to: '/webhooks' })
            await readAgain()
          }}
        >
          {app('act.delete')}
        </ActButton>
      </Group>
    </Stack>
  )
}
