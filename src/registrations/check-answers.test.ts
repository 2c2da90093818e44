import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { fieldType } from '#events'
import { systemCaller } from '#identity'
import { attendee, eventWorld } from '../../test/event-world.ts'
import { refusalOfAnswers } from './check-answers.ts'

const world = await eventWorld()
const { create, createEvent, registrations, pool } = world

const field = (type: { value: number }, more: object = {}) => ({
  eventId: 'e',
  id: 'f',
  text: 'Question?',
  type: type.value,
  isRequired: false,
  choices: ['Red', 'Red, dark', 'Blue'],
  ...more,
})

function verdict(type: { value: number }, value: unknown, values?: unknown) {
  const answer = { id: 'F', value, ...(values === undefined ? {} : { values }) }
  return refusalOfAnswers([field(type)], [answer], 'attendees[0]')?.values.expected ?? 'fits'
}

test('each kind of question takes its answers and says what it expected', () => {
  assert.equal(verdict(fieldType.booleanYesNo, 'Yes'), 'fits')
  assert.equal(verdict(fieldType.booleanYesNo, 'true'), 'Yes or No')
  assert.equal(verdict(fieldType.singleChoice, 'Red'), 'fits')
  assert.equal(verdict(fieldType.singleChoice, 'Green'), 'one of: Red; Red, dark; Blue')
  assert.equal(verdict(fieldType.multipleChoice, 'Red, dark, Blue'), 'fits')
  assert.equal(verdict(fieldType.multipleChoice, null, ['Blue', 'Red']), 'fits')
  assert.equal(verdict(fieldType.multipleChoice, 'Blue, Green'), 'some of: Red; Red, dark; Blue')
  assert.equal(verdict(fieldType.date, '2026-02-28'), 'fits')
  assert.equal(verdict(fieldType.date, '2026-02-30'), 'a date, YYYY-MM-DD')
  assert.equal(verdict(fieldType.simpleText, 'x'.repeat(4001)), 'at most 4000 characters')
})

test('a required question must be answered; what was answered can be asked for', async () => {
  const eventId = await createEvent()
  const question = await create('msevtmgt_customregistrationfield', {
    msevtmgt_text: 'Diet',
    msevtmgt_type: fieldType.singleChoice.value,
    msevtmgt_choices: 'Vegan\nAnything',
  })
  await create('msevtmgt_eventcustomregistrationfield', {
    msevtmgt_name: 'Diet',
    msevtmgt_event: eventId,
    msevtmgt_customregistrationfield: question,
    gr_isrequired: true,
  })
  const register = (responses?: object[]) =>
    registrations.register(systemCaller, {
      eventId,
      attendees: [{ ...attendee('d'), ...(responses ? { responses } : {}) } as never],
    })
  await assert.rejects(register(), (error) => isRefusal(error, 'answer-missing'))
  await assert.rejects(register([{ id: question, value: 'Meat' }]), (error) =>
    isRefusal(error, 'answer-invalid'),
  )
  const answer = await register([{ id: question.toUpperCase(), value: 'Vegan' }])
  const { rows } = await pool.query(
    `select msevtmgt_response as response from msevtmgt_registrationresponse
     where msevtmgt_eventregistration = $1`,
    [answer.registrations[0]?.registrationId],
  )
  assert.deepEqual(rows, [{ response: 'Vegan' }])
})
