/**
 * Users, teams and roles as operations answer with them: words that the console's pages read, too,
 * where instants are texts. No imports with code: pages take types from here.
 */
import type { Extent, Privilege } from './privilege.ts'

export interface Named {
  readonly id: string
  readonly name: string
}

export interface UserShape<Instant> {
  readonly id: string
  readonly name: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly email: string | null
  readonly language: string | null
  readonly timeZone: string | null
  readonly enabled: boolean
  /** A program, which cannot sign in. */
  readonly isApplication: boolean
  /** Given to the user itself. */
  readonly roles: readonly Named[]
  /** With the roles that they bring. */
  readonly teams: readonly (Named & { readonly roles: readonly Named[] })[]
  readonly hasPassword: boolean
  readonly usesSingleSignOn: boolean
  readonly lastSignInOn: Instant | null
  readonly createdOn: Instant
}

export interface TeamRow {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly members: readonly (Named & { readonly email: string | null })[]
  readonly roles: readonly Named[]
}

/** By verb; a verb that is not named is not allowed. */
export type Rights = Partial<Record<Privilege, Extent>>

export interface Role {
  readonly id: string
  readonly name: string
  /** Of the hub: neither changed nor deleted. */
  readonly builtIn: boolean
  readonly users: number
  readonly teams: number
  /** By logical name of the table; tables without any right are left out. */
  readonly privileges: Readonly<Record<string, Rights>>
}

export interface RoleTable {
  readonly table: string
  readonly label: string
  /** Whether its rows have owners, so that `own` says something. */
  readonly hasOwner: boolean
  /** What a role of one's own can hold. */
  readonly grantable: readonly Privilege[]
}

export interface PasswordLinkShape<Instant> {
  /** Shown this once. */
  readonly url: string
  readonly expiresOn: Instant
}

export interface InvitedShape<Instant> {
  readonly id: string
  readonly mailed: boolean
  /** Where no mail server is set: to be handed over by other means. Shown this once. */
  readonly link: PasswordLinkShape<Instant> | null
}
