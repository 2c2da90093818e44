/** The fields of a new account beside the steps at the vendor, and the consent. */
import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Grid,
  Group,
  Select,
  Stack,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { isProblem } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import {
  type Check,
  changedValues,
  type Field,
  fieldRefused,
  fieldsAtFault,
  type ProviderChoice,
  type ProviderRecord,
  settingsOptions,
  useAccountActs,
} from './accounts.ts'
import { CheckAlert } from './check-alert.tsx'
import { useConfigurationTexts } from './configuration-texts.ts'
import { ProviderLogo } from './provider-logo.tsx'
import { missingIn, SettingFields, TermsLink, type Typed } from './setting-fields.tsx'
import { VendorGuide } from './vendor-guide.tsx'

interface ConnectFormProps {
  readonly choice: ProviderChoice
  /** Undefined until it was saved once. */
  readonly account: string | undefined
  /** Why the sign-in was refused. */
  readonly fault: string | undefined
  readonly onCreated: (id: string) => void
  readonly onSaved: (next: 'sign-in' | 'done') => void
}

export function ConnectForm(props: ConnectFormProps) {
  const { choice, account } = props
  const t = useConfigurationTexts()
  const stored = useQuery({ ...settingsOptions(account ?? ''), enabled: account !== undefined })
  const form = useConnecting(props, stored.data?.own)
  const addresses = stored.data?.addresses
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Sheet
          title={t('connect.title', { provider: choice.name })}
          actions={<ProviderLogo src={choice.logo} size={32} />}
        >
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              void form.submit()
            }}
          >
            <Stack gap="md">
              <UnsavedGuard dirty={form.dirty && !form.saving} />
              <FormProblems form={form} />
              {account === undefined && <AccountFields choice={choice} form={form} />}
              <SettingFields
                key={form.providerId}
                fields={form.fields}
                typed={form.typed}
                errors={form.errors}
                onChange={form.set}
                shared={(form.record?.accounts ?? 0) > (account === undefined ? 0 : 1)}
              />
              {account === undefined && form.needsConsent && (
                <Consent choice={choice} form={form} />
              )}
              <Group>
                <Button type="submit" loading={form.saving}>
                  {t(choice.auth === 'authorize' ? 'connect.next' : 'connect.submit')}
                </Button>
                <Anchor component={Link} to="/configurations/new" size="sm">
                  {t('connect.elsewhere')}
                </Anchor>
              </Group>
            </Stack>
          </form>
        </Sheet>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <VendorGuide choice={choice} {...(addresses === undefined ? {} : { addresses })} />
      </Grid.Col>
    </Grid>
  )
}

type Connecting = ReturnType<typeof useConnecting>

function FormProblems({ form }: { readonly form: Connecting }) {
  const t = useConfigurationTexts()
  return (
    <>
      {form.fault !== undefined && (
        <Alert color="red" role="alert" title={t('signIn.refused')}>
          <ServerText text={form.fault} />
        </Alert>
      )}
      {form.check !== undefined && <CheckAlert check={form.check} />}
      <ProblemAlert error={form.problem} />
    </>
  )
}

function AccountFields({
  choice,
  form,
}: {
  readonly choice: ProviderChoice
  readonly form: Connecting
}) {
  const t = useConfigurationTexts()
  const used = choice.records.filter(({ accounts }) => accounts > 0)
  const isShared = used.length > 0 && choice.settings.some(({ on }) => on === 'provider')
  return (
    <>
      <TextInput
        label={t('connect.name')}
        description={t('connect.name.note')}
        withAsterisk
        maxLength={100}
        value={form.name}
        error={form.errors.name}
        onChange={(event) => form.setName(event.currentTarget.value)}
      />
      {isShared && (
        <Select
          label={t('connect.record')}
          description={t('connect.record.note')}
          allowDeselect={false}
          data={[
            ...choice.records.map(({ id, name, values }) => ({
              value: id,
              label: [name, values.msevtmgt_base_service_url].filter(Boolean).join(' · '),
            })),
            { value: 'new', label: t('connect.record.new') },
          ]}
          value={form.providerId}
          onChange={(id) => form.setProviderId(id ?? 'new')}
        />
      )}
    </>
  )
}

