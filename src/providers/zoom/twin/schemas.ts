import { Type } from 'typebox'

const recurrence = Type.Object({
  type: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
  repeat_interval: Type.Optional(Type.Integer({ minimum: 1 })),
  weekly_days: Type.Optional(Type.String({ pattern: '^[1-7](,[1-7])*$' })),
  monthly_day: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
  monthly_week: Type.Optional(Type.Union([-1, 1, 2, 3, 4].map((week) => Type.Literal(week)))),
  monthly_week_day: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
  end_times: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
  end_date_time: Type.Optional(Type.String({ format: 'date-time' })),
})

/** Members beside these are taken and kept as they come, as Zoom does. */
const settings = Type.Object({
  approval_type: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 })),
  registration_type: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
  alternative_hosts: Type.Optional(Type.String()),
  registrants_restrict_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 20_000 })),
})

export const meetingOrder = Type.Object({
  topic: Type.Optional(Type.String({ maxLength: 200 })),
  type: Type.Optional(Type.Integer()),
  start_time: Type.Optional(
    Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ?$' }),
  ),
  duration: Type.Optional(Type.Integer({ minimum: 1 })),
  timezone: Type.Optional(Type.String()),
  password: Type.Optional(Type.String({ maxLength: 10 })),
  agenda: Type.Optional(Type.String({ maxLength: 2000 })),
  recurrence: Type.Optional(recurrence),
  settings: Type.Optional(settings),
})

export const registrantOrder = Type.Object({
  email: Type.String({ format: 'email', maxLength: 128 }),
  first_name: Type.String({ minLength: 1, maxLength: 64 }),
  last_name: Type.Optional(Type.String({ maxLength: 64 })),
  org: Type.Optional(Type.String()),
  auto_approve: Type.Optional(Type.Boolean()),
  language: Type.Optional(
    Type.Union(
      [
        ...['en-US', 'de-DE', 'es-ES', 'fr-FR', 'jp-JP', 'pt-PT', 'ru-RU'],
        ...['zh-CN', 'zh-TW', 'ko-KO', 'it-IT', 'vi-VN', 'pl-PL', 'Tr-TR'],
      ].map((language) => Type.Literal(language)),
    ),
  ),
})

export const statusOrder = Type.Object({
  action: Type.Union([Type.Literal('approve'), Type.Literal('deny'), Type.Literal('cancel')]),
  registrants: Type.Array(
    Type.Object({ id: Type.Optional(Type.String()), email: Type.Optional(Type.String()) }),
  ),
})

export const panelistOrder = Type.Object({
  panelists: Type.Array(
    Type.Object({ name: Type.String(), email: Type.String({ format: 'email' }) }),
    { maxItems: 30 },
  ),
})

export const endOrder = Type.Object({ action: Type.Literal('end') })
