/**
 * Everything that the server says to people at the console, from its code: the list that the
 * console's translations (web/admin/server-words) are proved against. `npm run reference` writes it.
 */
import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refusalCatalogue } from '#errors'
import { providerDefinitions, setupGuide } from '#providers'
// Every module of the hub registers its refusals when it is loaded.
import '../src/compose.ts'
import { allTables } from '../src/all-tables.ts'
import { roleIds } from '../src/identity/well-known.ts'
import { operationType } from '../src/jobs/choices.ts'
import { letterKinds } from '../src/mail/kinds.ts'
import { partsOfGuide } from '../web/admin/areas/configurations/guide-parts.ts'
import { type Literal, literalsOf } from './spoken-literals.ts'

/** Refusals that only developers and operators meet: in their programs, at the start, in queries. */
const leftOut = [
  'config/refusals.ts',
  'data-api/refusals.ts',
  'database/embedded/refusals.ts',
  'events-api/refusals.ts',
  'hooks/refusals.ts',
  'query/fetchxml/refusals.ts',
  'query/refusals.ts',
  'site/refusals.ts',
  'vault/refusals.ts',
]

/** Files whose sentences reach the console as they stand there. */
const speaking = [
  'attendance/{assess-record,collect,decide-again,decide-verdict,sort-items,watch}.ts',
  'check-in/{keep-code,scan}.ts',
  'console/event-overview.ts',
  'contacts/{contact,find-duplicates}.ts',
  'events/{check-times,check-webinar,go-live,website-column-uses}.ts',
  'identity/roles.ts',
  'identity/sign-in/{account-letters,passwords}.ts',
  'jobs/{finish-run,prune,runs,settle-jobs,unknown-kinds}.ts',
  'mail/{announce,check-template,create-mail,kinds,placeholders,plan-reminders,post-letter}.ts',
  'mail/{present,preview,read-subject,remind,send-letter,smtp-transport,write-letter}.ts',
  'meetings/{admit-guest,change-date,change-meeting,create-meeting,examine*,failures,look-*}.ts',
  'meetings/reconcile-room.ts',
  'outbound/{explain,special-addresses,target,routes}.ts',
  'pipeline/{column-kinds,describe-value,free-dependents,references,validate}.ts',
  'providers/*.ts',
  'providers/*/*.ts',
  'registrations/{check-answers,discard-item,jobs,open-for-registration,promotion}.ts',
  'registrations/{recover-failures,settle-purchase,write-purchases}.ts',
  'replay-check-in.ts',
  'request-bin/{create-bin,expire-bins}.ts',
  'webhooks/{authorization,check-endpoint,check-received,check-step,delivery-job}.ts',
  'webhooks/{endpoint,prune-chains,send-context,try-endpoint}.ts',
  'webhooks/cloud-events/*.ts',
  'webhooks/log/prune-log.ts',
  'webhooks/pacing/{admissions,circuits,endpoint-messages,watch-outcomes}.ts',
  'webhooks/queue/{broker-address,credentials,put-token,queue-channel,queue-connections}.ts',
  'webhooks/replay/{replay-job,replays}.ts',
  'webinars/{failures,held-back,plan,reconcile-*,retire-webinar,take-happening}.ts',
]

/** Tests, twins, rows, and what vendors' programs are told. */
const silentFile =
  /\.test\.ts$|\/twin\/|fixture|-peer\.ts$|test-|trial-|tables?\.ts$|-rows\.ts$|callbacks\.ts$|-process\.ts$|callback-address|steps\.ts$|examine-settings|place\.ts$|refusals\.ts$|conformance/

/** Tables whose columns console pages name: filters of steps, merging, fields of the public site. */
const tablesWithColumns = [
  'contact',
  'msevtmgt_event',
  'msevtmgt_eventregistration',
  'msevtmgt_session',
  'msevtmgt_sessionregistration',
  'msevtmgt_speaker',
  'msevtmgt_waitlistitem',
  'msevtmgt_webinarprovider',
]

/** Nouns, units and days that sentences are put together with. */
const wordsInside = [
  ...['event', 'session', 'days', 'weeks', 'months', 'first', 'second', 'third', 'fourth', 'fifth'],
  ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
]

