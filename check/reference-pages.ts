/** Pages of docs/reference that are made from the code; `npm run reference` writes them. */
import { settingsCatalogue } from '#config'
import { refusalCatalogue } from '#errors'
import { type Capabilities, type ProviderDefinition, providerDefinitions } from '#providers'
import { allTables } from '../src/compose.ts'

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

function providersPage(): string {
  const definitions = providerDefinitions
  const capabilities = Object.keys(
    definitions[0]?.capabilities ?? {},
  ) as (keyof (typeof definitions)[number]['capabilities'])[]
  const head = `| | ${definitions.map(({ name }) => name).join(' | ')} |\n|---${'|---'.repeat(definitions.length)}|`
  const rows = capabilities.map(
    (capability) =>
      `| ${capability} | ${definitions.map((definition) => capabilityCell(definition, capability)).join(' | ')} |`,
  )
  const signIn = `| signing in | ${definitions.map(signInCell).join(' | ')} |`
  const folders = definitions.map(
    ({ id, name, description }) =>
      `- [${name}](../../src/providers/${id}/README.md): ${description}`,
  )
  return `# Providers\n\n${generated}\nWhat each can do, as its definition says and its conformance tests prove.\n\n${head}\n${[signIn, ...rows].join('\n')}\n\n${definitions.flatMap(footnote).join('\n')}\n\n${folders.join('\n')}\n`
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
  return value === false ? '–' : String(value)
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
