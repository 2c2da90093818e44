import { defineRelationship } from '#database'

export const relationships = [
  defineRelationship({
    name: 'systemuserroles_association',
    intersect: 'systemuserroles',
    first: { table: 'systemuser', column: 'systemuserid' },
    second: { table: 'role', column: 'roleid' },
  }),
  defineRelationship({
    name: 'teammembership_association',
    intersect: 'teammembership',
    first: { table: 'team', column: 'teamid' },
    second: { table: 'systemuser', column: 'systemuserid' },
  }),
  defineRelationship({
    name: 'teamroles_association',
    intersect: 'teamroles',
    first: { table: 'team', column: 'teamid' },
    second: { table: 'role', column: 'roleid' },
  }),
] as const
