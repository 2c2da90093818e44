/** What the operations on accounts answer: shapes for /openapi.json, and rows put into them. */
import { Type } from 'typebox'
import { authorized, type FormField, type SettingsForm, serviceStatus } from '#providers'
import type { ConfigurationLine } from './configuration-rows.ts'

const nullable = Type.Union([Type.String(), Type.Null()])
const nullableInstant = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

export const setting = Type.Object({
  name: Type.String(),
  on: Type.String({
    description:
      'provider: counts for all accounts of the provider record; configuration; settings',
  }),
  label: Type.String(),
  help: Type.String({ description: 'Where the person finds this value at the vendor' }),
  kind: Type.Enum(['text', 'url', 'secret', 'number', 'boolean', 'choice']),
  required: Type.Boolean(),
  choices: Type.Array(Type.String()),
})

const field = Type.Object({
  setting,
  value: Type.String({ description: 'Empty for secrets: they are never shown again' }),
  isKept: Type.Boolean({ description: 'A secret that is stored' }),
})

export const settingsForm = Type.Object({
  adapter: Type.String(),
  own: Type.Array(field, { description: 'What the vendor wants' }),
  platform: Type.Array(field, { description: 'Proxy, pace and log of every account' }),
  addresses: Type.Object({
    redirect: Type.Optional(Type.String()),
    actionRedirect: Type.Optional(Type.String()),
    callbacks: Type.Optional(Type.String()),
  }),
  lists: Type.Array(Type.String({ description: 'people, meetings' })),
  forgets: Type.Boolean({ description: 'The provider can be told to erase a person' }),
})

const statuses = ['healthy', 'not-authenticated', 'forbidden', 'unhealthy'] as const

export const configuration = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  providerId: Type.String({ format: 'uuid' }),
  providerName: Type.String(),
  adapter: Type.String(),
  logo: Type.String(),
  termsOfService: nullable,
  privacyPolicy: nullable,
  authorized: Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('token-expired')]),
  serviceStatus: Type.Union([Type.Enum([...statuses]), Type.Null()], {
    description: 'null: never checked',
  }),
  message: Type.Union([Type.String(), Type.Null()], { description: 'As the provider said it' }),
  lastUpdate: nullableInstant,
  active: Type.Boolean(),
  consentOn: nullableInstant,
  consentBy: nullable,
  occasions: Type.Integer({ description: 'Events and sessions planned on it' }),
  webinarTypes: Type.Array(Type.String()),
})

export const check = Type.Object({
  status: Type.Enum([...statuses]),
  message: Type.String(),
  accountName: Type.Optional(Type.String()),
  maxDurationMinutes: Type.Optional(Type.Number()),
  steps: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String(),
        result: Type.Union([
          Type.Literal('passed'),
          Type.Literal('failed'),
          Type.Literal('skipped'),
        ]),
        message: Type.String(),
      }),
    ),
  ),
})

const statusNames = new Map<number | null, (typeof statuses)[number]>([
  [serviceStatus.healthy.value, 'healthy'],
  [serviceStatus.notAuthenticated.value, 'not-authenticated'],
  [serviceStatus.forbidden.value, 'forbidden'],
  [serviceStatus.unhealthy.value, 'unhealthy'],
])

const authorizedNames = new Map<number | null, 'yes' | 'token-expired'>([
  [authorized.yes.value, 'yes'],
  [authorized.tokenExpired.value, 'token-expired'],
])

export function configurationOf(row: ConfigurationLine): Type.Static<typeof configuration> {
  return {
    ...row,
    logo: `/api/v1/provider-choices/${row.adapter}/logo.svg`,
    authorized: authorizedNames.get(row.authorized) ?? 'no',
    serviceStatus: statusNames.get(row.serviceStatus) ?? null,
    lastUpdate: row.lastUpdate?.toISOString() ?? null,
    consentOn: row.consentOn?.toISOString() ?? null,
    webinarTypes: [...row.webinarTypes],
  }
}

export function settingsFormOf(form: SettingsForm): Type.Static<typeof settingsForm> {
  const { redirect, actionRedirect, callbacks } = form.addresses
  return {
    adapter: form.adapter,
    own: form.own.map(fieldOf),
    platform: form.platform.map(fieldOf),
    addresses: {
      ...(redirect === undefined ? {} : { redirect }),
      ...(actionRedirect === undefined ? {} : { actionRedirect }),
      ...(callbacks === undefined ? {} : { callbacks }),
    },
    lists: [...form.lists],
    forgets: form.forgets,
  }
}

const fieldOf = ({ setting: { choices = [], ...rest }, value, isKept }: FormField) => ({
  setting: { ...rest, choices: [...choices] },
  value,
  isKept,
})
