/** Stands for the id of the system job, which does not exist yet when its context is written. */
export const operationToCome = '00000000-0000-0000-0000-000000000000'
