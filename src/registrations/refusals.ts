import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'unknown-event': {
    status: 404,
    sentence: 'There is no event {id}.',
    advice: 'Check the address of the event.',
    dataverse: 0x80040217,
  },
  'event-not-live': {
    status: 409,
    sentence: 'The event "{name}" is not published, so it takes no registrations.',
    advice: 'Wait until it is published, or ask its organiser.',
  },
  'unpublished-event-sells-nothing': {
    status: 409,
    sentence: 'The event "{name}" is not published, so passes with a price are not sold for it.',
    advice: 'Publish it first, or choose a pass without a price.',
  },
  'event-cancelled': {
    status: 409,
    sentence: 'The event "{name}" is cancelled.',
    advice: 'Look for another event.',
  },
  'event-over': {
    status: 409,
    sentence: 'The event "{name}" was over at {end} ({zone}).',
    advice: 'Look for another event.',
  },
  'registration-closed': {
    status: 409,
    sentence: '{message}',
    advice: 'Registration for "{name}" closed at {closed} ({zone}); ask its organiser.',
  },
  'registration-not-open': {
    status: 409,
    sentence: '{message}',
    advice: 'Registration for "{name}" opens at {opens} ({zone}).',
  },
  'event-full': {
    status: 409,
    sentence: 'The event "{name}" has too few free seats: {wanted} wanted, {left} left.',
    advice: 'Register fewer people, or try again later: a cancelled seat becomes free.',
  },
  'unknown-session': {
    status: 404,
    sentence: 'The event "{name}" has no session {id}.',
    advice: 'Choose from the sessions that the event shows.',
    dataverse: 0x80040217,
  },
  'session-not-live': {
    status: 409,
    sentence: 'The session "{session}" is not published, so it takes no registrations.',
    advice: 'Choose another session.',
  },
  'session-full': {
    status: 409,
    sentence: 'The session "{session}" has too few free seats: {wanted} wanted, {left} left.',
    advice: 'Choose another session, or try again later: a cancelled seat becomes free.',
  },
  'no-waitlist': {
    status: 409,
    sentence: '"{name}" has no waitlist.',
    advice: 'Ask for a seat instead.',
  },
  'pass-required': {
    status: 409,
    sentence: 'The event "{name}" is taken part in with a pass, and {input} names none.',
    advice: 'Choose one of the passes that the event shows.',
  },
  'unknown-pass': {
    status: 404,
    sentence: 'The event "{name}" sells no pass {id}.',
    advice: 'Choose one of the passes that the event shows.',
    dataverse: 0x80040217,
  },
  'pass-sold-out': {
    status: 409,
    sentence: 'Of the pass "{pass}" too few are left: {wanted} wanted, {left} left.',
    advice: 'Choose another pass, or try again later: unpaid purchases come back.',
  },
  'pass-is-sold': {
    status: 409,
    sentence: 'The pass "{pass}" was sold or is being bought {count} times.',
    advice: 'Deactivate it, or set its allocation to 0, so that nobody can buy it any more.',
  },
  'session-not-in-pass': {
    status: 409,
    sentence: 'The pass "{pass}" does not open the session "{session}".',
    advice: 'Choose another pass or other sessions.',
  },
  'currencies-differ': {
    status: 409,
    sentence: 'The chosen passes of "{name}" are sold in different currencies.',
    advice: 'Buy them one after the other.',
  },
  'answer-missing': {
    status: 400,
    sentence: '{input} leaves the required question "{question}" unanswered.',
    advice: 'Answer it and send the request again.',
  },
  'answer-invalid': {
    status: 400,
    sentence: '{input} answers the question "{question}" with "{found}".',
    advice: 'Answer with {expected}.',
  },
  'unknown-purchase': {
    status: 404,
    sentence: 'There is no purchase {id}.',
    advice: 'Check the address of the payment page.',
    dataverse: 0x80040217,
  },
  'purchase-is-over': {
    status: 409,
    sentence: 'The purchase {number} is {state}.',
    advice: 'Register again, or ask the organiser if money was taken.',
  },
  'purchase-is-anothers': {
    status: 404,
    sentence: 'The event {event} has no purchase {id}.',
    advice: 'Check the address of the payment page.',
    dataverse: 0x80040217,
  },
  'request-invalid': {
    status: 400,
    sentence: '{input} {problem}.',
    advice: 'Correct the named input and send the request again.',
    dataverse: 0x80040203,
  },
  'idempotency-key-reused': {
    status: 422,
    sentence: 'The idempotency key was used for another registration request of this event.',
    advice: 'Use a new key for each request, and the same key only to repeat it unchanged.',
  },
  'unknown-registration': {
    status: 404,
    sentence: 'There is no registration {id}.',
    advice: 'Check the link; it may belong to another event.',
    dataverse: 0x80040217,
  },
  'unknown-waitlist-item': {
    status: 404,
    sentence: 'There is no place {id} in a waitlist.',
    advice: 'It may have been left or turned into a registration; look at your registrations.',
    dataverse: 0x80040217,
  },
  'already-invited': {
    status: 409,
    sentence: '"{name}" is invited already; the seat is held until {until}.',
    advice: 'Wait for the answer, or register them at once.',
  },
  'already-registered': {
    status: 409,
    sentence: '"{name}" is registered for "{occasion}" already: {number}.',
    advice:
      'Remove their place in the waitlist. If it is for somebody else, register that person with the form.',
  },
  'waiting-without-registration': {
    status: 409,
    sentence: '"{name}" waits for the session "{session}" without a registration for the event.',
    advice: 'Register them for the event first, with this session.',
  },
  'waiting-needs-pass': {
    status: 409,
    sentence: '"{name}" waits for the event "{event}", which is taken part in with a pass.',
    advice: 'Invite them: they choose their pass when they accept.',
  },
  'kept-for-recovery': {
    status: 503,
    sentence: 'The hub could not finish this now. Your request is kept, and the organiser sees it.',
    advice: 'You need not send it again; the organiser finishes it (item {id}).',
  },
  'unknown-recovery-item': {
    status: 404,
    sentence: 'There is no recovery item {id}.',
    advice: 'Look at the list of recovery items.',
    dataverse: 0x80040217,
  },
  'recovery-item-discarded': {
    status: 409,
    sentence: '"{name}" was discarded.',
    advice: 'Register, or settle the payment, in the usual way.',
  },
  'recovery-item-replayed': {
    status: 409,
    sentence: '"{name}" was replayed already.',
    advice: 'Cancel what came of it instead.',
  },
  'recovery-item-settled': {
    status: 409,
    sentence: '"{name}" is settled.',
    advice: 'Only open items can be repaired.',
  },
  'recovery-outcome-by-message': {
    status: 409,
    sentence: 'The outcome of "{name}" cannot be written.',
    advice: 'Use gr_ReplayRecoveryItem or gr_DiscardRecoveryItem.',
  },
  'recovery-payload-invalid': {
    status: 400,
    sentence: 'The payload is not a JSON object.',
    advice: 'Repair it from the payload that the item had.',
    dataverse: 0x80040203,
  },
  'recovery-kind-by-hand': {
    status: 409,
    sentence: '"{name}" cannot be tried again by itself.',
    advice: 'Do what is needed by hand, then discard it with a reason.',
  },
  'recovery-still-without-seat': {
    status: 409,
    sentence: '"{name}": there is still no seat.',
    advice:
      'Raise the capacity or cancel a registration first; or give the money back and discard it.',
  },
  'too-late-to-cancel': {
    status: 409,
    sentence: 'The event "{name}" was over at {end}; its registrations can no longer be cancelled.',
    advice: 'Ask the organiser if this is wrong.',
  },
  'registration-is-cancelled': {
    status: 409,
    sentence: 'The registration {number} is cancelled.',
    advice: 'Register for the event again.',
  },
  'contacts-share-places': {
    status: 409,
    sentence: 'Both contacts have a place at: {places}.',
    advice: 'Cancel one of the two registrations (or places on the waitlist) of each, then merge.',
    dataverse: 0x80040203,
  },
})
