export {
  type Candidate,
  type MatchingStrategy,
  matchBy,
  type Person,
  type PersonInput,
  readPerson,
  readText,
} from './contact.ts'
export { type DifferentContacts, findDifferent, listDifferent } from './different-rows.ts'
export { isEmailAddress } from './email-address.ts'
export {
  type DuplicatePair,
  type DuplicateRule,
  duplicateRules,
  duplicatesOf,
  findDuplicates,
} from './find-duplicates.ts'
export { matchContacts, type NewContact } from './match-contacts.ts'
export { type Merge, readMerge } from './merge.ts'
export { mergeMessage } from './merge-contacts.ts'
export { countPointing, type Moving } from './merge-rows.ts'
export { tables } from './tables.ts'
export { declareDifferent, type TellApartNeeds, takeBackDifference } from './tell-apart.ts'
