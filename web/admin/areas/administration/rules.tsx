/** The rules of a record, each with what it leads to. */
import { Alert, Anchor, Button, Group, Modal, Radio, Stack, Switch, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useAppTexts } from '../../app/app-texts.ts'
import { useMayOpen } from '../../app/needs.ts'
import type { RecordDraft } from '../../components/record-draft.ts'
import { Sheet } from '../../components/sheet.tsx'
import { no, yes } from './administration.ts'
import { useAdministrationTexts } from './administration-texts.ts'

interface RuleProps {
  readonly draft: RecordDraft
  readonly disabled: boolean
}

interface Choice {
  readonly value: number
  readonly label: string
  readonly note: string
}

interface ChoicesProps extends RuleProps {
  readonly column: string
  readonly title: string
  readonly note: string
  readonly choices: readonly Choice[]
}

function Choices({ draft, disabled, column, title, note, choices }: ChoicesProps) {
  const value = draft.values[column]
  return (
    <Sheet title={title} note={note}>
      <Radio.Group
        aria-label={title}
        value={value === null || value === undefined ? null : String(value)}
        onChange={(next) => draft.set(column, Number(next))}
      >
        <Stack gap="sm">
          {choices.map((each) => (
            <Radio
              key={each.value}
              value={String(each.value)}
              label={each.label}
              description={each.note}
              disabled={disabled}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Sheet>
  )
}

export function Matching(props: RuleProps) {
  const t = useAdministrationTexts()
  return (
    <Choices
      {...props}
      column="msevtmgt_contactmatchingstrategy"
      title={t('matching.title')}
      note={t('matching.note')}
      choices={[
        { value: 100_000_000, label: t('matching.email'), note: t('matching.email.note') },
        { value: 100_000_001, label: t('matching.name'), note: t('matching.name.note') },
        { value: 100_000_002, label: t('matching.both'), note: t('matching.both.note') },
        { value: 100_000_003, label: t('matching.owner'), note: t('matching.owner.note') },
      ]}
    />
  )
}

export function Duplicates(props: RuleProps) {
  const t = useAdministrationTexts()
  return (
    <Choices
      {...props}
      column="gr_duplicateregistrations"
      title={t('duplicates.title')}
      note={t('duplicates.note')}
      choices={[
        { value: 100_000_000, label: t('duplicates.keep'), note: t('duplicates.keep.note') },
        { value: 100_000_001, label: t('duplicates.merge'), note: t('duplicates.merge.note') },
      ]}
    />
  )
}

export function Letters({ draft, disabled }: RuleProps) {
  const t = useAdministrationTexts()
  const mayOpen = useMayOpen()
  const letter = (column: string, label: string, note: string) => (
    <Switch
      label={label}
      description={note}
      disabled={disabled}
      checked={draft.values[column] === yes}
      onChange={(event) => draft.set(column, event.currentTarget.checked ? yes : no)}
    />
  )
  return (
    <Sheet title={t('letters.title')} note={t('letters.note')}>
      <Stack gap="md">
        {letter(
          'msevtmgt_sendmailtoeventattendee',
          t('letters.attendee'),
          t('letters.attendee.note'),
        )}
        {letter(
          'msevtmgt_sendmailtopurchaser',
          t('letters.purchaser'),
          t('letters.purchaser.note'),
        )}
        {mayOpen('/mail-templates') && (
          <Text size="sm">
            <Anchor component={Link} to="/mail-templates" inherit underline="always">
              {t('letters.templates')}
            </Anchor>
          </Text>
        )}
      </Stack>
    </Sheet>
  )
}

const demo = 'msevtmgt_enablefinalizationendpoints'

export function DemoPayment({ draft, disabled }: RuleProps) {
  const t = useAdministrationTexts()
  const app = useAppTexts()
  const [asking, { open, close }] = useDisclosure()
  const isOn = draft.values[demo] === yes
  return (
    <Sheet title={t('demo.title')} note={t('demo.note')}>
      <Switch
        label={t('demo.label')}
        color="red"
        checked={isOn}
        disabled={disabled}
        onChange={(event) => (event.currentTarget.checked ? open() : draft.set(demo, no))}
      />
      {isOn && (
        <Alert
          color="red.9"
          variant="filled"
          role="alert"
          icon={<IconAlertTriangle />}
          title={t('demo.on')}
        >
          {t('demo.danger')}
        </Alert>
      )}
      <Modal opened={asking} onClose={close} title={t('demo.ask')}>
        <Stack>
          <Alert color="red" icon={<IconAlertTriangle />}>
            {t('demo.danger')}
          </Alert>
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {app('act.cancel')}
            </Button>
            <Button
              color="red"
              onClick={() => {
                draft.set(demo, yes)
                close()
              }}
            >
              {t('demo.yes')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Sheet>
  )
}
