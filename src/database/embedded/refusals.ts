import { defineRefusals } from '#errors'

const ownDatabase =
  'Set DATABASE_URL to a PostgreSQL 15 or newer that you run yourself, e.g. postgres://user:password@host/database.'

/** Why the embedded PostgreSQL may not start. The hub prints sentence and advice and ends. */
export const refusals = defineRefusals({
  'embedded-database-unsupported': {
    status: 503,
    sentence: 'The embedded PostgreSQL cannot run on this machine: {reason}.',
    advice: ownDatabase,
  },
  'embedded-database-in-use': {
    status: 503,
    sentence: 'The data directory {directory} is in use by another hub, process {pid}.',
    advice:
      'Stop that process, or give this hub a GREENROOM_DATA_DIR of its own; several hubs on one database need DATABASE_URL.',
  },
  'embedded-database-no-account': {
    status: 503,
    sentence: 'PostgreSQL needs an unprivileged user to run as: {problem}.',
    advice: `Run the hub as a user that has an entry in /etc/passwd. Or: ${ownDatabase}`,
  },
  'embedded-database-foreign-owner': {
    status: 503,
    sentence:
      'The database in {directory} belongs to user id {owner}, but PostgreSQL would run as user id {user}.',
    advice:
      'Give the directory to that user (chown -R {user} {directory}), or run the hub as the owner or as root.',
  },
  'embedded-database-unreachable': {
    status: 503,
    sentence:
      'The database in {directory} cannot be reached by user id {user}, as which PostgreSQL must run: {closed} is closed to it.',
    advice: 'Let that user enter the directory (chmod o+x), or move the data directory.',
  },
  'embedded-database-nowhere': {
    status: 503,
    sentence:
      'User id {user}, as which PostgreSQL must run, cannot enter {closed}, and its data could not be kept in {tried} either.',
    advice: `Set GREENROOM_DATA_DIR to a directory below which every user can enter. Or: ${ownDatabase}`,
  },
  'embedded-database-gone': {
    status: 503,
    sentence:
      'The database of this hub was kept in {directory}, as {note} says, but nothing is there.',
    advice: 'Bring that directory back, or delete the note to start with an empty database.',
  },
  'embedded-database-other-version': {
    status: 503,
    sentence:
      'The database in {directory} was made by PostgreSQL {found}; this hub brings PostgreSQL {expected}.',
    advice:
      'Dump it with the hub version that made it and restore it into a new data directory, or use pg_upgrade.',
  },
  'embedded-database-not-made': {
    status: 503,
    sentence: 'A new database could not be made in {directory}: {problem}.',
    advice: `Check free space and permissions of that directory. Or: ${ownDatabase}`,
  },
  'embedded-database-not-started': {
    status: 503,
    sentence: 'The embedded PostgreSQL did not start: {problem}.',
    advice: 'Its log is {logFile}. The data in {directory} is untouched.',
  },
})
