import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import { place } from '../plan/place.ts'
import { fetchXmlAnnotations } from './answer-annotations.ts'
import { type Answer, addColumns, fetchXmlWorld, idOf, insert } from './fetchxml-fixture.ts'
import { readPagingCookie, wrapPagingCookie, writePagingCookie } from './paging-cookie.ts'

const world = fetchXmlWorld(await testDatabase())
const { ask } = world

const cities = ['Rome', null, 'L\'Aquila & <Co> 100%25 "+\\u0041', 'Rome', 'Åbo\u0001\t']

before(async () => {
  await world.sql(addColumns)
  await insert(
    world,
    'contact',
    Array.from({ length: 23 }, (_, index) => ({
      contactid: idOf(500 + ((index * 7) % 23)),
      firstname: `N${String(index).padStart(2, '0')}`,
      address1_city: cities[index % cities.length],
      numberofchildren: index % 3,
      gendercode: index % 4 === 0 ? null : (index % 2) + 1,
    })),
  )
})

const orders =
  '<order attribute="address1_city" descending="true" /><order attribute="gendercode" /><order attribute="numberofchildren" />'

const page = (fetch: string, inside = orders) =>
  `<fetch count="5" ${fetch}><entity name="contact"><attribute name="firstname" />${inside}</entity></fetch>`

const prefix = '@Microsoft.Dynamics.CRM.'
const annotationsOf = (answer: Answer) => fetchXmlAnnotations(answer.plan, answer)

/** As DynamicsWebApi 2 takes the cookie out of the annotation and puts it into the next query. */
function asDynamicsWebApi(annotation: unknown): string {
  const plain = decodeURIComponent(decodeURIComponent(String(annotation)))
  const [, cookie = ''] = /pagingcookie="(<cookie page="(\d+)".+<\/cookie>)/.exec(plain) ?? []
  const escapes: Record<string, string> = { '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return cookie.replace(/[<>"']/g, (letter) => escapes[letter] ?? letter)
}

async function allPages(inside = orders, onPage?: (number: number) => Promise<void>) {
  const pages: unknown[][] = []
  let cookie = ''
  for (let number = 1; number < 20; number += 1) {
    const answer = await ask(page(`page="${number}" paging-cookie="${cookie}"`, inside))
    pages.push(answer.values.map(({ firstname }) => firstname))
    const annotations = annotationsOf(answer)
    if (annotations[`${prefix}morerecords`] !== true) return pages
    cookie = asDynamicsWebApi(annotations[`${prefix}fetchxmlpagingcookie`])
    await onPage?.(number)
  }
  throw new Error('The pages do not end.')
}

