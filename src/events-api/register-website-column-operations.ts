/** Which columns a website table configuration may name: for the page that picks them. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Table } from '#database'
import { general } from '#errors'
import { websiteEntities } from '#events'
import type { HttpServer } from '#http'
import { mayDo } from '#identity'
import type { Caller } from '#pipeline'
import { type ColumnRules, whyNot } from './check-website-columns.ts'

export interface WebsiteColumnNeeds {
  readonly rules: ColumnRules
  readonly callerOf: (request: FastifyRequest) => Promise<Caller>
}

const column = Type.Object({
  name: Type.String(),
  label: Type.String(),
  custom: Type.Boolean({ description: 'An administrator added it' }),
})

const entity = Type.Object({
  value: Type.Integer({ description: 'Option of msevtmgt_selectedentity' }),
  label: Type.String(),
  table: Type.String(),
  columns: Type.Array(column),
})

export function registerWebsiteColumnOperations(
  server: HttpServer,
  { rules, callerOf }: WebsiteColumnNeeds,
): void {
  server.get(
    '/api/v1/website-columns',
    {
      schema: {
        summary: 'Tables of the Events API with the columns that may be added to its answers',
        tags: ['Website'],
        security: [{ apiKey: [] }],
        response: { 200: Type.Object({ value: Type.Array(entity) }) },
      },
    },
    async (request) => {
      const table = 'msevtmgt_websiteentityconfiguration'
      if (!mayDo(await callerOf(request), 'Read', table)) {
        throw general['not-allowed']({ who: 'This user', act: 'read', table })
      }
      await rules.refresh()
      const tables = new Map(rules.tables().map((each) => [each.name, each]))
      const value = websiteEntities().flatMap(({ value, label, table: name }) => {
        const found = tables.get(name)
        return found === undefined
          ? []
          : [{ value, label, table: name, columns: columnsOf(found, rules) }]
      })
      return { value }
    },
  )
}

function columnsOf(table: Table, rules: ColumnRules) {
  return Object.entries(table.allColumns)
    .filter(([name]) => whyNot(table, name, rules) === undefined)
    .map(([name, { label, custom }]) => ({ name, label, custom: custom !== undefined }))
}
