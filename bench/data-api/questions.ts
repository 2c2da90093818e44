import type { MadeRows } from './make-rows.ts'

/** The same question to servers that speak our addresses, and to SAP CAP. */
export interface Question {
  readonly name: string
  /** Requests a second. */
  readonly goal: number
  readonly headers: Readonly<Record<string, string>>
  path(rows: MadeRows, number: number): string
  /** CAP pages by 50 through its model. */
  capPath(rows: MadeRows, number: number): string
}

const contact = ({ contacts }: MadeRows, number: number) =>
  `contacts(${contacts[(number * 7919) % contacts.length]})?$select=firstname,lastname,emailaddress1,jobtitle,createdon`

const columns = '$select=msevtmgt_name,createdon,statuscode,_msevtmgt_contactid_value'
const registrations = ({ events }: MadeRows, number: number) =>
  `/api/data/v9.2/msevtmgt_eventregistrations?${columns}&$filter=_msevtmgt_eventid_value%20eq%20${events[number % events.length]}&$orderby=createdon%20desc`

const capColumns = '$select=msevtmgt_name,createdon,statuscode,contact_contactid'
const capRegistrations = ({ events }: MadeRows, number: number) =>
  `/bench/registrations?${capColumns}&$filter=eventid%20eq%20${events[number % events.length]}&$orderby=createdon%20desc`

const related = '($select=firstname,lastname,emailaddress1)'

export const questions: readonly Question[] = [
  {
    name: 'row by key',
    goal: 5000,
    headers: {},
    path: (rows, number) => `/api/data/v9.2/${contact(rows, number)}`,
    capPath: (rows, number) => `/bench/${contact(rows, number)}`,
  },
  {
    name: 'filtered page of 50',
    goal: 2500,
    headers: { prefer: 'odata.maxpagesize=50' },
    path: registrations,
    capPath: capRegistrations,
  },
  {
    name: 'page of 50 with one expand',
    goal: 1500,
    headers: { prefer: 'odata.maxpagesize=50' },
    path: (rows, number) => `${registrations(rows, number)}&$expand=msevtmgt_contactid${related}`,
    capPath: (rows, number) => `${capRegistrations(rows, number)}&$expand=contact${related}`,
  },
]
