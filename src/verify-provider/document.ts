/** The published document, read as it is: what a vendor reads is what an answer is measured by. */
import { readFileSync } from 'node:fs'
import { Compile, type Validator } from 'typebox/schema'

const file = new URL('../../docs/webinar-extension-api.openapi.json', import.meta.url)

type SchemaName =
  | 'Token'
  | 'TokenError'
  | 'Error'
  | 'Status'
  | 'WebinarType'
  | 'Webinar'
  | 'Registration'
  | 'RegistrationPage'
  | 'AttendancePage'

interface Fault {
  readonly instancePath: string
  readonly message: string
}

let components: unknown
const validators = new Map<SchemaName, Validator>()

/** What of the value is not as the document says, one sentence each; nothing: all is. */
export function faultsOf(name: SchemaName, value: unknown): readonly string[] {
  const [isRight, faults] = validatorFor(name).Errors(value) as [boolean, Fault[]]
  return isRight
    ? []
    : faults.map(({ instancePath, message }) => `${instancePath || name} ${message}`)
}

function validatorFor(name: SchemaName): Validator {
  components ??= JSON.parse(readFileSync(file, 'utf8')).components
  const known = validators.get(name)
  if (known !== undefined) return known
  const made = Compile({ components, $ref: `#/components/schemas/${name}` } as object)
  validators.set(name, made as Validator)
  return made as Validator
}

export type { SchemaName }
