import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { signedInBrowser } from '../../test/console-visit.ts'
import { testHub } from '../../test/hub.ts'
import { create, makeEvent, register, row } from '../../test/story.ts'
import { webhookSink } from '../../test/webhook-sink.ts'

const apiKey = 'k'.repeat(32)
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${hub.url}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

const typed = (contactid: string) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.contact',
  contactid,
})

const merge = (one: string, other: string, more: object = {}) =>
  ask('POST', '/data/v9.2/Merge', {
    Target: typed(one),
    Subordinate: typed(other),
    PerformParentingChecks: false,
    ...more,
  })

test('contacts with the same e-mail, or name and phone, or name and company, are found; others are not', async () => {
  const company = await create(hub, 'account', { name: 'Analytical Engines' })
  const ada = { firstname: 'Ada', lastname: 'Lovelace' }
  const one = await create(hub, 'contact', {
    ...ada,
    emailaddress1: 'Ada@example.org',
    telephone1: '+44 20 7946 0000',
    parentcustomerid: { table: 'account', id: company },
  })
  const byEmail = await create(hub, 'contact', { lastname: 'L', emailaddress1: 'ada@EXAMPLE.org' })
  const byPhone = await create(hub, 'contact', { ...ada, mobilephone: '(44) 2079460000' })
  const byCompany = await create(hub, 'contact', {
    ...ada,
    parentcustomerid: { table: 'account', id: company },
  })
  await create(hub, 'contact', { ...ada, emailaddress1: 'another-ada@example.org' })
  await create(hub, 'contact', { firstname: 'Bo', lastname: 'L', telephone1: '+44 20 7946 0000' })

  const { status, body } = await ask('GET', '/v1/contacts/duplicates')
  assert.equal(status, 200)
  assert.equal(body.total, 3)
  const found = body.value.map(({ rules, one: older, other }: never) => [
    rules,
    (older as { id: string }).id,
    (other as { id: string }).id,
  ])
  const sorted = (list: unknown[]) => list.map((each) => JSON.stringify(each)).sort()
  assert.deepEqual(
    sorted(found),
    sorted([
      [['nameAndCompany'], one, byCompany],
      [['nameAndPhone'], one, byPhone],
      [['email'], one, byEmail],
    ]),
  )
  assert.equal(body.value[0].one.company, 'Analytical Engines')
  const own = await ask('GET', `/v1/contacts/${byPhone}/duplicates`)
  assert.deepEqual(
    own.body.value.map(({ rules, contact }: never) => [rules, (contact as { id: string }).id]),
    [[['nameAndPhone'], one]],
  )
})