/** English text → where it comes from, sorted. */
export async function serverWords(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const add = (text: string, from: string) => {
    if (isSpoken(text) && !found.has(text)) found.set(text, from)
  }
  await addRefusals(add)
  addTables(add)
  addProviders(add)
  await addGuides(add)
  for (const name of Object.keys(roleIds)) add(name, 'role')
  for (const word of wordsInside) add(word, 'stands inside sentences')
  add('Mail: {kind}', 'name of a system job')
  for (const kind of letterKinds) add(kind, 'kind of letter, in names of system jobs')
  addSentences(add)
  return new Map([...found].toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** As it stands in web/admin/server-words/en.json. */
export async function serverWordsFile(): Promise<string> {
  return `${JSON.stringify(Object.fromEntries(await serverWords()), undefined, 2)}\n`
}

type Add = (text: string, from: string) => void

/** A text of nothing but placeholders and signs is not translated: what fills it is. */
function isSpoken(text: string): boolean {
  return /\p{L}{2}/u.test(text.replaceAll(/\{\w+\}/g, ''))
}

async function addRefusals(add: Add): Promise<void> {
  const without = new Set<string>()
  for (const path of leftOut) {
    const raisers: Readonly<Record<string, object>> = await import(`../src/${path}`)
    for (const code of Object.values(raisers).flatMap(Object.keys)) without.add(code)
  }
  for (const { code, sentence, advice } of refusalCatalogue()) {
    if (without.has(code)) continue
    add(sentence, `refusal ${code}`)
    add(advice, `advice of refusal ${code}`)
  }
}

function addTables(add: Add): void {
  const kindsOfJobs = new Set(Object.values(operationType).map(({ label }) => label))
  // The hub makes jobs of two kinds; the others are there for clients that compare.
  kindsOfJobs.delete(operationType.systemEvent.label)
  kindsOfJobs.delete(operationType.executeAsyncRequest.label)
  for (const { name, label, pluralLabel, allColumns, exposed } of allTables) {
    if (!exposed || name === 'account') continue
    add(label, `table ${name}`)
    add(pluralLabel, `tables ${name}`)
    for (const [column, { label, hidden, options = [] }] of Object.entries(allColumns)) {
      if (hidden) continue
      if (tablesWithColumns.includes(name)) add(label, `column ${column}`)
      for (const option of options) {
        if (!kindsOfJobs.has(option.label)) add(option.label, `choice of ${name}.${column}`)
      }
    }
  }
}

function addProviders(add: Add): void {
  for (const {
    id,
    description,
    settings,
    dailyQuota,
    endpointLimits = [],
  } of providerDefinitions) {
    const from = `provider ${id}`
    add(description, from)
    for (const { name, label, help, choices = [] } of settings) {
      add(label, `${from}, setting ${name}`)
      add(help, `${from}, help of ${name}`)
      for (const choice of choices) add(choice, `${from}, choice of ${name}`)
    }
    if (dailyQuota !== undefined) add(dailyQuota.what, `${from}, quota: "97 of 100 …"`)
    for (const { what } of endpointLimits) add(what, `${from}: "10 times a minute to …"`)
  }
}

async function addGuides(add: Add): Promise<void> {
  for (const { id } of providerDefinitions) {
    const guide = await setupGuide(id)
    // The console shows the hub's own address there.
    for (const text of partsOfGuide(guide.replaceAll('<public URL of the hub>', '{publicUrl}'))) {
      add(text, `guide of ${id} (Markdown)`)
    }
  }
}

function addSentences(add: Add): void {
  for (const path of filesOf(speaking)) {
    for (const literal of literalsOf(path)) {
      if (isSentence(literal)) add(literal.text, `src/${relative(source, path)}`)
    }
  }
  for (const path of filesOf(['*/**/*.ts'])) {
    if (isOfLeftOut(path)) continue
    for (const { text, property } of literalsOf(path)) {
      if (fillsRefusals.has(property ?? '') && isFragment(text, property)) {
        add(text, `src/${relative(source, path)}, "${property}" of a refusal`)
      }
    }
  }
}

const source = fileURLToPath(new URL('../src/', import.meta.url))

function filesOf(patterns: readonly string[]): string[] {
  const paths = patterns.flatMap((pattern) => globSync(pattern, { cwd: source }))
  const speaking = [...new Set(paths)].filter((path) => !silentFile.test(path))
  return speaking.toSorted().map((path) => join(source, path))
}

const isOfLeftOut = (path: string) =>
  /\/(config|data-api|database|events-api|hooks|query|site|vault|twins|verify-provider)\//.test(
    path,
  )

/** A noun, half a sentence or a whole one; `what` is also the title of operations, "Does this". */
function isFragment(text: string, property: string | undefined): boolean {
  if (property === 'what' && /^\p{Lu}\p{Ll}/u.test(text)) return false
  return /^\p{Ll}+$|\p{L} /u.test(text) && !isTechnical(text)
}

/** What completes the sentence of a refusal, and what jobs say when they end. */
const fillsRefusals = new Set(['expected', 'friendlyMessage', 'problem', 'what', 'why'])

function isSentence({ text, property = '', isInTemplate }: Literal): boolean {
  if (unspoken.test(property) || isTechnical(text)) return false
  return isInTemplate || /\p{L}+[,;:.]? \p{L}/u.test(text.replaceAll(/\{\w+\}/g, 'x'))
}

/** Values of these are names for programs. */
const unspoken =
  /^(action|applicationName|authorization|basis|event|note|of|path|right|scope|table)$/

/** SQL, headers, scopes, addresses, names of columns; and templates that anything would match. */
function isTechnical(text: string): boolean {
  const own = text.replaceAll(/\{\w+\}/g, '')
  if (own !== text && own.replaceAll(/\P{L}/gu, '').length < 5) return true
  return /^(Bearer|Basic) |^\w+[:_]\w+|[<=$]|^[\w.]+ as \w+$|^is not|GMT$|^\w+ ge |^String \{/.test(
    text,
  )
}