describe('pages of FetchXML', () => {
  test('following the cookie gives every row once, in the order of the whole', async () => {
    const whole = await world.names(page('').replace('count="5"', ''), 'firstname')
    assert.equal(whole.length, 23)
    const pages = await allPages()
    assert.deepEqual(
      pages.map(({ length }) => length),
      [5, 5, 5, 5, 3],
    )
    assert.deepEqual(pages.flat(), whole)
  })

  test('pages by number alone give the same rows', async () => {
    const third = await world.names(page('page="3"'), 'firstname')
    assert.deepEqual(third, (await allPages())[2])
  })

  test('a row that comes in before the cookie neither repeats nor hides others', async () => {
    const byName = '<order attribute="firstname" />'
    const before = (await allPages(byName)).flat()
    const pages = await allPages(byName, async (number) => {
      if (number !== 2) return
      await insert(world, 'contact', [{ contactid: idOf(900), firstname: 'A first one' }])
    })
    await world.sql('delete from contact where contactid = $1', [idOf(900)])
    assert.deepEqual(pages.flat(), before)
  })

  test('the annotation is the vendor’s cookie around a cookie of the page’s columns', async () => {
    const byName = '<order attribute="firstname" />'
    const annotations = annotationsOf(await ask(page('', byName)))
    const inner = `<cookie page="1"><firstname last="N04" first="N00" /><contactid last="${idOf(505)}" first="${idOf(500)}" /></cookie>`
    assert.deepEqual(annotations, {
      [`${prefix}totalrecordcount`]: -1,
      [`${prefix}totalrecordcountlimitexceeded`]: false,
      [`${prefix}fetchxmlpagingcookie`]: `<cookie pagenumber="2" pagingcookie="${encodeURIComponent(encodeURIComponent(inner))}" istracking="False" />`,
      [`${prefix}morerecords`]: true,
    })
  })

  test('the last page says that there is no more, and gives no cookie', async () => {
    const annotations = annotationsOf(await ask(page('page="5"')))
    assert.equal(annotations[`${prefix}morerecords`], false)
    assert.ok(!(`${prefix}fetchxmlpagingcookie` in annotations))
  })

  test('where pages go by number alone the cookie is empty, and the next page can be asked for', async () => {
    const distinct = page('distinct="true"', '<order attribute="firstname" />')
    const first = await ask(distinct)
    assert.equal(
      annotationsOf(first)[`${prefix}fetchxmlpagingcookie`],
      '<cookie pagenumber="2" pagingcookie="" istracking="False" />',
    )
    const second = await ask(distinct.replace('<fetch', '<fetch page="2" paging-cookie=""'))
    assert.equal(second.values[0]?.firstname, 'N05')
  })

  test('returntotalrecordcount counts all rows, whatever the page', async () => {
    const annotations = annotationsOf(await ask(page('returntotalrecordcount="true" page="2"')))
    assert.equal(annotations[`${prefix}totalrecordcount`], 23)
    assert.equal(annotations[`${prefix}totalrecordcountlimitexceeded`], false)
  })

  test('a cookie for another page than the next is passed over for the page’s number', async () => {
    const first = annotationsOf(await ask(page('')))
    const cookie = asDynamicsWebApi(first[`${prefix}fetchxmlpagingcookie`])
    const fourth = await world.names(page(`page="4" paging-cookie="${cookie}"`), 'firstname')
    assert.deepEqual(fourth, (await allPages())[3])
  })

  test('a page size above the greatest is cut to it', async () => {
    const answer = await ask(page('').replace('count="5"', 'count="10000"'))
    assert.equal(answer.values.length, 23)
    assert.equal(answer.more, false)
  })

  test('pages beyond 50,000 rows by number are refused', async () => {
    await assert.rejects(
      ask(page('page="20000"')),
      (error: unknown) => isRefusal(error, 'wrong-page') && error.dataverse === 0x8004110c,
    )
  })

  test('a cookie of another order is refused with the vendor’s code', async () => {
    const first = annotationsOf(await ask(page('')))
    const cookie = asDynamicsWebApi(first[`${prefix}fetchxmlpagingcookie`])
    const other = page(`page="2" paging-cookie="${cookie}"`, '<order attribute="firstname" />')
    await assert.rejects(
      ask(other),
      (error: unknown) =>
        isRefusal(error, 'cursor-of-other-order') && error.dataverse === 0x80041129,
    )
  })

  test('a cookie with a value that its column cannot have is refused', async () => {
    const cookie =
      '&lt;cookie page=&quot;1&quot;&gt;&lt;contactid last=&quot;x&quot; /&gt;&lt;/cookie&gt;'
    await assert.rejects(ask(page(`page="2" paging-cookie="${cookie}"`, '')), isRefusal)
  })
})

describe('the paging cookie', () => {
  const at = place('fetch/@paging-cookie')
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
  const plainObjects = { noNullPrototype: true }
  const cookies = fc.record(
    {
      page: fc.integer({ min: 1, max: 999_999 }),
      columns: fc.array(
        fc.record(
          {
            column: fc.stringMatching(/^[a-z_]\w{0,20}(\.[a-z]\w{0,20})?$/),
            last: fc.option(text),
          },
          plainObjects,
        ),
        { minLength: 1, maxLength: 5 },
      ),
    },
    plainObjects,
  )

  test('comes back as it was given, plain, wrapped and encoded', () => {
    fc.assert(
      fc.property(cookies, (cookie) => {
        const plain = writePagingCookie(cookie)
        const wrapped = wrapPagingCookie(plain, cookie.page + 1)
        assert.deepEqual(readPagingCookie(plain, at), cookie)
        assert.deepEqual(readPagingCookie(encodeURIComponent(plain), at), cookie)
        assert.deepEqual(readPagingCookie(wrapped, at), cookie)
        const viaClient = asDynamicsWebApi(wrapped)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
        assert.deepEqual(readPagingCookie(viaClient, at), cookie)
      }),
      {
        examples: [
          [{ page: 1, columns: [{ column: 'name', last: 'two\u2028lines\u2029and \u0085' }] }],
        ],
      },
    )
  })

  const broken = [
    '<cookie',
    '%3Ccookie%',
    '<biscuit page="1"><a last="1" /></biscuit>',
    '<cookie page="x"><a last="1" /></cookie>',
    '<cookie page="1" />',
    '<cookie page="1"><a first="1" /></cookie>',
    '<cookie pagenumber="2" pagingcookie="%3C" istracking="False" />',
    '<!DOCTYPE cookie [<!ENTITY a "b">]><cookie page="1"><a last="&a;" /></cookie>',
  ]
  for (const cookie of broken) {
    test(`${cookie} is refused as no paging cookie`, () => {
      assert.throws(
        () => readPagingCookie(cookie, at),
        (error: unknown) =>
          isRefusal(error, 'fetchxml-wrong-cookie') && error.dataverse === 0x8004112a,
      )
    })
  }

  test('any text is read or refused, never an unplanned error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((inside) => `<cookie ${inside}`),
        ),
        (given) => {
          try {
            readPagingCookie(given, at)
          } catch (error) {
            assert.ok(isRefusal(error), String(error))
          }
        },
      ),
    )
  })
})