test('a merge moves registrations, keeps the chosen values, and tells webhooks', async () => {
  const sink = await webhookSink()
  await hub.webhooks.register(systemCaller, {
    name: 'Merges',
    url: sink.url,
    authentication: { kind: 'WebhookKey', key: 'k' },
    steps: [
      { message: 'Merge', table: 'contact', stage: 40, mode: 'asynchronous', rank: 1 },
      {
        message: 'Update',
        table: 'msevtmgt_eventregistration',
        filteringAttributes: ['msevtmgt_contactid'],
        stage: 40,
        mode: 'asynchronous',
        rank: 1,
      },
    ],
  })
  const { id: eventId } = await makeEvent(hub, undefined)
  const registrationId = await register(hub, eventId, 'grace@navy.example', {
    firstName: 'Grace',
    lastName: 'Hopper',
  })
  const subordinate = String(
    (await row(hub, 'msevtmgt_eventregistration', registrationId)).msevtmgt_contactid,
  )
  const company = await create(hub, 'account', { name: 'Navy' })
  const master = await create(hub, 'contact', { firstname: 'Grace', lastname: 'H' })
  const friend = await create(hub, 'contact', {
    lastname: 'Friend',
    parentcustomerid: { table: 'contact', id: subordinate },
  })

  const facts = await ask('GET', `/v1/contacts/${master}/merge-facts?with=${subordinate}`)
  assert.deepEqual(facts.body.shared, [])
  assert.ok(
    facts.body.moves.some(
      (each: { table: string; rows: number }) =>
        each.table === 'msevtmgt_eventregistration' && each.rows === 1,
    ),
  )

  const merged = await merge(master, subordinate, {
    UpdateContent: {
      ...typed('00000000-0000-0000-0000-000000000000'),
      lastname: 'Hopper',
      'parentcustomerid_account@odata.bind': `/accounts(${company})`,
    },
  })
  assert.equal(merged.status, 204, JSON.stringify(merged.body))
  const kept = await row(hub, 'contact', master)
  assert.equal(kept.fullname, 'Grace Hopper')
  assert.equal(kept.parentcustomerid, company)
  const gone = await row(hub, 'contact', subordinate)
  assert.equal(gone.statecode, 1)
  assert.equal(gone.masterid, master)
  assert.equal(gone.merged, true)
  const registration = await row(hub, 'msevtmgt_eventregistration', registrationId)
  assert.equal(registration.msevtmgt_contactid, master)
  assert.equal((await row(hub, 'contact', friend)).parentcustomerid, master)

  await hub.worker.runUntilIdle()
  const contexts = (await sink.waitFor(2)).map(({ body }) => JSON.parse(body))
  const told = contexts.find(({ MessageName }) => MessageName === 'Merge')
  assert.equal(told.PrimaryEntityId, master)
  const parameters = Object.fromEntries(
    told.InputParameters.map(({ key, value }: { key: string; value: unknown }) => [key, value]),
  )
  assert.equal(parameters.Target.Id, master)
  assert.equal(parameters.SubordinateId, subordinate)
  assert.ok(contexts.some(({ MessageName }) => MessageName === 'Update'))

  const again = await merge(master, subordinate)
  assert.equal(again.status, 409)
  assert.match(again.body.error.message, /not active/)
})

test('two registrations for one coming event are settled by a person before the merge', async () => {
  const { id: eventId } = await makeEvent(hub, undefined, { msevtmgt_name: 'Double' })
  const first = await register(hub, eventId, 'one@example.org', { lastName: 'Same' })
  const second = await register(hub, eventId, 'two@example.org', { lastName: 'Same' })
  const [one, other] = await Promise.all(
    [first, second].map(async (id) =>
      String((await row(hub, 'msevtmgt_eventregistration', id)).msevtmgt_contactid),
    ),
  )
  assert.ok(one !== undefined && other !== undefined)
  const refused = await merge(one, other)
  assert.equal(refused.status, 409)
  assert.match(refused.body.error.message, /place at: Double/)
  assert.equal((await row(hub, 'contact', other)).statecode, 0)
  const facts = await ask('GET', `/v1/contacts/${one}/merge-facts?with=${other}`)
  assert.deepEqual(facts.body.shared, [
    {
      kind: 'registration',
      eventId,
      eventName: 'Double',
      sessionName: null,
      ids: [first, second],
    },
  ])
  assert.equal((await ask('POST', `/v1/registrations/${second}/cancel`)).status, 200)
  assert.equal((await merge(one, other)).status, 204)
  const moved = await row(hub, 'msevtmgt_eventregistration', second)
  assert.equal(moved.msevtmgt_contactid, one)
})

