import { Type } from 'typebox'
import type { HttpServer } from '#http'
import { finalizePurchase } from './finalize-purchase.ts'
import { ById, type Context, schemaOf } from './published.ts'
import { registerAttendees } from './register-attendees.ts'
import { FinalizeRequest, RegistrationRequest, RegistrationResult } from './shapes.ts'

export function routeRegistrations(api: HttpServer, context: Context): void {
  api.post(
    '/events/:id/registrations',
    {
      schema: {
        ...schemaOf('Register attendees, all or none', { 200: RegistrationResult }),
        params: ById,
        headers: Type.Object({
          'idempotency-key': Type.Optional(
            Type.String({ description: 'The same request again with it registers nobody twice' }),
          ),
        }),
        body: RegistrationRequest,
      },
    },
    async (request) => {
      const { params, body, headers } = request
      return await registerAttendees(context, params.id, body, {
        idempotencyKey: headers['idempotency-key'],
        visitor: await context.visitors.find(request),
      })
    },
  )
  api.post(
    '/events/:id/registrations/finalize',
    {
      schema: {
        ...schemaOf('Say that a purchase is paid (demo payment only)', { 200: RegistrationResult }),
        params: ById,
        body: FinalizeRequest,
      },
    },
    ({ params, body, headers }) => finalizePurchase(context, params.id, body, headers.origin),
  )
}
