/** Four people and two companies, for questions with known answers. */
import { testDatabase } from '../../../test/database.ts'
import { type Answered, ask as askOf, idOf, insertRows, schema } from '../query-fixture.ts'

const companies = [
  { gr_companyid: idOf(101), name: 'Acme', city: 'Oslo', revenue: '10.5' },
  { gr_companyid: idOf(102), name: 'Beta', city: 'Rome', parentid: idOf(101) },
]
const people = [
  {
    gr_personid: idOf(1),
    name: 'Ada',
    code: 'A1',
    age: 30,
    balance: '1234.5',
    active: true,
    level: 2,
    born: '1990-05-01',
    seen: '2026-09-15T22:30:00Z',
    meets: '2026-09-16 10:00:00',
    companyid: idOf(101),
    favourite: idOf(102),
    favouritetype: 'gr_company',
    new_colour: 'Red',
    new_size: 7,
    new_topics: [1, 3],
    new_friend: idOf(2),
  },
  {
    gr_personid: idOf(2),
    name: "O'Neil",
    code: 'b2',
    age: 40,
    active: false,
    level: 1,
    companyid: idOf(101),
    managerid: idOf(1),
    favourite: idOf(1),
    favouritetype: 'gr_person',
    seen: '2026-09-16T12:00:00Z',
  },
  { gr_personid: idOf(3), name: 'zoe', age: 20, managerid: idOf(2), companyid: idOf(102) },
  { gr_personid: idOf(4), notes: 'nameless [draft] 50%', managerid: idOf(1) },
]

export interface PeopleWorld {
  /** Asks by address, such as `gr_persons?$top=1`. */
  ask(address: string, more?: Parameters<typeof askOf>[2]): Promise<Answered>
  /** Makes the tables and inserts the rows. */
  fill(): Promise<void>
}

export async function peopleWorld(): Promise<PeopleWorld> {
  const database = await testDatabase()
  return {
    ask: (address, more = {}) => askOf(database, address, more),
    async fill() {
      await database.pool.query(schema)
      await insertRows(database, 'gr_company', companies)
      await insertRows(database, 'gr_person', people)
      await insertRows(database, 'gr_person_company', [
        { gr_personid: idOf(1), gr_companyid: idOf(101) },
        { gr_personid: idOf(1), gr_companyid: idOf(102) },
        { gr_personid: idOf(3), gr_companyid: idOf(102) },
      ])
    },
  }
}
