export type Privilege = 'Create' | 'Read' | 'Update' | 'Delete'

export const privileges: readonly Privilege[] = ['Create', 'Read', 'Update', 'Delete']

/** Rows that a privilege is for: all of the table, or those that the caller owns. */
export type Extent = 'own' | 'all'
