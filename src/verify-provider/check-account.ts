import type { Check } from './check.ts'
import { answered, body, demand } from './demand.ts'
import { faultsOf } from './document.ts'

const section = 'Account'

export const accountChecks: readonly Check[] = [
  {
    id: 'status',
    section,
    promise: 'GET /status says that the service is healthy, with its limits',
    says: 'GET /status',
    run: async (visit) => {
      const exchange = await visit.call({ method: 'GET', path: '/status' })
      const found = body<{ status: string; message?: string }>(exchange, 200, 'Status')
      demand(found.status === 'healthy', 'healthy', `${found.status}: ${found.message ?? ''}`)
    },
  },
  {
    id: 'webinar-types',
    section,
    promise: 'GET /webinar-types lists kinds with a name and a value each',
    says: 'GET /webinar-types',
    run: async (visit) => {
      const found = answered(await visit.call({ method: 'GET', path: '/webinar-types' }), 200)
      demand(Array.isArray(found), 'a list', typeof found)
      const faults = found.flatMap((each) => faultsOf('WebinarType', each))
      demand(faults.length === 0, 'name and value, 1 to 100 characters', faults.join('; '))
      const values = new Set(found.map(({ value }) => value))
      demand(values.size === found.length, 'a value of its own for each', JSON.stringify(found))
    },
  },
]
