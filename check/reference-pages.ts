/** Pages of docs/reference that are made from the code; `npm run reference` writes them. */
import { settingsCatalogue } from '#config'
import { refusalCatalogue } from '#errors'
import { type Capabilities, type ProviderDefinition, providerDefinitions } from '#providers'
import { allTables } from '../src/all-tables.ts'
// Every module of the hub registers its refusals when it is loaded.
import '../src/compose.ts'

/** File name in docs/reference → text. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['settings.md', settingsPage()],
    ['errors.md', errorsPage()],
    ['providers.md', providersPage()],
    ['tables.md', tablesPage()],
  ])
}

const generated = 'Generated from the code by `npm run reference`.\n'

function settingsPage(): string {
  const rows = settingsCatalogue.map(
    ({ name, sentence, otherwise }) => `| \`${name}\` | ${sentence} | ${otherwise} |`,
  )
  return `# Settings\n\n${generated}\nFrom the environment or a file \`.env\`; read once at start. Mistakes are listed together.\n\n| setting | meaning | without it |\n|---|---|---|\n${rows.join('\n')}\n`
}

function errorsPage(): string {
  const rows = refusalCatalogue().map(({ code, status, sentence, advice, dataverse }) => {
    const hex = dataverse === undefined ? '' : `0x${dataverse.toString(16).padStart(8, '0')}`
    return `| \`${code}\` | ${status} | ${hex} | ${cell(sentence)} | ${cell(advice)} |`
  })
  return `# Errors\n\n${generated}\nEvery planned error has a stable code. HTTP answers are problem details (RFC 9457) with these codes; names in braces are filled in.\n\n| code | HTTP | Dataverse | what is wrong | what to do |\n|---|---|---|---|---|\n${rows.join('\n')}\n`
}

/** What an administrator asks, in the order of planning a webinar. */
const capabilityRows: Readonly<Record<keyof Capabilities, string>> = {
  join: 'Way in',
  attendance: 'Who was there',
  registrants: 'Registrations are made known there',
  cancel: 'Cancelled registrations are withdrawn there',
  update: 'A changed event changes the webinar',
  delete: 'A cancelled event deletes the webinar',
  recurrence: 'Series',
  singleDates: 'A date of a series is moved or cancelled there by itself',
  cohosts: 'Producer and presenters are made known there',
  password: 'Password for joining by hand',
  webinarTypes: 'Kinds of webinar to choose from',
  recordings: 'Recordings are listed after the end',
  recording: 'Who watched the recording is told',
  asynchronousCreation: 'Creating takes a while',
}

/** What the words in the cells mean. */
const words: Readonly<Record<string, string>> = {
  authorize: 'somebody signs in at the provider in a window, and again when that has expired',
  credentials: 'keys or tokens are typed in once',
  none: 'nothing to sign in to; or nothing is told, and a person or a scan at the door decides',
  personal: 'every registration has a link of its own, made when it is pushed',
  minted: 'the way in is made at the click, for the person who clicks',
  shared: 'all go in by the same link',
  query: 'the provider is asked after the end, and again later for corrections',
  callback: 'the provider tells by itself',
  events: 'the hub looks once a minute who is in the room',
}

function providersPage(): string {
  const definitions = providerDefinitions
  const head = `| | ${definitions.map(({ name }) => name).join(' | ')} |\n|---${'|---'.repeat(definitions.length)}|`
  const line = (label: string, cells: (definition: ProviderDefinition) => string) =>
    `| ${label} | ${definitions.map(cells).join(' | ')} |`
  const rows = [
    line('Signing in', signInCell),
    ...Object.entries(capabilityRows).map(([name, label]) =>
      line(label, (definition) => capabilityCell(definition, name as keyof Capabilities)),
    ),
    line('Calls a minute, unless the account says otherwise', paceCell),
    line('Most in a day', ({ dailyQuota }) =>
      dailyQuota === undefined ? '–' : `${dailyQuota.most} ${dailyQuota.what}`,
    ),
  ]
  const folders = definitions.map(
    ({ id, name, description }) =>
      `- [${name}](../../src/providers/${id}/README.md): ${description}`,
  )
  const meanings = Object.entries(words).map(([word, meaning]) => `- **${word}**: ${meaning}.`)
  return `# Providers\n\n${generated}\nWhat each can do, as its definition says and its conformance tests prove.\n\n${head}\n${rows.join('\n')}\n\n${definitions.flatMap(footnote).join('\n')}\n\n## Words\n\n${meanings.join('\n')}\n\n## How to connect an account\n\n${folders.join('\n')}\n`
}

function paceCell({ requestsPerMinute = 100 }: ProviderDefinition): string {
  return String(requestsPerMinute)
}

/** Both, where the settings decide. */
function signInCell({ auth, settings }: ProviderDefinition): string {
  if (typeof auth !== 'function') return auth
  const choices = settings.flatMap(({ name, choices = [] }) =>
    choices.map((choice) => auth({ [name]: choice })),
  )
  return [...new Set([auth({}), ...choices])].join(' or ')
}

const byAccount =
  'The vendor documents no such call. The settings of an account switch it on or off; this is what a new account has.'

function footnote({ name, adjustable }: ProviderDefinition): readonly string[] {
  return adjustable === undefined ? [] : [`- \\* ${name}: ${adjustable.note ?? byAccount}`]
}

function capabilityCell(
  { capabilities, adjustable }: ProviderDefinition,
  name: keyof Capabilities,
): string {
  const isAdjustable = adjustable?.names.includes(name) === true
  return `${shown(capabilities[name])}${isAdjustable ? '\\*' : ''}`
}

function shown(value: unknown): string {
  if (value === true) return 'yes'
  return value === false || value === undefined ? '–' : String(value)
}

function tablesPage(): string {
  const exposed = allTables.filter((table) => table.exposed)
  const rows = exposed
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      (table) =>
        `| \`${table.name}\` | \`${table.set}\` | ${table.label} | ${Object.keys(table.columns).length} | ${table.ownership} |`,
    )
  return `# Tables\n\n${generated}\nColumns with their types stand in [schema.sql](../../schema.sql) and in the declarations.\n\n| logical name | set | label | columns | owned by |\n|---|---|---|---|---|\n${rows.join('\n')}\n`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
