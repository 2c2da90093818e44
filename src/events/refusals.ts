import { defineRefusals } from '#errors'

/** Pages show pictures as they are: the hub does not scale them. */
const pictureAdvice =
  'Scale it down and save it as JPEG or WebP: 1600 by 480 pixels for an event, 400 by 400 for a speaker, 144 pixels in height for a logo.'

export const refusals = defineRefusals({
  'end-not-after-start': {
    status: 400,
    sentence: 'The {noun} would end at {end}, which is not after its start at {start} ({zone}).',
    advice: 'Correct one of the two times.',
    dataverse: 0x80040203,
  },
  'time-does-not-exist': {
    status: 400,
    sentence: '{column}: clocks in {zone} skip {time}.',
    advice: 'Use {proposal} instead; that is what clocks show at this moment.',
    dataverse: 0x80040203,
  },
  'zones-disagree': {
    status: 400,
    sentence:
      'The time zones disagree: number {index} is {zoneOfIndex}, but gr_timezone says {zone}.',
    advice: 'Give one of the two; the other one is filled in.',
    dataverse: 0x80040203,
  },
  'reminders-invalid': {
    status: 400,
    sentence: '"{found}" is no list of reminders.',
    advice:
      'Give up to {most} numbers of minutes before the start, each at most {longest}, such as 1440,60; or none.',
    dataverse: 0x80040203,
  },
  'capacity-out-of-range': {
    status: 400,
    sentence: '{column} is {found}; a capacity lies between 1 and {most}.',
    advice: 'Give a number in this range, or leave it empty for no limit.',
    dataverse: 0x80040203,
  },
  'webinar-configuration-missing': {
    status: 400,
    sentence: 'The {noun} takes place online, but has neither a webinar configuration nor a URL.',
    advice: 'Choose the account that hosts it, or paste the webinar URL.',
    dataverse: 0x80040203,
  },
  'webinar-configuration-unknown': {
    status: 400,
    sentence: 'There is no active webinar configuration {id}.',
    advice: 'Choose one of the active configurations.',
    dataverse: 0x80040203,
  },
  'webinar-type-of-another-account': {
    status: 400,
    sentence: 'The webinar type "{type}" does not belong to the webinar configuration "{account}".',
    advice: 'Choose a type of this configuration, or none.',
    dataverse: 0x80040203,
  },
  'webinar-too-long': {
    status: 400,
    sentence: 'The {noun} lasts {minutes} minutes, but {provider} allows {most} for one webinar.',
    advice: 'Split it into {count} sessions: {parts}.',
    dataverse: 0x80040203,
  },
  'publish-status-unreachable': {
    status: 409,
    sentence: 'The {noun} is {from} and cannot become {to} at once.',
    advice: 'From {from} it can become: {allowed}.',
    dataverse: 0x80040203,
  },
  'not-ready-to-go-live': {
    status: 409,
    sentence: 'The {noun} "{name}" cannot go live yet: {problems}.',
    advice: 'Correct these points ({codes}), then publish it again.',
    dataverse: 0x80040203,
  },
  'readable-id-taken': {
    status: 409,
    sentence: 'Another event has the readable id {readableId}.',
    advice: 'Choose another one, or leave it empty to have one made from the name.',
    dataverse: 0x80040237,
  },
  'readable-id-invalid': {
    status: 400,
    sentence: '"{readableId}" cannot be a readable event id.',
    advice: 'Use letters A to Z, digits, "_" and "-", at most 500.',
    dataverse: 0x80040203,
  },
  'readable-id-in-use': {
    status: 409,
    sentence: 'The readable id {readableId} is part of links that people have: the event is live.',
    advice: 'Take the event back to Draft first; old links will not lead to it any more.',
    dataverse: 0x80040203,
  },
  'administration-already-active': {
    status: 409,
    sentence: 'The event administration record "{name}" is already active.',
    advice: 'Deactivate {id} first; only one can be active.',
    dataverse: 0x80040203,
  },
  'origin-invalid': {
    status: 400,
    sentence: '"{found}" is not an origin.',
    advice: 'Give scheme, host and port only, as in {proposal}: no path, no slash at the end.',
    dataverse: 0x80040203,
  },
  'token-too-weak': {
    status: 400,
    sentence: 'The token of a web application needs at least {least} letters, digits, "-" or "_".',
    advice: 'Leave it empty to have one made.',
    dataverse: 0x80040203,
  },
  'picture-of-one-thing': {
    status: 400,
    sentence: 'A picture belongs to one event, speaker or sponsorship; this one to {count}.',
    advice: 'Set exactly one of gr_event, gr_speaker and gr_sponsorship.',
    dataverse: 0x80040203,
  },
  'picture-unreadable': {
    status: 400,
    sentence: 'The content is no PNG, JPEG, WebP or GIF picture.',
    advice: 'Send the bytes of such a file as Base64. SVG is not taken: it can hold programs.',
    dataverse: 0x80040203,
  },
  'picture-too-large': {
    status: 400,
    sentence: 'The picture has {kilobytes} KB, at most {most} are taken.',
    advice: pictureAdvice,
    dataverse: 0x80040203,
  },
  'picture-too-wide': {
    status: 400,
    sentence: 'The picture is {width} by {height} pixels; at most {most} on either side are taken.',
    advice: pictureAdvice,
    dataverse: 0x80040203,
  },
})
