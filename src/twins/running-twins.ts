/** One function per provider: its twin started, and what is typed into the hub to use it. */
import type { Clock } from '#clock'
import type { Log } from '#log'
import {
  type MicrosoftTeamsTwin,
  type SettingValues,
  startBigBlueButtonTwin,
  startDigitalSambaTwin,
  startETutoriumTwin,
  startMicrosoftTeamsTwin,
  startOn24Twin,
  startVatraTwin,
  startWebexTwin,
  startWebinarExtensionTwin,
  startZoomTwin,
  type WebinarExtensionTwin,
} from '#providers'

/** A running simulator of one provider. */
export interface RunningTwin {
  /** Id of the provider definition. */
  readonly adapter: string
  readonly name: string
  /** Base service URL of the provider record. */
  readonly url: string
  /** What the form of the configuration asks for, secrets included, by name of the setting. */
  readonly values: SettingValues
  /**
   * Signs in and agrees on the page that the pop-up shows; gives where the browser is sent back to.
   * Undefined: nobody signs in.
   */
  readonly accept: ((authorizeUrl: string) => Promise<string>) | undefined
  /** What people type at the door before they are in the room; undefined: the link leads inside. */
  readonly door?: (person: { readonly name: string; readonly email: string }) => URLSearchParams
  /** E-mail addresses of those who are registered there; undefined: it takes no registrations. */
  readonly registered?: (webinarId: string) => readonly string[]
  /** The host ends the webinar now, where people do not end it by leaving. */
  end(webinarId: string): void
  close(): Promise<void>
}

export interface TwinPlace {
  readonly clock: Clock
  readonly host: string
  readonly log: Log
  readonly port: number
}

export type StartTwin = (place: TwinPlace) => Promise<RunningTwin>

export async function bigBlueButton(place: TwinPlace): Promise<RunningTwin> {
  const twin = await startBigBlueButtonTwin(place)
  return {
    adapter: 'bigbluebutton',
    name: 'BigBlueButton',
    url: twin.url,
    values: { msevtmgt_accesstoken: twin.secret, attendanceBy: 'webhooks' },
    accept: undefined,
    end: twin.control.endRoom,
    close: twin.close,
  }
}

export async function digitalSamba(place: TwinPlace): Promise<RunningTwin> {
  const twin = await startDigitalSambaTwin(place)
  return {
    adapter: 'digital-samba',
    name: 'Digital Samba',
    url: `${twin.url}/api/v1`,
    values: { msevtmgt_accesstoken: twin.key, teamId: twin.teamId },
    accept: undefined,
    end: twin.control.endSession,
    close: twin.close,
  }
}

export async function on24(place: TwinPlace): Promise<RunningTwin> {
  const twin = await startOn24Twin(place)
  return {
    adapter: 'on24',
    name: 'ON24',
    url: `${twin.url}/v2`,
    values: {
      msevtmgt_clientid: twin.clientId,
      msevtmgt_accesstokenkey: twin.tokenKey,
      msevtmgt_accesstokensecret: twin.tokenSecret,
      joinAddress: twin.joinAddress,
    },
    accept: undefined,
    registered: (eventId) => emailsOf(twin.control.registrants(eventId)),
    end: twin.control.end,
    close: twin.close,
  }
}

/** With attendance confirmed, without which nobody there is told completed or failed. */
export async function eTutorium(place: TwinPlace): Promise<RunningTwin> {
  const twin = await startETutoriumTwin(place)
  return {
    adapter: 'etutorium',
    name: 'eTutorium',
    url: twin.url,
    values: {
      msevtmgt_accesstoken: twin.token,
      roomAddress: twin.url,
      unconfirmed: 'attendance',
    },
    accept: undefined,
    registered: (webinarId) => emailsOf(twin.control.participants(webinarId)),
    end: twin.control.end,
    close: twin.close,
  }
}

export async function vatra(place: TwinPlace): Promise<RunningTwin> {
  const twin = await startVatraTwin(place)
  return {
    adapter: 'vatra',
    name: 'Vatra',
    url: twin.url,
    values: {
      gr_apitoken: twin.token,
      gr_jwtpublickey: twin.keys.publicKey,
      gr_jwtprivatekey: twin.keys.privateKey,
    },
    accept: undefined,
    end: twin.control.end,
    close: twin.close,
  }
}

