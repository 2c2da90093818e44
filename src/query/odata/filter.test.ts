import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { idOf } from '../query-fixture.ts'
import { peopleWorld } from './people-fixture.ts'

const { ask, fill } = await peopleWorld()

before(fill)

/** Names of the people that a filter finds, by id; the nameless one is "-". */
async function found(filter: string, aliases = ''): Promise<string> {
  const { values } = await ask(
    `gr_persons?$select=name&$filter=${encodeURIComponent(filter)}${aliases}`,
  )
  return values.map(({ name }) => name ?? '-').join(' ')
}

describe('$filter', () => {
  const filters: readonly (readonly [string, string])[] = [
    ["name eq 'ADA'", 'Ada'],
    ["name ne 'ada'", "O'Neil zoe -"],
    ["name eq 'o''neil'", "O'Neil"],
    ['name eq null', '-'],
    ['null ne name', "Ada O'Neil zoe"],
    ['age gt 20 and age lt 40 or level eq 1', "Ada O'Neil"],
    ['level eq 1 or age gt 20 and age lt 40', "Ada O'Neil"],
    ['(level eq 1 or age gt 20) and age lt 40', 'Ada'],
    ["not name eq 'Ada'", "O'Neil zoe -"],
    ["not (name eq 'Ada' or age eq 20)", "O'Neil -"],
    ['active', 'Ada'],
    ['not active', "O'Neil zoe -"],
    ['active eq false', "O'Neil"],
    ['age in (20, 30)', 'Ada zoe'],
    ["name in ('ada', 'ZOE')", 'Ada zoe'],
    ["contains(name,'NE')", "O'Neil"],
    ["startswith(name,'a') or endswith(name,'E')", 'Ada zoe'],
    ["contains(name,'a') eq false", "O'Neil zoe -"],
    ["contains(notes,'%')", '-'],
    ["contains(notes,'n[aeiou]m')", '-'],
    ["startswith(notes,'n[^a]m')", ''],
    ["contains(name,'_')", "Ada O'Neil zoe"],
    ['age add 10 eq 40', 'Ada'],
    ['age sub 5 mul 2 eq 30', "O'Neil"],
    ['(age sub 5) mul 2 eq 30', 'zoe'],
    ['age div 7 eq 4', 'Ada'],
    ['age divby 8 eq 2.5', 'zoe'],
    ['age mod 7 eq 2', 'Ada'],
    ['-age eq -30', 'Ada'],
    ["tolower(name) eq 'ada' and length(name) eq 3 and indexof(name,'d') eq 1", 'Ada'],
    ["substring(name,1) eq 'da' or concat(name,'!') eq 'zoe!'", 'Ada zoe'],
    ["substring(name,0,1) eq 'z' and trim(' x ') eq 'x'", 'zoe'],
    ['year(born) eq 1990 and month(born) eq 5 and day(born) eq 1', 'Ada'],
    ['hour(seen) eq 22 and minute(seen) eq 30 and second(seen) eq 0', 'Ada'],
    ['date(seen) eq 2026-09-16', "O'Neil"],
    ['seen ge 2026-09-16', "O'Neil"],
    ['seen lt 2026-09-16T01:00:00+02:00', 'Ada'],
    ['seen lt now() and round(2.5) eq 3 and ceiling(1.2) eq 2 and floor(1.8) eq 1', "Ada O'Neil"],
    ['meets eq 2026-09-16T10:00:00Z', 'Ada'],
    ['time(meets) eq 10:00', 'Ada'],
    ['namelength eq 3', 'Ada zoe'],
    [`_companyid_value eq ${idOf(102)}`, 'zoe'],
    [`_companyid_value eq '${idOf(102)}'`, 'zoe'],
    [`gr_personid eq ${idOf(3)}`, 'zoe'],
    ["companyid/name eq 'acme'", "Ada O'Neil"],
    ["companyid/parentid/name eq 'Acme'", 'zoe'],
    ["manager/companyid/city eq 'oslo' and manager/manager/name eq 'Ada'", 'zoe'],
    [`companyid/gr_companyid eq ${idOf(102)}`, 'zoe'],
    ['manager eq null', 'Ada'],
    ['manager/manager ne null', 'zoe'],
    ['favourite_gr_company ne null', 'Ada'],
    ["favourite_gr_person/name eq 'Ada'", "O'Neil"],
    ['reports/any()', "Ada O'Neil"],
    ['not reports/any()', 'zoe -'],
    ['reports/any(r:r/age eq 40)', 'Ada'],
    ['reports/all(r:r/age eq 40)', 'zoe -'],
    ["reports/any(r:r/reports/any(s:s/name eq 'zoe' and r/age eq 40))", 'Ada'],
    ['reports/any(r:r/age gt $it/age)', 'Ada'],
    ['reports/any(r:r/age gt age)', 'Ada'],
    ["companyid/staff/any(s:s/name eq 'Ada')", "Ada O'Neil"],
    ["gr_person_clubs/any(c:c/name eq 'Beta')", 'Ada zoe'],
    ["gr_person_clubs/any(c:c/parentid/name eq 'Acme')", 'Ada zoe'],
    ["new_colour eq 'red' and new_size gt 6", 'Ada'],
    [`_new_friend_value eq ${idOf(2)}`, 'Ada'],
    ["new_friend/name eq 'O''Neil'", 'Ada'],
    ["Microsoft.Dynamics.CRM.ContainValues(PropertyName='new_topics',PropertyValues=['3'])", 'Ada'],
    [
      "Microsoft.Dynamics.CRM.DoesNotContainValues(PropertyName='new_topics',PropertyValues=['1','2'])",
      "O'Neil zoe -",
    ],
    [
      'Microsoft.Dynamics.CRM.Between(PropertyName=\'age\',PropertyValues=["30","40"])',
      "Ada O'Neil",
    ],
    ['Microsoft.Dynamics.CRM.NotBetween(PropertyName=\'age\',PropertyValues=["30","40"])', 'zoe -'],
    ["Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['ada','zoe'])", 'Ada zoe'],
    ["Microsoft.Dynamics.CRM.NotIn(PropertyName='name',PropertyValues=['ada','zoe'])", "O'Neil -"],
    ["Microsoft.Dynamics.CRM.Today(PropertyName='seen')", "Ada O'Neil"],
    ["Microsoft.Dynamics.CRM.OlderThanXYears(PropertyName='born',PropertyValue=30)", 'Ada'],
    ["Microsoft.Dynamics.CRM.On(PropertyName='born',PropertyValue='1990-05-01')", 'Ada'],
    [`Microsoft.Dynamics.CRM.Under(PropertyName='gr_personid',PropertyValue='${idOf(2)}')`, 'zoe'],
    [
      `Microsoft.Dynamics.CRM.AboveOrEqual(PropertyName='gr_personid',PropertyValue=${idOf(3)})`,
      "Ada O'Neil zoe",
    ],
    [
      "reports/any(r:r/Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['zoe']))",
      "O'Neil",
    ],
    ['true', "Ada O'Neil zoe -"],
    ['false or age eq 20', 'zoe'],
    ['age eq 20.5', ''],
    ['age lt 99999999999', "Ada O'Neil zoe"],
    ['1 eq 1 and age eq 20', 'zoe'],
  ]
  for (const [filter, names] of filters) {
    test(filter, async () => assert.equal(await found(filter), names))
  }

  test('an alias stands for a value, a list, a condition; without a value it is null', async () => {
    assert.equal(await found('age eq @a and name in @b', "&@a=20&@b=('zoe','Ada')"), 'zoe')
    assert.equal(await found('@c', '&@c=age eq 40'), "O'Neil")
    assert.equal(await found('name eq @nothing'), '-')
  })
})
