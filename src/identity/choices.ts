import { option } from '#database'

export const accessMode = {
  readWrite: option(0, 'Read-Write'),
  administrative: option(1, 'Administrative'),
  read: option(2, 'Read'),
  supportUser: option(3, 'Support User'),
  nonInteractive: option(4, 'Non-interactive'),
  delegatedAdmin: option(5, 'Delegated Admin'),
} as const

export const teamType = {
  owner: option(0, 'Owner'),
  access: option(1, 'Access'),
  securityGroup: option(2, 'Security Group'),
  officeGroup: option(3, 'Office Group'),
} as const
