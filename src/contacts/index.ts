export {
  type Candidate,
  type MatchingStrategy,
  matchBy,
  type Person,
  type PersonInput,
  readPerson,
  readText,
} from './contact.ts'
export { isEmailAddress } from './email-address.ts'
export { matchContacts, type NewContact } from './match-contacts.ts'
export { tables } from './tables.ts'
