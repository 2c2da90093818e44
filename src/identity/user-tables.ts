import { boolean, choice, defineTable, key, lookup, memo, text, uuid } from '#database'
import { accessMode, teamType } from './choices.ts'

export const systemuserTable = defineTable({
  name: 'systemuser',
  set: 'systemusers',
  label: 'User',
  ownership: 'organization',
  primaryName: 'fullname',
  columns: {
    systemuserid: key('User'),
    accessmode: choice('Access mode', accessMode, { default: 0 }),
    applicationid: uuid('Application ID'),
    azureactivedirectoryobjectid: uuid('Entra object ID'),
    businessunitid: lookup('Business unit', 'businessunit', { required: true }),
    domainname: text('User name', { max: 1024 }),
    firstname: text('First name', { max: 256 }),
    fullname: text('Full name', {
      max: 200,
      generated: `nullif(btrim(coalesce(firstname, '') || ' ' || coalesce(lastname, '')), '')`,
    }),
    internalemailaddress: text('Primary email', { max: 100 }),
    isdisabled: boolean('Status', { default: false }),
    jobtitle: text('Job title', { max: 100 }),
    lastname: text('Last name', { max: 256 }),
    mobilephone: text('Mobile phone', { max: 64 }),
    nickname: text('Nickname', { max: 50 }),
    parentsystemuserid: lookup('Manager', 'systemuser'),
    title: text('Title', { max: 128 }),
    /** BCP 47; null: that of the browser. */
    gr_language: text('Language (BCP 47)', { max: 35 }),
    /** IANA name; null: that of the browser. */
    gr_timezone: text('Time zone (IANA)', { max: 64 }),
    windowsliveid: text('Windows Live ID', { max: 100 }),
  },
})

export const teamTable = defineTable({
  name: 'team',
  set: 'teams',
  label: 'Team',
  ownership: 'organization',
  primaryName: 'name',
  columns: {
    teamid: key('Team'),
    administratorid: lookup('Administrator', 'systemuser'),
    azureactivedirectoryobjectid: uuid('Entra object ID for a group'),
    businessunitid: lookup('Business unit', 'businessunit', { required: true }),
    description: memo('Description', { max: 2000 }),
    emailaddress: text('Email', { max: 100 }),
    isdefault: boolean('Is default', { readOnly: true, default: false }),
    name: text('Team name', { max: 160, required: true }),
    teamtype: choice('Team type', teamType, { default: 0 }),
  },
})

export const roleTable = defineTable({
  name: 'role',
  set: 'roles',
  label: 'Security role',
  ownership: 'organization',
  primaryName: 'name',
  columns: {
    roleid: key('Role'),
    businessunitid: lookup('Business unit', 'businessunit', { required: true }),
    name: text('Name', { max: 100, required: true }),
  },
})
