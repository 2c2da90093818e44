export interface SecretPlace {
  readonly table: string
  readonly row: string
  readonly column: string
}

/** Where the secrets that sign an endpoint's deliveries are kept. */
export const currentSecret = (row: string): SecretPlace => ({
  table: 'serviceendpoint',
  row,
  column: 'gr_signingsecret',
})

/** Signs as well until it expires. Not a column: nobody writes it. */
export const earlierSecret = (row: string): SecretPlace => ({
  table: 'serviceendpoint',
  row,
  column: 'gr_earliersigningsecret',
})

export const defaultOverlapHours = 24