export async function zoom(place: TwinPlace): Promise<RunningTwin> {
  const twin = await startZoomTwin(place)
  return {
    adapter: 'zoom',
    name: 'Zoom',
    url: `${twin.url}/v2`,
    values: {
      msevtmgt_clientid: twin.clientId,
      gr_clientsecret: twin.clientSecret,
      gr_callbacksecret: twin.callbackSecret,
      accountId: twin.accountId,
      host: twin.hostEmail,
      oauthUrl: twin.url,
    },
    accept: undefined,
    registered: (webinarId) => emailsOf(twin.control.registrants(lastPart(webinarId))),
    end: (webinarId) => twin.control.end(lastPart(webinarId)),
    close: twin.close,
  }
}

export async function webex(place: TwinPlace): Promise<RunningTwin> {
  const twin = await startWebexTwin(place)
  return {
    adapter: 'webex',
    name: 'Webex',
    url: `${twin.url}/v1`,
    values: { msevtmgt_clientid: twin.clientId, msevtmgt_clientsecret: twin.clientSecret },
    accept: acceptByForm,
    registered: (webinarId) => emailsOf(twin.control.registrants(lastPart(webinarId))),
    end: (webinarId) => twin.control.end(lastPart(webinarId)),
    close: twin.close,
  }
}

/** Graph sends notifications over https only; this twin also to a hub on the same machine. */
export async function microsoftTeams(place: TwinPlace): Promise<RunningTwin> {
  const twin = await startMicrosoftTeamsTwin(place)
  twin.control.change({ requiresHttps: false })
  return {
    adapter: 'microsoft-teams',
    name: 'Microsoft Teams',
    url: `${twin.url}/v1.0`,
    values: {
      tenantId: twin.tenantId,
      msevtmgt_clientid: twin.clientId,
      gr_clientsecret: twin.clientSecret,
      gr_callbacksecret: 'any-long-random-text-for-notifications',
      loginUrl: twin.url,
    },
    accept: acceptByForm,
    door: (person) => new URLSearchParams(person),
    end: (webinarId) => endInTeams(twin, lastPart(webinarId)),
    close: twin.close,
  }
}

/** Webinars have an id of Teams, meetings are known by the key that the hub wrote on them. */
function endInTeams({ control }: MicrosoftTeamsTwin, key: string): void {
  const webinar = control.webinars().find(({ id }) => id === key)
  const event = control.events().find(({ order }) => order.transactionId === key)
  const meetingId = webinar?.meetingId ?? event?.meetingId
  if (meetingId !== undefined) control.end(meetingId)
}

export function ofWebinarExtension(twin: WebinarExtensionTwin): RunningTwin {
  return {
    adapter: 'webinar-extension',
    name: 'Webinar Extension API',
    url: twin.url,
    values: { msevtmgt_clientid: twin.clientId, msevtmgt_clientsecret: twin.clientSecret },
    accept: async (authorizeUrl) => {
      const asked = new URL(authorizeUrl).searchParams
      return twin.control.approve({
        redirectUri: asked.get('redirect_uri') ?? '',
        state: asked.get('state') ?? '',
      })
    },
    registered: (webinarId) =>
      emailsOf(twin.control.registrations(webinarId).map(({ registrant }) => registrant)),
    end: twin.control.endWebinar,
    close: twin.close,
  }
}

export const webinarExtension = (place: TwinPlace) => startWebinarExtensionTwin(place)

const emailsOf = (people: readonly { readonly email: string }[]) => people.map(({ email }) => email)

/** Ids of Zoom and Webex have the kind of webinar in front: `meetings/88123`. */
const lastPart = (webinarId: string) => webinarId.split('/').at(-1) ?? ''

/** Presses Accept on a sign-in page whose form carries on what its address holds. */
async function acceptByForm(authorizeUrl: string): Promise<string> {
  const page = new URL(authorizeUrl)
  const body = new URLSearchParams([...page.searchParams, ['decision', 'accept']])
  const answer = await fetch(`${page.origin}${page.pathname}`, {
    method: 'POST',
    body,
    redirect: 'manual',
  })
  const back = answer.headers.get('location')
  if (back === null)
    throw new Error(`The sign-in page answered ${answer.status} and sent nobody back.`)
  return back
}