function Consent({ choice, form }: { readonly choice: ProviderChoice; readonly form: Connecting }) {
  const t = useConfigurationTexts()
  const { termsOfService = null, privacyPolicy = null } = form.record ?? {}
  return (
    <Checkbox
      label={t('consent.label', { provider: choice.name })}
      description={
        (termsOfService !== null || privacyPolicy !== null) && (
          <Group gap="sm" component="span">
            {termsOfService !== null && <TermsLink href={termsOfService} label={t('fact.terms')} />}
            {privacyPolicy !== null && <TermsLink href={privacyPolicy} label={t('fact.privacy')} />}
          </Group>
        )
      }
      checked={form.consent}
      error={form.errors.consent}
      onChange={(event) => form.setConsent(event.currentTarget.checked)}
    />
  )
}

/** Settings of a provider before there is an account: what the chosen record holds is filled in. */
function fieldsFor(choice: ProviderChoice, record: ProviderRecord | undefined): readonly Field[] {
  return choice.settings.map((setting) => {
    const isShared = setting.on === 'provider' && record !== undefined
    return {
      setting,
      value: isShared ? (record.values[setting.name] ?? '') : '',
      isKept: isShared && record.kept.includes(setting.name),
    }
  })
}

function useConnecting(
  { choice, account, fault, onCreated, onSaved }: ConnectFormProps,
  stored: readonly Field[] | undefined,
) {
  const t = useConfigurationTexts()
  const app = useAppTexts()
  const acts = useAccountActs()
  const [name, setName] = useState(choice.name)
  const [providerId, setProviderId] = useState(choice.records[0]?.id ?? 'new')
  const [consent, setConsent] = useState(false)
  const [typed, setTyped] = useState<Typed>({})
  const [errors, setErrors] = useState<Typed>({})
  const [problem, setProblem] = useState<unknown>()
  const [check, setCheck] = useState<Check>()
  const [saving, setSaving] = useState(false)
  const record = choice.records.find(({ id }) => id === providerId)
  const fields = stored ?? fieldsFor(choice, record)
  const needsConsent = record?.consented !== true
  const sayAtFields = (sentence: string) =>
    setErrors(Object.fromEntries(fieldsAtFault(fields, sentence).map((each) => [each, sentence])))

  function isWhole(): boolean {
    const missing = missingIn(fields, typed, (label) => app('field.required', { label }))
    const wrong: Typed = {
      ...missing,
      ...(name.trim() === '' ? { name: app('field.required', { label: t('connect.name') }) } : {}),
      ...(account === undefined && needsConsent && !consent
        ? { consent: t('consent.needed') }
        : {}),
    }
    setErrors(wrong)
    return Object.keys(wrong).length === 0
  }

  async function saved(): Promise<string> {
    const values = changedValues(fields, typed)
    if (account !== undefined) {
      if (Object.keys(values).length > 0) await acts.save(account, values)
      return account
    }
    const asked = { adapter: choice.id, name: name.trim(), consent, values, providerId }
    const { id } = await acts.create(asked)
    onCreated(id)
    return id
  }

  async function tryOut(id: string): Promise<void> {
    const { service } = await acts.signInsOf(id)
    if (service !== null && service.state !== 'authorized') return onSaved('sign-in')
    const found = await acts.verify(id)
    if (found.status === 'healthy') return onSaved('done')
    setCheck(found)
    if (found.status === 'not-authenticated') sayAtFields(found.message)
  }

  async function submit(): Promise<void> {
    setProblem(undefined)
    setCheck(undefined)
    if (!isWhole()) return
    setSaving(true)
    try {
      await tryOut(await saved())
    } catch (error) {
      const at = fieldRefused(fields, error)
      if (at !== undefined && isProblem(error)) setErrors({ [at]: error.sentence })
      else setProblem(error)
    } finally {
      setSaving(false)
    }
  }

  return {
    ...{ name, setName, providerId, setProviderId, consent, record, needsConsent },
    ...{ fields, typed, problem, check, saving, submit },
    errors:
      fault === undefined || Object.keys(errors).length > 0
        ? errors
        : Object.fromEntries(fieldsAtFault(fields, fault).map((each) => [each, fault])),
    fault,
    dirty: account === undefined && Object.values(typed).some((value) => value !== ''),
    setConsent(given: boolean) {
      setConsent(given)
      setErrors(({ consent: _gone, ...rest }) => rest)
    },
    set(field: string, value: string) {
      setTyped((before) => ({ ...before, [field]: value }))
      setErrors(({ [field]: _gone, ...rest }) => rest)
    },
  }
}
