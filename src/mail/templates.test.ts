import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { testHub } from '../../test/hub.ts'
import { startSmtpPeer } from '../../test/smtp-peer.ts'
import { create, makeEvent, row, update } from '../../test/story.ts'
import { checkBody, checkSubject, namesIn } from './check-template.ts'
import { cleanHtml } from './clean-html.ts'
import { defaultLanguages, defaultTemplate, labelsIn } from './default-texts.ts'
import { type LetterKind, letterKinds, mailKind } from './kinds.ts'

const { url, mailsTo } = await startSmtpPeer()
const apiKey = 'templates-are-tested-with-this-key'
const hub = await testHub({
  environment: { SMTP_URL: url, GREENROOM_MAIL_FROM: 'Events <events@greenroom.example>' },
})
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

function template(kind: LetterKind, language: string, more: Record<string, unknown> = {}) {
  return create(hub, 'gr_mailtemplate', {
    gr_kind: mailKind[kind].value,
    gr_language: language,
    gr_subject: `${language}: {{event.name}}`,
    gr_bodyhtml: '<p>{{recipient.name}}</p>',
    ...more,
  })
}

async function registerIn(eventId: string, email: string, language: string | null) {
  await hub.registrations.register(systemCaller, {
    eventId,
    attendees: [{ firstName: 'Ada', lastName: 'Lovelace', email, language }],
  })
  await hub.worker.runUntilIdle()
  return mailsTo(email)[0]
}

