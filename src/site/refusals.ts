import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'unknown-event-page': {
    status: 404,
    sentence: 'There is no event at this address.',
    advice: 'Check the link, or look for the event in the list.',
  },
  'unknown-personal-link': {
    status: 404,
    sentence: 'This link belongs to no registration.',
    advice:
      'Open the link in your confirmation again; copied links often lose their last characters.',
  },
  'unknown-presenter-link': {
    status: 404,
    sentence: 'This link belongs to nobody who presents.',
    advice: 'Ask the organisers for a new link; they find it on the page of the event.',
  },
  'unknown-meeting-link': {
    status: 404,
    sentence: 'This link to a meeting is not known here.',
    advice: 'Open the link in the invitation again, or ask the host for a new one.',
  },
  'payment-elsewhere': {
    status: 409,
    sentence: 'This purchase cannot be paid here.',
    advice: 'Open the page of the purchase again; it says how to pay.',
  },
  'too-many-forms': {
    status: 429,
    sentence: 'Too many forms came from one address in ten minutes.',
    advice: 'Wait a few minutes, then press the button again.',
  },
  'form-from-elsewhere': {
    status: 403,
    sentence: 'The form was sent from another website ({found}).',
    advice: 'Open the page here and send its own form.',
  },
})