test('what Merge cannot do is refused with the parameter that is wrong, and nothing changes', async () => {
  const one = await create(hub, 'contact', { lastname: 'One' })
  const other = await create(hub, 'contact', { lastname: 'Other' })
  const cases = [
    [{ Subordinate: undefined }, 400, /Subordinate/],
    [{ Subordinate: typed(one) }, 400, /itself/],
    [{ Subordinate: typed('11111111-1111-4111-8111-111111111111') }, 404, /Does Not Exist/],
    [
      { Target: { '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid: one } },
      400,
      /Target/,
    ],
    [{ UpdateContent: { nosuchcolumn: 1 } }, 400, /nosuchcolumn/],
  ] as const
  for (const [change, status, sentence] of cases) {
    const answer = await merge(one, other, change)
    assert.equal(answer.status, status, JSON.stringify(change))
    assert.match(answer.body.error.message, sentence)
  }
  const companies = await Promise.all(['A', 'B'].map((name) => create(hub, 'account', { name })))
  const [left, right] = await Promise.all(
    companies.map((id) =>
      create(hub, 'contact', { lastname: 'Sold', parentcustomerid: { table: 'account', id } }),
    ),
  )
  assert.ok(left !== undefined && right !== undefined)
  const parents = await merge(left, right, { PerformParentingChecks: true })
  assert.equal(parents.status, 409)
  assert.match(parents.body.error.message, /different companies/)
  assert.equal((await row(hub, 'contact', other)).statecode, 0)
})

test('blanks around what was typed hide no duplicate, from whichever of the two one looks', async () => {
  const typed = [
    { firstname: 'Mary ', lastname: ' Somerville', emailaddress1: 'mary@example.org' },
    { firstname: 'M.', lastname: 'S.', emailaddress1: ' Mary@example.org  ' },
    { firstname: ' mary', lastname: 'somerville', telephone1: '555 123 456' },
    { firstname: 'Mary', lastname: 'Somerville ', mobilephone: '555-123-456' },
  ]
  const ids: string[] = []
  for (const target of typed) {
    hub.clock.advance(1000)
    ids.push(await create(hub, 'contact', target))
  }
  const [one, byEmail, third, byPhone] = ids as [string, string, string, string]
  const { body } = await ask('GET', '/v1/contacts/duplicates?limit=200')
  const listed = (body.value as { one: { id: string }; other: { id: string } }[])
    .map((pair) => [pair.one.id, pair.other.id])
    .filter(([id]) => ids.includes(String(id)))
  assert.deepEqual(
    listed.sort(),
    [
      [one, byEmail],
      [third, byPhone],
    ].sort(),
  )
  for (const [id, other] of [...listed, ...listed.map((pair) => pair.toReversed())]) {
    const own = await ask('GET', `/v1/contacts/${id}/duplicates`)
    const found = own.body.value.map(({ contact }: { contact: { id: string } }) => contact.id)
    assert.deepEqual(found, [other])
  }
})

test('a merge is offered where it will be allowed: to who may change both contacts', async () => {
  const role = await hub.identity.roles.create(systemCaller, {
    name: 'Reads all contacts, changes own ones',
    privileges: { contact: { Create: 'own', Read: 'all', Update: 'own' } },
  })
  const { id: userId } = await hub.identity.users.invite(systemCaller, {
    ...{ email: 'owner@example.org', lastName: 'Owner', roleIds: [role.id] },
  })
  const browser = await signedInBrowser(hub, userId)
  const twin = { firstname: 'Emilie', lastname: 'du Châtelet', emailaddress1: 'e@example.org' }
  const one = await create(hub, 'contact', twin)
  hub.clock.advance(1000)
  const other = await create(hub, 'contact', twin)
  const give = (id: string) =>
    hub.pipeline.execute(systemCaller, {
      ...{ message: 'Assign', table: 'contact', id },
      input: { Assignee: { table: 'systemuser', id: userId } },
    })
  const isPair = (pair: { one: { id: string } }) => pair.one.id === one
  const offers = async () => {
    const list = (await browser.visit('/api/v1/contacts/duplicates?limit=200')).json.value
    const similar = (await browser.visit(`/api/v1/contacts/${one}/duplicates`)).json.value
    const facts = (await browser.visit(`/api/v1/contacts/${one}/merge-facts?with=${other}`)).json
    return [list.find(isPair).mayMerge, similar[0].mayMerge, facts.mayMerge]
  }
  const mergeThem = async () => {
    const body = { Target: typed(one), Subordinate: typed(other), PerformParentingChecks: false }
    return (await browser.call('POST', '/api/data/v9.2/Merge', body)).status
  }
  assert.deepEqual(await offers(), [false, false, false])
  await give(one)
  assert.deepEqual(await offers(), [false, false, false], 'one of the two is somebody else’s')
  assert.equal(await mergeThem(), 403)
  const asked = await ask('GET', `/v1/contacts/${one}/duplicates`)
  assert.equal(asked.body.value[0].mayMerge, true, 'an administrator may')
  await give(other)
  assert.deepEqual(await offers(), [true, true, true])
  assert.equal(await mergeThem(), 204)
})