async function ask(path: string, body?: unknown, key = apiKey): Promise<Response> {
  return await fetch(`${hub.url}/api/v1/mail-templates/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

test('a placeholder that does not exist is refused by the name of the nearest one', async () => {
  await assert.rejects(
    template('confirmation', 'en', { gr_bodyhtml: '<p>Hello {{recipient.nmae}}</p>' }),
    (error) =>
      isRefusal(error, 'mail-placeholder-unknown') &&
      error.input === 'gr_bodyhtml' &&
      /\{\{recipient\.name\}\}/.test(error.advice),
  )
  await assert.rejects(
    template('waitlistJoined', 'en', { gr_subject: 'See {{joinLink}}' }),
    (error) => isRefusal(error, 'mail-placeholder-unknown') && error.input === 'gr_subject',
  )
})

test('where a placeholder would let a name become an address or a style it is refused', () => {
  for (const html of [
    '<a href="{{recipient.name}}">x</a>',
    '<a href="https://example.org/{{event.name}}">x</a>',
    '<p style="color:red" class="{{event.name}}">x</p><p><b title="{{joinLinks}}">y</b></p>',
    '<p>{{event.<b>name</b>}}</p>',
    '<p>{{event.name</p>',
  ]) {
    assert.throws(
      () => checkBody('confirmation', cleanHtml(html)),
      (error) => isRefusal(error),
    )
  }
  checkBody('confirmation', cleanHtml('<a href="{{joinLink}}" title="{{event.name}}">Join</a>'))
  assert.throws(
    () => checkSubject('confirmation', 'Hi\r\nBcc: everybody@example.org'),
    (error) => isRefusal(error, 'mail-subject-invalid'),
  )
  assert.throws(
    () => checkSubject('confirmation', 'Your code {{qr}}'),
    (error) => isRefusal(error, 'mail-placeholder-misplaced'),
  )
})

test('what letters may not contain is taken out when a template is saved, and the text is made', async () => {
  const id = await template('reminder', 'pt-br', {
    gr_bodyhtml:
      '<p onclick="steal()">Olá <b>{{recipient.name}}</b><script>steal()</script></p>' +
      '<iframe src="https://example.org"></iframe><a href="javascript:steal()">x</a>' +
      '<a href="{{joinLink}}">Entrar</a><form><input name="password"></form>',
  })
  const saved = await row(hub, 'gr_mailtemplate', id)
  assert.equal(saved.gr_language, 'pt-BR')
  assert.equal(saved.gr_name, 'Reminder (pt-BR)')
  assert.doesNotMatch(String(saved.gr_bodyhtml), /script|onclick|iframe|form|input/i)
  assert.match(String(saved.gr_bodytext), /Entrar \(\{\{joinLink\}\}\)/)
  await update(hub, 'gr_mailtemplate', id, { gr_bodyhtml: '<p>Outra {{event.name}}</p>' })
  assert.equal((await row(hub, 'gr_mailtemplate', id)).gr_bodytext, 'Outra {{event.name}}')
  await assert.rejects(
    update(hub, 'gr_mailtemplate', id, { gr_bodyhtml: '<script>alert(1)</script>' }),
    (error) => isRefusal(error, 'mail-template-empty'),
  )
  await assert.rejects(template('reminder', 'not a language'), (error) =>
    isRefusal(error, 'mail-language-invalid'),
  )
})

test('the hub brings every letter in seven languages, and each would pass its own check', () => {
  for (const language of defaultLanguages) {
    assert.deepEqual(Object.keys(labelsIn(language)), Object.keys(labelsIn('en')))
    for (const kind of letterKinds) {
      const { subject, html } = defaultTemplate(kind, language)
      checkSubject(kind, subject)
      checkBody(kind, html)
      assert.equal(cleanHtml(html), html, `${kind} in ${language}`)
      const english = defaultTemplate(kind, 'en')
      const names = ({ subject, html }: { subject: string; html: string }) =>
        [...new Set([...namesIn(subject), ...namesIn(html)])].toSorted()
      assert.deepEqual(names({ subject, html }), names(english), `${kind} in ${language}`)
    }
  }
})

test('the reader gets the letter in their language, as far as somebody wrote one', async () => {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: 'Fest' })
  const other = await makeEvent(hub, undefined, { msevtmgt_name: 'Other' })
  const lineFor = async (email: string, language: string | null) =>
    (await registerIn(event.id, email, language))?.subject

  assert.equal(await lineFor('default@example.org', 'de-AT'), 'Sie sind angemeldet: Fest')
  assert.equal(await lineFor('none@example.org', null), 'You are registered: Fest')
  await template('confirmation', 'en', { gr_subject: 'All, English' })
  assert.equal(await lineFor('people-first@example.org', 'de-AT'), 'All, English')
  await template('confirmation', 'en', { gr_subject: 'Event, English', gr_event: event.id })
  assert.equal(await lineFor('event@example.org', 'de-AT'), 'Event, English')
  await template('confirmation', 'de', { gr_subject: 'Alle, deutsch' })
  assert.equal(await lineFor('language@example.org', 'de-AT'), 'Alle, deutsch')
  const own = await template('confirmation', 'de', {
    gr_subject: 'Nur hier',
    gr_event: event.id,
  })
  assert.equal(await lineFor('both@example.org', 'de-AT'), 'Nur hier')
  await update(hub, 'gr_mailtemplate', own, { statecode: 1 })
  assert.equal(await lineFor('inactive@example.org', 'de-AT'), 'Alle, deutsch')
  assert.equal((await registerIn(other.id, 'other@example.org', 'fr'))?.subject, 'All, English')
  await assert.rejects(template('confirmation', 'de', { gr_event: null }), (error) =>
    isRefusal(error),
  )
})

test('a preview shows the letter with a made-up registration and its QR code in it', async () => {
  const response = await ask('preview', {
    kind: 'reminder',
    language: 'uk',
    subject: '{{event.name}} {{registration.startsIn}}',
    html: '<p>{{recipient.name}}</p><div>{{details}}</div><div>{{qr}}</div><script>x</script>',
  })
  assert.equal(response.status, 200)
  const shown = (await response.json()) as Record<string, string>
  assert.match(String(shown.subject), /^Spring Conference через/)
  assert.match(String(shown.html), /data:image\/png;base64,/)
  assert.match(String(shown.html), /ER-7F3K2M9Q/)
  assert.doesNotMatch(String(shown.html), /<script/)
  assert.match(String(shown.text), /Коли: /)

  const wrong = await ask('preview', { kind: 'reminder', subject: '{{event.nam}}' })
  assert.equal(wrong.status, 400)
  assert.match(await wrong.text(), /\{\{event\.name\}\}/)
  assert.equal((await ask('preview', { kind: 'birthday' })).status, 400)
  assert.equal((await ask('preview', { kind: 'reminder' }, 'no key')).status, 401)
  for (const kind of letterKinds) assert.equal((await ask('preview', { kind })).status, 200, kind)
})

test('a test goes to one address, without a calendar entry, and to nobody else', async () => {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: 'Rehearsed' })
  const kind = 'change'
  const sent = await ask('test', { kind, eventId: event.id, to: 'me@example.org' })
  assert.equal(sent.status, 200)
  await hub.worker.runUntilIdle()
  const [mail, ...others] = mailsTo('me@example.org')
  assert.equal(others.length, 0)
  assert.equal(mail?.subject, 'Changed: Rehearsed')
  assert.deepEqual(mail?.attachments, [])
  for (const to of ['a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org', 'a@b']) {
    assert.equal((await ask('test', { kind, to })).status, 400)
  }
})

test('the list of placeholders is complete and says what each is', async () => {
  const { value } = (await (await ask('placeholders')).json()) as {
    value: { kind: string; placeholders: { name: string; meaning: string }[] }[]
  }
  assert.deepEqual(
    value.map(({ kind }) => kind),
    [...letterKinds],
  )
  assert.ok(value.every(({ placeholders }) => placeholders.length > 10))
})
