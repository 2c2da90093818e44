import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { readSettings, settingsCatalogue } from './settings.ts'

test('without any setting the hub listens on 127.0.0.1:3000 with a database of its own', () => {
  const settings = readSettings({})
  assert.equal(settings.port, 3000)
  assert.equal(settings.databaseUrl, undefined)
  assert.equal(settings.publicUrl, 'http://127.0.0.1:3000')
})

test('all mistakes are listed together, each with its name and what would be right', () => {
  assert.throws(
    () =>
      readSettings({
        PORT: 'eighty',
        DATABASE_URL: 'mysql://x',
        GREENROOM_MASTER_KEY: 'short',
        GREENROOM_OUTBOUND_ALLOW: '10.0.0.0/8, not a host',
        GREENROOM_ADMIN_EMAIL: 'admin@example.com',
        GREENROOM_MASTERKEY: 'x',
      }),
    (error) => {
      assert.ok(isRefusal(error, 'settings-invalid'))
      for (const name of [
        'PORT',
        'DATABASE_URL',
        'GREENROOM_MASTER_KEY ',
        'GREENROOM_OUTBOUND_ALLOW',
        'GREENROOM_ADMIN_PASSWORD',
        'GREENROOM_MASTERKEY',
      ]) {
        assert.ok(error.sentence.includes(name), name)
      }
      return true
    },
  )
})

test('a mistake never repeats the value of a secret', () => {
  assert.throws(
    () =>
      readSettings({ GREENROOM_API_KEY: 'planted-secret', GREENROOM_MASTER_KEY: 'planted-key' }),
    (error) => isRefusal(error) && !error.message.includes('planted'),
  )
})

test('an empty value counts as not set', () => {
  assert.equal(readSettings({ SMTP_URL: '' }).smtpUrl, undefined)
})

test('every setting has a sentence and says what happens without it', () => {
  for (const entry of settingsCatalogue) {
    assert.match(entry.sentence, /\.$/)
    assert.notEqual(entry.otherwise, '')
  }
})
