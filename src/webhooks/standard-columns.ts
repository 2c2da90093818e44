/** Columns that all registration tables of Dataverse have beside those of every table. */
import { boolean, choice, instant, integer, json, lookup, text, uuid } from '#database'
import { organizationId } from '#identity'
import { componentState } from './choices.ts'

/**
 * A managed property: whether something may be changed, and whether that may be changed. Clients
 * read `Value` and filter by `iscustomizable/Value`.
 */
export interface ManagedProperty {
  readonly Value: boolean
  readonly CanBeChanged: boolean
  readonly ManagedPropertyLogicalName: string
}

export const managedProperty = (label: string, initial: ManagedProperty) =>
  json(label, { default: initial })

export const initialCustomizable: ManagedProperty = {
  Value: true,
  CanBeChanged: true,
  ManagedPropertyLogicalName: 'iscustomizableanddeletable',
}

export const initialHidden: ManagedProperty = {
  Value: false,
  CanBeChanged: true,
  ManagedPropertyLogicalName: 'ishidden',
}

export const customizable = () => managedProperty('Customizable', initialCustomizable)

/** Kept for clients that read them: the hub has no solutions, so that they stay as they begin. */
export const solutionColumns = () => ({
  componentstate: choice('Component State', componentState, { readOnly: true, default: 0 }),
  createdonbehalfby: lookup('Created By (Delegate)', 'systemuser', { readOnly: true }),
  introducedversion: text('Introduced Version', { max: 48 }),
  ismanaged: boolean('State', { readOnly: true, default: false }),
  modifiedonbehalfby: lookup('Modified By (Delegate)', 'systemuser', { readOnly: true }),
  organizationid: lookup('Organization', 'organization', {
    readOnly: true,
    default: organizationId,
  }),
  overwritetime: instant('Record Overwrite Time', { readOnly: true }),
  solutionid: uuid('Solution', { readOnly: true }),
})

export const customizationLevel = () =>
  integer('Customization Level', { readOnly: true, min: -255, max: 255, default: 0 })
