import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { type Tx, withTransaction } from '#database'
import { systemUserId } from '#identity'
import { eventWorld } from '../../test/event-world.ts'
import { type Candidate, type MatchingStrategy, matchBy } from './contact.ts'
import { matchContacts } from './match-contacts.ts'

const world = await eventWorld()
const { db, pool, create, update } = world

beforeEach(async () => {
  await pool.query('delete from contact')
})

function candidate(
  firstName: string,
  lastName: string,
  email: string,
  ownerId?: string,
): Candidate {
  return { firstName, lastName, email, ownerId, originatingEventId: undefined }
}

async function contact(
  firstname: string,
  lastname: string,
  emailaddress1: string,
): Promise<string> {
  return await create('contact', { firstname, lastname, emailaddress1 })
}

/** Matches in a transaction of its own; tells how many INSERTs new contacts took. */
async function match(strategy: MatchingStrategy, candidates: readonly Candidate[]) {
  let calls = 0
  const ids = await withTransaction(db, (tx) =>
    matchContacts(tx, strategy, candidates, async (contacts) => {
      calls += 1
      await insert(tx, contacts)
    }),
  )
  return { ids, calls }
}

async function insert(tx: Tx, contacts: readonly { id: string; values: object }[]): Promise<void> {
  for (const { id, values } of contacts) {
    const request = { message: 'Create', table: 'contact', id, target: { ...values } }
    await world.pipeline.executeIn(tx, { ...caller }, request)
  }
}

const caller = {
  userId: systemUserId,
  businessUnitId: '00000000-0000-4000-8000-000000000002',
  roles: ['System Administrator'],
}

test('each strategy compares exactly its own fields, in any capitals', async () => {
  const ada = await contact('Ada', 'Lovelace', 'ada@example.com')
  const cases: readonly (readonly [MatchingStrategy, Candidate, boolean])[] = [
    [matchBy.email, candidate('Other', 'Name', 'ADA@Example.com'), true],
    [matchBy.email, candidate('Ada', 'Lovelace', 'other@example.com'), false],
    [matchBy.names, candidate('ADA', 'lovelace', 'other@example.com'), true],
    [matchBy.names, candidate('Ada', 'Byron', 'ada@example.com'), false],
    [matchBy.emailAndNames, candidate('ada', 'LOVELACE', 'Ada@example.com'), true],
    [matchBy.emailAndNames, candidate('Ada', 'Byron', 'ada@example.com'), false],
    [matchBy.emailAndNames, candidate('Ada', 'Lovelace', 'other@example.com'), false],
    [matchBy.emailAndOwner, candidate('Other', 'Name', 'ada@example.com', systemUserId), true],
    [matchBy.emailAndOwner, candidate('Ada', 'Lovelace', 'ada@example.com'), false],
  ]
  for (const [strategy, who, expected] of cases) {
    const { ids } = await match(strategy, [who])
    assert.equal(ids[0] === ada, expected, `${strategy} ${JSON.stringify(who)}`)
    await pool.query('delete from contact where contactid <> $1', [ada])
  }
})

test('letters of other scripts are compared without regard to capitals', async () => {
  const id = await contact('Jürgen', 'ÅSTRÖM', 'J@Müller.example')
  const { ids } = await match(matchBy.emailAndNames, [
    candidate('JÜRGEN', 'Åström', 'j@MÜLLER.example'),
  ])
  assert.deepEqual(ids, [id])
})

test('an inactive contact is never matched', async () => {
  const id = await contact('Ada', 'Lovelace', 'ada@example.com')
  await update('contact', id, { statecode: 1 })
  const { ids } = await match(matchBy.email, [candidate('Ada', 'Lovelace', 'ada@example.com')])
  assert.notEqual(ids[0], id)
})

test('of several matching contacts the oldest is taken', async () => {
  const oldest = await contact('Ada', 'Lovelace', 'ada@example.com')
  await contact('Ada', 'Lovelace', 'ada@example.com')
  await pool.query(
    `update contact set createdon = createdon - interval '1 day' where contactid = $1`,
    [oldest],
  )
  const { ids } = await match(matchBy.email, [candidate('A', 'L', 'ada@example.com')])
  assert.deepEqual(ids, [oldest])
})

test('many people are matched at once, and the same new person twice becomes one contact', async () => {
  const known = await contact('Ada', 'Lovelace', 'ada@example.com')
  const bob = candidate('Bob', 'Noyce', 'bob@example.com')
  const { ids, calls } = await match(matchBy.emailAndNames, [
    bob,
    candidate('Ada', 'Lovelace', 'ada@example.com'),
    { ...bob, email: 'BOB@example.com' },
    candidate('Eve', 'Noyce', 'bob@example.com'),
  ])
  assert.equal(calls, 1)
  assert.equal(ids[1], known)
  assert.equal(ids[0], ids[2])
  assert.equal(new Set(ids).size, 3)
  const { rows } = await pool.query('select count(*)::integer as count from contact')
  assert.equal(rows[0].count, 3)
})

test('a new contact has what the person typed and the owner of the event', async () => {
  const { ids } = await match(matchBy.emailAndOwner, [
    candidate('Ada', 'Lovelace', 'ada@example.com', systemUserId),
  ])
  const row = await world.read('contact', ids[0] as string)
  assert.equal(row.fullname, 'Ada Lovelace')
  assert.equal(row.emailaddress1, 'ada@example.com')
  assert.equal(row.ownerid, systemUserId)
})

test('nobody to match asks nothing and creates nothing', async () => {
  assert.deepEqual(await match(matchBy.email, []), { ids: [], calls: 0 })
})

test('concurrent transactions make one contact of the same new person, in any order of names', async () => {
  const people = Array.from({ length: 20 }, (_, n) =>
    candidate('Ada', `N${n}`, `a${n}@example.com`),
  )
  const runs = Array.from({ length: 8 }, (_, n) =>
    match(matchBy.emailAndNames, rotate(people, n * 3)),
  )
  await Promise.all(runs)
  const { rows } = await pool.query('select count(*)::integer as count from contact')
  assert.equal(rows[0].count, people.length)
})

function rotate<T>(list: readonly T[], by: number): T[] {
  const rotated = [...list.slice(by), ...list.slice(0, by)]
  return by % 2 === 0 ? rotated : rotated.reverse()
}
