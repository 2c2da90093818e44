import { ActionIcon, Button, Group, MultiSelect, Select, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTables } from '../../api/tables.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { Sheet } from '../../components/sheet.tsx'
import { type ImageDraft, imageKinds, type StepDraft } from './step-draft.ts'
import { columnChoices } from './step-words.ts'
import { useWebhookTexts } from './webhook-texts.ts'

interface StepImagesProps {
  readonly draft: StepDraft
  readonly disabled: boolean
}

/** How the row was before, and how it is after: sent along with what was changed. */
export function StepImages({ draft, disabled }: StepImagesProps) {
  const t = useWebhookTexts()
  const { message, stage, images, table } = draft.values
  const kinds = imageKinds(message, stage)
  const [usual] = kinds
  if (usual === undefined || table === undefined) return null
  const put = (next: readonly ImageDraft[]) => draft.set({ images: next })
  const add = () =>
    put([...images, { alias: freeAlias(images, usual), kind: usual, attributes: [] }])
  return (
    <Sheet
      title={t('images.title')}
      note={t('images.note')}
      actions={
        <Button
          size="xs"
          variant="default"
          disabled={disabled}
          leftSection={<IconPlus size={14} />}
          onClick={add}
        >
          {t('images.add')}
        </Button>
      }
    >
      {images.map((image, at) => (
        <ImageFields
          // biome-ignore lint/suspicious/noArrayIndexKey: an image is its place
          key={at}
          image={image}
          kinds={kinds}
          table={table}
          disabled={disabled}
          onChange={(next) => put(images.map((each, index) => (index === at ? next : each)))}
          onRemove={() => put(images.filter((_, index) => index !== at))}
        />
      ))}
    </Sheet>
  )
}

function freeAlias(images: readonly ImageDraft[], kind: ImageDraft['kind']): string {
  const base = kind === 'post' ? 'PostImage' : 'PreImage'
  const taken = new Set(images.map(({ alias }) => alias))
  return taken.has(base) ? `${base}${images.length + 1}` : base
}

interface ImageFieldsProps {
  readonly image: ImageDraft
  readonly kinds: readonly ImageDraft['kind'][]
  readonly table: string
  readonly disabled: boolean
  readonly onChange: (image: ImageDraft) => void
  readonly onRemove: () => void
}

function ImageFields({ image, kinds, table, disabled, onChange, onRemove }: ImageFieldsProps) {
  const t = useWebhookTexts()
  const app = useAppTexts()
  const tables = useTables()
  return (
    <Group align="flex-end" gap="sm" wrap="wrap">
      <TextInput
        label={t('images.alias')}
        w={{ base: '100%', xs: 150 }}
        maxLength={256}
        disabled={disabled}
        value={image.alias}
        onChange={(event) => onChange({ ...image, alias: event.currentTarget.value })}
      />
      <Select
        label={t('images.kind')}
        w={{ base: '100%', xs: 160 }}
        allowDeselect={false}
        disabled={disabled}
        data={kinds.map((each) => ({ value: each, label: t(`images.${each}`) }))}
        value={image.kind}
        onChange={(next) =>
          onChange({ ...image, kind: kinds.find((each) => each === next) ?? image.kind })
        }
      />
      <MultiSelect
        label={t('images.columns')}
        flex="1 1 9rem"
        searchable
        clearable
        hidePickedOptions
        disabled={disabled}
        placeholder={image.attributes.length === 0 ? t('images.all') : undefined}
        data={columnChoices(tables.find(({ name }) => name === table))}
        value={[...image.attributes]}
        onChange={(next) => onChange({ ...image, attributes: next })}
      />
      <Tooltip label={app('act.delete')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          disabled={disabled}
          aria-label={`${app('act.delete')}: ${image.alias}`}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}
