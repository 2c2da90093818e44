/**
 * An example of a handler for Create of contact at stage 40, asynchronous: how many contacts an
 * account has stands in its description.
 */
import type { Handler } from 'greenroom/handlers'

export const name = 'Count contacts'
export const description = 'Writes the number of contacts into the description of their account.'

export const handle: Handler = async ({ target, read, execute }) => {
  const account = target.parentcustomerid
  if (typeof account !== 'string') return
  const contacts = await read(
    `contacts?$select=createdon&$filter=_parentcustomerid_value eq ${account}`,
  )
  await execute({
    message: 'Update',
    table: 'account',
    id: account,
    target: { description: `${contacts.length} contacts` },
  })
}
