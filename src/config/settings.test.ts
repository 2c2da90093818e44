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

test('three processes with the default pools fit into the 100 connections of PostgreSQL', () => {
  const { databasePoolSize, readPoolSize } = readSettings({})
  const reservedForSuperusers = 3
  assert.ok(3 * (databasePoolSize + readPoolSize) <= 100 - reservedForSuperusers)
})

test('limits of service protection are whole numbers, and off unless they are set', () => {
  assert.equal(readSettings({}).requestLimit, undefined)
  assert.equal(readSettings({ GREENROOM_LIMIT_REQUESTS: '6000' }).requestLimit, 6000)
  assert.throws(
    () => readSettings({ GREENROOM_LIMIT_CONCURRENT: '0' }),
    /GREENROOM_LIMIT_CONCURRENT/,
  )
})
