import { choice, defineTable, integer, key, localtime, lookup, memo, money, text } from '#database'
import { guestType, roomType, vendorType } from './choices.ts'

export const roomreservationTable = defineTable({
  name: 'msevtmgt_roomreservation',
  set: 'msevtmgt_roomreservations',
  label: 'Room Reservation',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_roomreservationid: key('Room reservation'),
    msevtmgt_description: memo('Description', { max: 2000 }),
    msevtmgt_endtime: localtime('End time', { required: true }),
    msevtmgt_event: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_name: text('Name', { max: 100 }),
    msevtmgt_room: lookup('Room', 'msevtmgt_room', { required: true }),
    msevtmgt_session: lookup('Session', 'msevtmgt_session', { onTargetDelete: 'cascade' }),
    msevtmgt_starttime: localtime('Start time', { required: true }),
  },
})

export const eventvendorTable = defineTable({
  name: 'msevtmgt_eventvendor',
  set: 'msevtmgt_eventvendors',
  label: 'Event Vendor',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_eventvendorid: key('Event vendor'),
    msevtmgt_account: lookup('Account', 'account', { required: true }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_type: choice('Type', vendorType, { required: true }),
  },
})

export const hotelTable = defineTable({
  name: 'msevtmgt_hotel',
  set: 'msevtmgt_hotels',
  label: 'Hotel',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_hotelid: key('Hotel'),
    msevtmgt_addressline1: text('Address line 1', { max: 100, required: true }),
    msevtmgt_addressline2: text('Address line 2', { max: 100 }),
    msevtmgt_addressline3: text('Address line 3', { max: 100 }),
    msevtmgt_city: text('City', { max: 100, required: true }),
    msevtmgt_country: text('Country/region', { max: 100, required: true }),
    msevtmgt_description: memo('Description', { max: 2000 }),
    msevtmgt_facilities: memo('Facilities', { max: 2000 }),
    msevtmgt_hotelgroup: lookup('Hotel group', 'msevtmgt_eventvendor'),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_primarycontact: lookup('Primary contact', 'contact'),
    msevtmgt_stateprovince: text('State/province', { max: 100 }),
    msevtmgt_website: text('Website', { max: 100 }),
    msevtmgt_zippostalcode: text('ZIP/Postal code', { max: 100 }),
  },
})

export const hotelroomallocationTable = defineTable({
  name: 'msevtmgt_hotelroomallocation',
  set: 'msevtmgt_hotelroomallocations',
  label: 'Hotel Room Allocation',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_hotelroomallocationid: key('Hotel room allocation'),
    msevtmgt_additionaldetails: memo('Additional details', { max: 2000 }),
    msevtmgt_event: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_hotelproperty: lookup('Hotel/property', 'msevtmgt_hotel', { required: true }),
    msevtmgt_name: text('Name', { max: 100 }),
    msevtmgt_numberofroomsallocated: integer('Number of rooms allocated', { required: true }),
    msevtmgt_numberofroomsleft: integer('Number of rooms left', {
      computed: `greatest(t.msevtmgt_numberofroomsallocated - (select count(*)::integer from msevtmgt_hotelroomreservation r where r.msevtmgt_hotelroomallocation = t.msevtmgt_hotelroomallocationid and r.statecode = 0), 0)`,
    }),
    msevtmgt_numberofroomsreserved: integer('Number of rooms reserved', {
      computed: `(select count(*)::integer from msevtmgt_hotelroomreservation r where r.msevtmgt_hotelroomallocation = t.msevtmgt_hotelroomallocationid and r.statecode = 0)`,
    }),
    msevtmgt_priceperroom: money('Price per room'),
    msevtmgt_primarycontact: lookup('Primary contact', 'contact'),
    msevtmgt_roomtype: choice('Room type', roomType, { required: true }),
    transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
  },
})

export const hotelroomreservationTable = defineTable({
  name: 'msevtmgt_hotelroomreservation',
  set: 'msevtmgt_hotelroomreservations',
  label: 'Hotel Room Reservation',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_hotelroomreservationid: key('Hotel room reservation'),
    msevtmgt_attendee: lookup('Attendee', 'msevtmgt_eventregistration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_eventteammemberid: lookup('Event team member', 'msevtmgt_eventteammember'),
    msevtmgt_guesttype: choice('Guest type', guestType, { required: true, default: 100000000 }),
    msevtmgt_hotelroomallocation: lookup('Hotel room allocation', 'msevtmgt_hotelroomallocation', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_name: text('Reservation number', { max: 100 }),
    msevtmgt_rewardsprogramnumber: text('Rewards program number', { max: 100 }),
    msevtmgt_speakerid: lookup('Speaker', 'msevtmgt_speaker'),
    msevtmgt_specialrequests: memo('Special requests', { max: 2000 }),
  },
})
