import { option } from '#database'

export const meetingChat = {
  enabled: option(100000000, 'Enabled'),
  disabled: option(100000001, 'Disabled'),
  inMeetingOnly: option(100000002, 'In-meeting only'),
} as const

export const lobby = {
  peopleInMyOrganizationAndGuests: option(100000001, 'People in my organization and guests'),
  peopleInMyOrganizationTrustedOrganizationsAndGuests: option(
    100000002,
    'People in my organization, trusted organizations and guests',
  ),
  everyone: option(100000003, 'Everyone'),
  peopleIInvite: option(100000004, 'People I invite'),
  onlyMe: option(100000005, 'Only me'),
} as const

export const taskProgress = {
  notStarted: option(100000001, 'Not started'),
  inProgress: option(100000002, 'In progress'),
  completed: option(100000003, 'Completed'),
  notApplicable: option(100000004, 'Not applicable'),
} as const

export const noYes = {
  no: option(100000001, 'No'),
  yes: option(100000002, 'Yes'),
} as const

export const creationSource = {
  dynamics: option(100000001, 'Dynamics'),
  microsoftTeams: option(100000002, 'Microsoft Teams'),
} as const

export const descriptorSync = {
  synced: option(100000000, 'Synced'),
  goingLive: option(100000001, 'Going live'),
  goingLiveFailed: option(100000002, 'Going live failed'),
  modifyingCapacity: option(100000003, 'Modifying capacity'),
  modifyingCapacityFailed: option(100000004, 'Modifying capacity failed'),
  notSynced: option(100000005, 'Not Synced'),
} as const

export const format = {
  onSite: option(100000001, 'On site'),
  webinar: option(100000002, 'Webinar'),
  hybrid: option(100000003, 'Hybrid'),
} as const

export const eventType = {
  executiveBriefing: option(100000001, 'Executive briefing'),
  conference: option(100000002, 'Conference'),
  demonstration: option(100000003, 'Demonstration'),
  training: option(100000004, 'Training'),
  webcast: option(100000005, 'Webcast'),
} as const

export const sponsorsIdentified = {
  notApplicable: option(100000001, 'Not applicable'),
  incomplete: option(100000002, 'Incomplete'),
  complete: option(100000003, 'Complete'),
} as const

export const yesNo = {
  yes: option(100000001, 'Yes'),
  no: option(100000002, 'No'),
} as const

export const language = {
  english: option(100000000, 'English'),
  french: option(100000001, 'French'),
  german: option(100000002, 'German'),
  spanish: option(100000003, 'Spanish'),
  italian: option(100000004, 'Italian'),
  russian: option(100000005, 'Russian'),
  dutch: option(100000006, 'Dutch'),
  turkish: option(100000007, 'Turkish'),
  portuguese: option(100000008, 'Portuguese'),
  chineseSimplified: option(100000009, 'Chinese (Simplified)'),
  japanese: option(100000010, 'Japanese'),
  korean: option(100000011, 'Korean'),
  hebrew: option(100000012, 'Hebrew'),
  chineseTraditional: option(100000013, 'Chinese (Traditional)'),
} as const

/** What a second registration of a contact for the same event becomes. */
export const duplicateRegistrations = {
  /** Another registration, as in Dynamics 365. */
  keep: option(100000000, 'Keep'),
  /** The first one is given back, with what is new added to it. */
  merge: option(100000001, 'Merge'),
} as const

export const primaryGoal = {
  marketing: option(100000001, 'Marketing'),
  sales: option(100000002, 'Sales'),
  education: option(100000003, 'Education'),
  morale: option(100000004, 'Morale'),
} as const

export const publishStatus = {
  draft: option(100000000, 'Draft'),
  readyToGoLive: option(100000001, 'Ready to go live'),
  inProgress: option(100000002, 'In progress'),
  live: option(100000003, 'Live'),
  cancelled: option(100000004, 'Cancelled'),
  goingLive: option(100000005, 'Going live'),
} as const

export const sourceSystem = {
  outboundMarketing: option(100000001, 'Outbound marketing'),
  realTimeJourneys: option(100000002, 'Real-time Journeys'),
} as const

export const streamingProvider = {
  teamsLiveEvents: option(100000001, 'Teams Live Events'),
  teamsMeetings: option(100000002, 'Teams Meetings'),
  other: option(100000003, 'Other'),
  teamsWebinars: option(100000004, 'Teams Webinars'),
  teamsVirtualEvents: option(100000005, 'Teams Virtual Events'),
  teamsTownHall: option(100000006, 'Teams Town Hall'),
} as const

export const websitePreference = {
  onAStandaloneRegistrationPage: option(192350001, 'On a standalone registration page'),
  onYourOwnWebsite: option(192350002, 'On your own website'),
  thisEventDoesnTHaveAWebsite: option(192350003, 'This event doesn’t have a website'),
} as const

export const outcome = {
  notEnded: option(100000000, 'Not ended'),
  held: option(100000001, 'Held'),
  notHeld: option(100000002, 'Not held'),
} as const

export const audience = {
  general: option(100000000, 'General'),
  introductory: option(100000001, 'Introductory'),
  intermediate: option(100000002, 'Intermediate'),
  advanced: option(100000003, 'Advanced'),
} as const

