/** Inputs for settings, drawn from the definition of the provider. */
import {
  Anchor,
  Box,
  Button,
  Collapse,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useState } from 'react'
import { ServerText } from '../../server-words/server-text.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import type { Field } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'

export type Typed = Readonly<Record<string, string>>

interface SettingFieldsProps {
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly errors: Typed
  readonly onChange: (name: string, value: string) => void
  readonly disabled?: boolean
  /** Other accounts have the same values of the provider record. */
  readonly shared?: boolean
}

/** What is needed first; what may stay empty behind a button, open where it holds something. */
export function SettingFields(props: SettingFieldsProps) {
  const t = useConfigurationTexts()
  const needed = props.fields.filter(({ setting }) => setting.required)
  const others = props.fields.filter(({ setting }) => !setting.required)
  const isUsed = others.some(
    ({ setting, value, isKept }) => value !== '' || isKept || setting.name in props.errors,
  )
  const [toggled, setToggled] = useState<boolean>()
  const opened = toggled ?? (isUsed || needed.length === 0)
  return (
    <Stack gap="md">
      {needed.map((field) => (
        <SettingField key={field.setting.name} {...props} field={field} />
      ))}
      {others.length > 0 && needed.length > 0 && (
        <Box>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => setToggled(!opened)}
            aria-expanded={opened}
            rightSection={opened ? <IconChevronUp size={14} /> : <IconChevronDown size={14} />}
          >
            {t('fields.more', { count: others.length })}
          </Button>
        </Box>
      )}
      <Collapse expanded={opened}>
        <Stack gap="md">
          {others.map((field) => (
            <SettingField key={field.setting.name} {...props} field={field} />
          ))}
        </Stack>
      </Collapse>
    </Stack>
  )
}

interface SettingFieldProps extends SettingFieldsProps {
  readonly field: Field
}

function SettingField(props: SettingFieldProps) {
  const { field, typed, errors, onChange, disabled = false, shared = true } = props
  const t = useConfigurationTexts()
  const { setting, isKept } = field
  const { name, kind } = setting
  const value = typed[name] ?? field.value
  const problem = errors[name]
  const frame = {
    label: fromServer(setting.label),
    description: (
      <span>
        <ServerText text={setting.help} />
        {shared && setting.on === 'provider' && <SharedNote />}
      </span>
    ),
    error: problem === undefined ? undefined : fromServer(problem),
    disabled,
    withAsterisk: setting.required && !isKept,
    placeholder: isKept ? t('fields.kept') : undefined,
  }
  const set = (next: string) => onChange(name, next)
  if (kind === 'secret' && !isLong(field)) {
    return (
      <PasswordInput
        {...frame}
        aria-invalid={frame.error !== undefined}
        value={value}
        autoComplete="new-password"
        spellCheck={false}
        onChange={(event) => set(event.currentTarget.value)}
      />
    )
  }
  if (isLong(field)) {
    return (
      <Textarea
        {...frame}
        value={value}
        autosize
        minRows={2}
        maxRows={12}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: 'code' }}
        onChange={(event) => set(event.currentTarget.value)}
      />
    )
  }
  if (kind === 'choice') {
    return (
      <Select
        {...frame}
        data={setting.choices.map((choice) => ({ value: choice, label: fromServer(choice) }))}
        value={value === '' ? null : value}
        placeholder={t('fields.notChosen')}
        clearable
        onChange={(chosen) => set(chosen ?? '')}
      />
    )
  }
  if (kind === 'boolean') {
    return (
      <Switch
        {...frame}
        checked={value === 'true'}
        onChange={(event) => set(String(event.currentTarget.checked))}
      />
    )
  }
  if (kind === 'number') {
    return (
      <NumberInput
        {...frame}
        value={value === '' ? '' : Number(value)}
        min={1}
        allowDecimal={false}
        onChange={(next) => set(String(next))}
      />
    )
  }
  return (
    <TextInput
      {...frame}
      type={kind === 'url' ? 'url' : 'text'}
      value={value}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}

/** Keys in PEM and descriptions in JSON have several lines, which other inputs would swallow. */
function isLong({ setting: { help } }: Field): boolean {
  return /-----BEGIN|\bJSON\b/.test(help)
}

function SharedNote() {
  const t = useConfigurationTexts()
  return <> {t('fields.shared')}</>
}

/** What must not be left empty; secrets that are stored may. */
export function missingIn(
  fields: readonly Field[],
  typed: Typed,
  sentence: (label: string) => string,
): Typed {
  return Object.fromEntries(
    fields
      .filter(({ setting, value, isKept }) => {
        const given = (typed[setting.name] ?? value).trim()
        return setting.required && given === '' && !isKept
      })
      .map(({ setting }) => [setting.name, sentence(fromServer(setting.label))]),
  )
}

export function TermsLink({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" underline="always" inherit>
      {label}
    </Anchor>
  )
}