export const industry = {
  architectureAndEngineering: option(100000000, 'Architecture and engineering'),
  financialServices: option(100000001, 'Financial services'),
  manufacturing: option(100000002, 'Manufacturing'),
  mediaEntertainment: option(100000003, 'Media, entertainment'),
  professionalServices: option(100000004, 'Professional services'),
  publicSector: option(100000005, 'Public sector'),
  retail: option(100000006, 'Retail'),
  wholesaleAndDistribution: option(100000007, 'Wholesale and distribution'),
  other: option(100000008, 'Other'),
} as const

export const sessionType = {
  handsOnLab: option(100000000, 'Hands-on/lab'),
  keynote: option(100000001, 'Keynote'),
  general: option(100000002, 'General'),
  brainstorming: option(100000003, 'Brainstorming'),
  breakout: option(100000004, 'Breakout'),
  training: option(100000005, 'Training'),
} as const

export const matchingStrategy = {
  email: option(100000000, 'Email'),
  firstNameAndLastName: option(100000001, 'First name and last name'),
  emailFirstNameAndLastName: option(100000002, 'Email, first name, and last name'),
  emailAndEventOwner: option(100000003, 'Email and event owner'),
} as const

export const userAuthentication = {
  azureActiveDirectoryB2c: option(100000001, 'Azure Active Directory B2C'),
} as const

export const floorPlan = {
  theater: option(100000000, 'Theater'),
  classroom: option(100000001, 'Classroom'),
  herringbone: option(100000002, 'Herringbone'),
  uShape: option(100000003, 'U-shape'),
  horseShoe: option(100000004, 'Horse shoe'),
  hollowSquare: option(100000005, 'Hollow square'),
  boardroom: option(100000006, 'Boardroom'),
  banquet: option(100000007, 'Banquet'),
  cabaret: option(100000008, 'Cabaret'),
  cocktail: option(100000009, 'Cocktail'),
  booth: option(100000010, 'Booth'),
} as const

export const units = {
  sqMeters: option(100000000, 'Sq. meters'),
  sqFeet: option(100000001, 'Sq. feet'),
} as const

export const speakerType = {
  internalSpeaker: option(100000000, 'Internal speaker'),
  externalSpeaker: option(100000001, 'External speaker'),
} as const

export const memberType = {
  internalTeamMember: option(100000000, 'Internal team member'),
  externalTeamMember: option(100000001, 'External team member'),
} as const

export const teamRole = {
  venueManagement: option(100000000, 'Venue management'),
  sessionManagement: option(100000001, 'Session Management'),
  speakerManagement: option(100000002, 'Speaker management'),
  registrationManagement: option(100000003, 'Registration management'),
  securityManagement: option(100000004, 'Security management'),
  accommodationManagement: option(100000005, 'Accommodation management'),
  marketingEventPromotion: option(100000006, 'Marketing/event promotion'),
  sponsorshipManagement: option(100000007, 'Sponsorship management'),
  cateringManagement: option(100000008, 'Catering management'),
  equipmentManagement: option(100000009, 'Equipment management'),
} as const

export const trackType = {
  internal: option(100000000, 'Internal'),
  external: option(100000001, 'External'),
} as const

export const sponsorshipCategory = {
  platinum: option(100000000, 'Platinum'),
  gold: option(100000001, 'Gold'),
  silver: option(100000002, 'Silver'),
  bronze: option(100000003, 'Bronze'),
} as const

export const sponsorshipType = {
  monetary: option(100000000, 'Monetary'),
  services: option(100000001, 'Services'),
  equipment: option(100000002, 'Equipment'),
} as const

export const fieldType = {
  simpleText: option(100000000, 'Simple text'),
  booleanYesNo: option(100000001, 'Boolean (yes/no)'),
  multipleChoice: option(100000002, 'Multiple choice'),
  singleChoice: option(100000003, 'Single choice'),
  date: option(100000004, 'Date'),
} as const

export const websiteEntity = {
  speaker: option(10000009, 'Speaker'),
  event: option(100000000, 'Event'),
  session: option(100000001, 'Session'),
  sessionTrack: option(100000002, 'Session track'),
  pass: option(100000003, 'Pass'),
  eventRegistration: option(100000004, 'Event registration'),
  sessionRegistration: option(100000005, 'Session registration'),
  customRegistrationField: option(100000006, 'Custom registration field'),
  registrationResponse: option(100000007, 'Registration response'),
  waitlistItem: option(100000008, 'Waitlist item'),
  speakerEngagement: option(100000010, 'Speaker engagement'),
  sponsorship: option(100000011, 'Sponsorship'),
  building: option(100000012, 'Building'),
  room: option(100000013, 'Room'),
  layout: option(100000014, 'Layout'),
} as const

export const vendorType = {
  hotelGroup: option(100000000, 'Hotel group'),
  airline: option(100000001, 'Airline'),
  rentalCarProvider: option(100000002, 'Rental car provider'),
  foodCaterer: option(100000003, 'Food caterer'),
} as const

export const roomType = {
  singleRoom: option(100000000, 'Single room'),
  doubleRoom: option(100000001, 'Double room'),
  juniorSuite: option(100000002, 'Junior suite'),
  executiveSuite: option(100000003, 'Executive suite'),
  luxurySuite: option(100000004, 'Luxury suite'),
} as const

export const guestType = {
  attendee: option(100000000, 'Attendee'),
  speaker: option(100000001, 'Speaker'),
  eventTeamMember: option(100000002, 'Event team member'),
} as const
