-- Tracks, passes, purchases, waitlists, questions, sponsors, website tables, logistics.

create table msevtmgt_sessiontrack (
  msevtmgt_sessiontrackid uuid primary key,
  msevtmgt_audiencetype integer,
  msevtmgt_description text,
  msevtmgt_eventid uuid not null,
  msevtmgt_industrytype integer,
  msevtmgt_keywords varchar(100),
  msevtmgt_name varchar(100) not null,
  msevtmgt_numberofregistrations integer,
  msevtmgt_publishstatus integer,
  msevtmgt_sessionsintrack integer,
  msevtmgt_targetnumberofsessions integer,
  msevtmgt_trackcode varchar(100),
  msevtmgt_trackgoal text,
  msevtmgt_tracktype integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_pass (
  msevtmgt_passid uuid primary key,
  msevtmgt_costperunit numeric(19,4),
  msevtmgt_descriptorsyncstatus integer,
  msevtmgt_eventid uuid not null,
  msevtmgt_name varchar(100) not null,
  msevtmgt_noofpassesallocated integer not null,
  msevtmgt_noofpassessold integer,
  msevtmgt_passprice numeric(19,4) not null,
  msevtmgt_track uuid,
  transactioncurrencyid uuid,
  gr_noofpassesreserved integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_paymentprovider (
  msevtmgt_paymentproviderid uuid primary key,
  msevtmgt_name varchar(100) not null,
  msevtmgt_paymentpageurl varchar(1000) not null,
  msevtmgt_timeoutminutes integer not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_sponsorship (
  msevtmgt_sponsorshipid uuid primary key,
  msevtmgt_description text,
  msevtmgt_event uuid not null,
  msevtmgt_name varchar(100) not null,
  msevtmgt_sponsor uuid not null,
  msevtmgt_sponsorshipamount numeric(19,4),
  msevtmgt_sponsorshipcategory integer,
  msevtmgt_sponsorshiptype integer,
  msevtmgt_transactioncurrencyid uuid,
  transactioncurrencyid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_sponsorablearticle (
  msevtmgt_sponsorablearticleid uuid primary key,
  msevtmgt_costperunit numeric(19,4) not null,
  msevtmgt_description text,
  msevtmgt_eventsponsorship uuid not null,
  msevtmgt_name varchar(100) not null,
  msevtmgt_numberofunits integer not null,
  msevtmgt_transactioncurrencyid uuid,
  transactioncurrencyid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_customregistrationfield (
  msevtmgt_customregistrationfieldid uuid primary key,
  msevtmgt_choices text,
  msevtmgt_isrequired boolean,
  msevtmgt_text varchar(450) not null,
  msevtmgt_type integer not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventcustomregistrationfield (
  msevtmgt_eventcustomregistrationfieldid uuid primary key,
  msevtmgt_customregistrationfield uuid not null,
  msevtmgt_event uuid not null,
  msevtmgt_name varchar(100),
  msevtmgt_order integer,
  gr_isrequired boolean,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_websiteentityconfiguration (
  msevtmgt_websiteentityconfigurationid uuid primary key,
  msevtmgt_name varchar(100) not null,
  msevtmgt_selectedentity integer not null,
  msevtmgt_selectedfields varchar(4000),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_roomreservation (
  msevtmgt_roomreservationid uuid primary key,
  msevtmgt_description text,
  msevtmgt_endtime timestamp not null,
  msevtmgt_event uuid not null,
  msevtmgt_name varchar(100),
  msevtmgt_room uuid not null,
  msevtmgt_session uuid,
  msevtmgt_starttime timestamp not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventvendor (
  msevtmgt_eventvendorid uuid primary key,
  msevtmgt_account uuid not null,
  msevtmgt_name varchar(100) not null,
  msevtmgt_type integer not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_hotel (
  msevtmgt_hotelid uuid primary key,
  msevtmgt_addressline1 varchar(100) not null,
  msevtmgt_addressline2 varchar(100),
  msevtmgt_addressline3 varchar(100),
  msevtmgt_city varchar(100) not null,
  msevtmgt_country varchar(100) not null,
  msevtmgt_description text,
  msevtmgt_facilities text,
  msevtmgt_hotelgroup uuid,
  msevtmgt_name varchar(100) not null,
  msevtmgt_primarycontact uuid,
  msevtmgt_stateprovince varchar(100),
  msevtmgt_website varchar(100),
  msevtmgt_zippostalcode varchar(100),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_hotelroomallocation (
  msevtmgt_hotelroomallocationid uuid primary key,
  msevtmgt_additionaldetails text,
  msevtmgt_event uuid not null,
  msevtmgt_hotelproperty uuid not null,
  msevtmgt_name varchar(100),
  msevtmgt_numberofroomsallocated integer not null,
  msevtmgt_priceperroom numeric(19,4),
  msevtmgt_primarycontact uuid,
  msevtmgt_roomtype integer not null,
  transactioncurrencyid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_hotelroomreservation (
  msevtmgt_hotelroomreservationid uuid primary key,
  msevtmgt_attendee uuid not null,
  msevtmgt_eventteammemberid uuid,
  msevtmgt_guesttype integer not null,
  msevtmgt_hotelroomallocation uuid not null,
  msevtmgt_name varchar(100),
  msevtmgt_rewardsprogramnumber varchar(100),
  msevtmgt_speakerid uuid,
  msevtmgt_specialrequests text,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_waitlistitem (
  msevtmgt_waitlistitemid uuid primary key,
  msevtmgt_addedby uuid,
  msevtmgt_autoregister boolean,
  msevtmgt_contact uuid not null,
  msevtmgt_event uuid,
  msevtmgt_invited boolean,
  msevtmgt_name varchar(100),
  msevtmgt_pregeneratedregistrationid varchar(100),
  msevtmgt_reserved boolean,
  msevtmgt_session uuid,
  gr_eventregistration uuid,
  gr_company varchar(160),
  gr_language varchar(35),
  gr_sessions text,
  gr_responses text,
  gr_invitationslot uuid,
  gr_invitedon timestamptz,
  gr_invitationends timestamptz,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_registrationresponse (
  msevtmgt_registrationresponseid uuid primary key,
  msevtmgt_createdfromapi boolean,
  msevtmgt_customregistrationfield uuid not null,
  msevtmgt_eventpurchaseattendee uuid,
  msevtmgt_eventregistration uuid,
  msevtmgt_response varchar(4000),
  msevtmgt_waitlistitem uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_attendeepass (
  msevtmgt_attendeepassid uuid primary key,
  msevtmgt_contact uuid,
  msevtmgt_eventid uuid,
  msevtmgt_eventregistrationid uuid not null,
  msevtmgt_name varchar(100) not null,
  msevtmgt_pass uuid not null,
  msevtmgt_passprice numeric(19,4),
  msevtmgt_transactioncurrencyid uuid,
  transactioncurrencyid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventpurchase (
  msevtmgt_eventpurchaseid uuid primary key,
  msevtmgt_area integer,
  msevtmgt_companysize integer,
  msevtmgt_eventid uuid not null,
  msevtmgt_industry integer,
  msevtmgt_name varchar(100) not null,
  msevtmgt_paid boolean,
  msevtmgt_processed boolean,
  msevtmgt_purchasingcontactid uuid not null,
  msevtmgt_yearsinindustry integer,
  msevtmgt_totalprice numeric(19,4),
  transactioncurrencyid uuid,
  gr_state integer,
  gr_expireson timestamptz,
  gr_settledon timestamptz,
  gr_settledby varchar(100),
  gr_returnurl varchar(1000),
  gr_language varchar(35),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventpurchasecontact (
  msevtmgt_eventpurchasecontactid uuid primary key,
  msevtmgt_emailaddress1 varchar(100) not null,
  msevtmgt_firstname varchar(50),
  msevtmgt_fullname varchar(160) generated always as (nullif(btrim(coalesce(msevtmgt_firstname, '') || ' ' || coalesce(msevtmgt_lastname, '')), '')) stored,
  msevtmgt_lastname varchar(50),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventpurchaseattendee (
  msevtmgt_eventpurchaseattendeeid uuid primary key,
  msevtmgt_attendeecontactid uuid,
  msevtmgt_eventpurchasecontactid uuid not null,
  msevtmgt_eventregistrationid uuid,
  msevtmgt_name varchar(100) not null,
  msevtmgt_purchaseid uuid not null,
  gr_company varchar(160),
  gr_language varchar(35),
  gr_sessions text,
  gr_responses text,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventpurchasepass (
  msevtmgt_eventpurchasepassid uuid primary key,
  msevtmgt_attendeeid uuid not null,
  msevtmgt_attendeepassid uuid,
  msevtmgt_name varchar(100) not null,
  msevtmgt_passid uuid not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventregistrationticket (
  msevtmgt_eventregistrationticketid uuid primary key,
  msevtmgt_eventid uuid not null,
  msevtmgt_formsubmittedvalues varchar(4000),
  msevtmgt_name varchar(100),
  msevtmgt_originaltimestamp timestamp,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table gr_recoveryitem (
  gr_recoveryitemid uuid primary key,
  gr_name varchar(200) not null,
  gr_kind integer not null,
  gr_event uuid,
  gr_payload text not null,
  gr_error text,
  gr_attempts integer,
  gr_outcome integer,
  gr_settledon timestamptz,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

alter table msevtmgt_sessiontrack add foreign key (msevtmgt_eventid) references msevtmgt_event on delete cascade;
alter table msevtmgt_pass add foreign key (msevtmgt_eventid) references msevtmgt_event on delete cascade;
alter table msevtmgt_pass add foreign key (msevtmgt_track) references msevtmgt_sessiontrack on delete set null;
alter table msevtmgt_pass add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_sponsorship add foreign key (msevtmgt_event) references msevtmgt_event on delete cascade;
alter table msevtmgt_sponsorship add foreign key (msevtmgt_sponsor) references account on delete restrict;
alter table msevtmgt_sponsorship add foreign key (msevtmgt_transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_sponsorship add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_sponsorablearticle add foreign key (msevtmgt_eventsponsorship) references msevtmgt_sponsorship on delete cascade;
alter table msevtmgt_sponsorablearticle add foreign key (msevtmgt_transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_sponsorablearticle add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_eventcustomregistrationfield add foreign key (msevtmgt_customregistrationfield) references msevtmgt_customregistrationfield on delete cascade;
alter table msevtmgt_eventcustomregistrationfield add foreign key (msevtmgt_event) references msevtmgt_event on delete cascade;
alter table msevtmgt_roomreservation add foreign key (msevtmgt_event) references msevtmgt_event on delete cascade;
alter table msevtmgt_roomreservation add foreign key (msevtmgt_room) references msevtmgt_room on delete restrict;
alter table msevtmgt_roomreservation add foreign key (msevtmgt_session) references msevtmgt_session on delete cascade;
alter table msevtmgt_eventvendor add foreign key (msevtmgt_account) references account on delete restrict;
alter table msevtmgt_hotel add foreign key (msevtmgt_hotelgroup) references msevtmgt_eventvendor on delete set null;
alter table msevtmgt_hotel add foreign key (msevtmgt_primarycontact) references contact on delete set null;
alter table msevtmgt_hotelroomallocation add foreign key (msevtmgt_event) references msevtmgt_event on delete cascade;
alter table msevtmgt_hotelroomallocation add foreign key (msevtmgt_hotelproperty) references msevtmgt_hotel on delete restrict;
alter table msevtmgt_hotelroomallocation add foreign key (msevtmgt_primarycontact) references contact on delete set null;
alter table msevtmgt_hotelroomallocation add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_hotelroomreservation add foreign key (msevtmgt_attendee) references msevtmgt_eventregistration on delete cascade;
alter table msevtmgt_hotelroomreservation add foreign key (msevtmgt_eventteammemberid) references msevtmgt_eventteammember on delete set null;
alter table msevtmgt_hotelroomreservation add foreign key (msevtmgt_hotelroomallocation) references msevtmgt_hotelroomallocation on delete cascade;
alter table msevtmgt_hotelroomreservation add foreign key (msevtmgt_speakerid) references msevtmgt_speaker on delete set null;
alter table msevtmgt_waitlistitem add foreign key (msevtmgt_addedby) references contact on delete set null;
alter table msevtmgt_waitlistitem add foreign key (msevtmgt_contact) references contact on delete restrict;
alter table msevtmgt_waitlistitem add foreign key (msevtmgt_event) references msevtmgt_event on delete cascade;
alter table msevtmgt_waitlistitem add foreign key (msevtmgt_session) references msevtmgt_session on delete cascade;
alter table msevtmgt_waitlistitem add foreign key (gr_eventregistration) references msevtmgt_eventregistration on delete set null;
alter table msevtmgt_registrationresponse add foreign key (msevtmgt_customregistrationfield) references msevtmgt_customregistrationfield on delete restrict;
alter table msevtmgt_registrationresponse add foreign key (msevtmgt_eventpurchaseattendee) references msevtmgt_eventpurchaseattendee on delete cascade;
alter table msevtmgt_registrationresponse add foreign key (msevtmgt_eventregistration) references msevtmgt_eventregistration on delete cascade;
alter table msevtmgt_registrationresponse add foreign key (msevtmgt_waitlistitem) references msevtmgt_waitlistitem on delete cascade;
alter table msevtmgt_attendeepass add foreign key (msevtmgt_contact) references contact on delete set null;
alter table msevtmgt_attendeepass add foreign key (msevtmgt_eventid) references msevtmgt_event on delete set null;
alter table msevtmgt_attendeepass add foreign key (msevtmgt_eventregistrationid) references msevtmgt_eventregistration on delete cascade;
alter table msevtmgt_attendeepass add foreign key (msevtmgt_pass) references msevtmgt_pass on delete cascade;
alter table msevtmgt_attendeepass add foreign key (msevtmgt_transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_attendeepass add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_eventpurchase add foreign key (msevtmgt_eventid) references msevtmgt_event on delete cascade;
alter table msevtmgt_eventpurchase add foreign key (msevtmgt_purchasingcontactid) references contact on delete restrict;
alter table msevtmgt_eventpurchase add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_eventpurchaseattendee add foreign key (msevtmgt_attendeecontactid) references contact on delete set null;
alter table msevtmgt_eventpurchaseattendee add foreign key (msevtmgt_eventpurchasecontactid) references msevtmgt_eventpurchasecontact on delete restrict;
alter table msevtmgt_eventpurchaseattendee add foreign key (msevtmgt_eventregistrationid) references msevtmgt_eventregistration on delete set null;
alter table msevtmgt_eventpurchaseattendee add foreign key (msevtmgt_purchaseid) references msevtmgt_eventpurchase on delete cascade;
alter table msevtmgt_eventpurchasepass add foreign key (msevtmgt_attendeeid) references msevtmgt_eventpurchaseattendee on delete cascade;
alter table msevtmgt_eventpurchasepass add foreign key (msevtmgt_attendeepassid) references msevtmgt_attendeepass on delete set null;
alter table msevtmgt_eventpurchasepass add foreign key (msevtmgt_passid) references msevtmgt_pass on delete cascade;
alter table msevtmgt_eventregistrationticket add foreign key (msevtmgt_eventid) references msevtmgt_event on delete cascade;
alter table gr_recoveryitem add foreign key (gr_event) references msevtmgt_event on delete cascade;

create index on msevtmgt_sessiontrack (msevtmgt_eventid);
create index on msevtmgt_pass (msevtmgt_eventid);
create index on msevtmgt_pass (msevtmgt_track);
create index on msevtmgt_sponsorship (msevtmgt_event);
create index on msevtmgt_sponsorship (msevtmgt_sponsor);
create index on msevtmgt_sponsorablearticle (msevtmgt_eventsponsorship);
create index on msevtmgt_eventcustomregistrationfield (msevtmgt_customregistrationfield);
create index on msevtmgt_eventcustomregistrationfield (msevtmgt_event);
create index on msevtmgt_roomreservation (msevtmgt_event);
create index on msevtmgt_roomreservation (msevtmgt_room);
create index on msevtmgt_roomreservation (msevtmgt_session);
create index on msevtmgt_eventvendor (msevtmgt_account);
create index on msevtmgt_hotel (msevtmgt_hotelgroup);
create index on msevtmgt_hotel (msevtmgt_primarycontact);
create index on msevtmgt_hotelroomallocation (msevtmgt_event);
create index on msevtmgt_hotelroomallocation (msevtmgt_hotelproperty);
create index on msevtmgt_hotelroomallocation (msevtmgt_primarycontact);
create index on msevtmgt_hotelroomreservation (msevtmgt_attendee);
create index on msevtmgt_hotelroomreservation (msevtmgt_eventteammemberid);
create index on msevtmgt_hotelroomreservation (msevtmgt_hotelroomallocation);
create index on msevtmgt_hotelroomreservation (msevtmgt_speakerid);
create index on msevtmgt_waitlistitem (msevtmgt_addedby);
create index on msevtmgt_waitlistitem (msevtmgt_contact);
create index on msevtmgt_waitlistitem (msevtmgt_event);
create index on msevtmgt_waitlistitem (msevtmgt_session);
create index on msevtmgt_waitlistitem (gr_eventregistration);
create index on msevtmgt_registrationresponse (msevtmgt_customregistrationfield);
create index on msevtmgt_registrationresponse (msevtmgt_eventpurchaseattendee);
create index on msevtmgt_registrationresponse (msevtmgt_eventregistration);
create index on msevtmgt_registrationresponse (msevtmgt_waitlistitem);
create index on msevtmgt_attendeepass (msevtmgt_contact);
create index on msevtmgt_attendeepass (msevtmgt_eventid);
create index on msevtmgt_attendeepass (msevtmgt_eventregistrationid);
create index on msevtmgt_attendeepass (msevtmgt_pass);
create index on msevtmgt_eventpurchase (msevtmgt_eventid);
create index on msevtmgt_eventpurchase (msevtmgt_purchasingcontactid);
create index on msevtmgt_eventpurchaseattendee (msevtmgt_attendeecontactid);
create index on msevtmgt_eventpurchaseattendee (msevtmgt_eventpurchasecontactid);
create index on msevtmgt_eventpurchaseattendee (msevtmgt_eventregistrationid);
create index on msevtmgt_eventpurchaseattendee (msevtmgt_purchaseid);
create index on msevtmgt_eventpurchasepass (msevtmgt_attendeeid);
create index on msevtmgt_eventpurchasepass (msevtmgt_attendeepassid);
create index on msevtmgt_eventpurchasepass (msevtmgt_passid);
create index on msevtmgt_eventregistrationticket (msevtmgt_eventid);
create index on gr_recoveryitem (gr_event);

create table msevtmgt_sessiontrack_session (
  msevtmgt_sessiontrackid uuid not null references msevtmgt_sessiontrack on delete cascade,
  msevtmgt_sessionid uuid not null references msevtmgt_session on delete cascade,
  primary key (msevtmgt_sessiontrackid, msevtmgt_sessionid)
);
create index on msevtmgt_sessiontrack_session (msevtmgt_sessionid);

create table msevtmgt_pass_session (
  msevtmgt_passid uuid not null references msevtmgt_pass on delete cascade,
  msevtmgt_sessionid uuid not null references msevtmgt_session on delete cascade,
  primary key (msevtmgt_passid, msevtmgt_sessionid)
);
create index on msevtmgt_pass_session (msevtmgt_sessionid);

create table msevtmgt_event_eventteammember (
  msevtmgt_eventid uuid not null references msevtmgt_event on delete cascade,
  msevtmgt_eventteammemberid uuid not null references msevtmgt_eventteammember on delete cascade,
  primary key (msevtmgt_eventid, msevtmgt_eventteammemberid)
);
create index on msevtmgt_event_eventteammember (msevtmgt_eventteammemberid);

create table msevtmgt_session_eventteammember (
  msevtmgt_sessionid uuid not null references msevtmgt_session on delete cascade,
  msevtmgt_eventteammemberid uuid not null references msevtmgt_eventteammember on delete cascade,
  primary key (msevtmgt_sessionid, msevtmgt_eventteammemberid)
);
create index on msevtmgt_session_eventteammember (msevtmgt_eventteammemberid);

create table msevtmgt_session_attendeepass (
  msevtmgt_sessionid uuid not null references msevtmgt_session on delete cascade,
  msevtmgt_attendeepassid uuid not null references msevtmgt_attendeepass on delete cascade,
  primary key (msevtmgt_sessionid, msevtmgt_attendeepassid)
);
create index on msevtmgt_session_attendeepass (msevtmgt_attendeepassid);

alter table msevtmgt_event
  add column gr_registrationsstarton timestamp,
  add column gr_notyetopenmessage text,
  add column gr_paymentprovider uuid references msevtmgt_paymentprovider on delete set null,
  add column gr_seatsreserved integer;
create index on msevtmgt_event (gr_paymentprovider);

alter table msevtmgt_session add column gr_seatsreserved integer;

-- The next in line, oldest first; one place per person and event or session.
create unique index msevtmgt_waitlistitem_event_contact on msevtmgt_waitlistitem (msevtmgt_event, msevtmgt_contact) where msevtmgt_session is null and statecode = 0;
create unique index msevtmgt_waitlistitem_session_contact on msevtmgt_waitlistitem (msevtmgt_session, msevtmgt_contact) where statecode = 0;
create unique index msevtmgt_attendeepass_name on msevtmgt_attendeepass (msevtmgt_name);
create index msevtmgt_eventpurchase_expiry on msevtmgt_eventpurchase (gr_expireson) where gr_state = 100000000;
create unique index msevtmgt_eventcustomregistrationfield_once on msevtmgt_eventcustomregistrationfield (msevtmgt_event, msevtmgt_customregistrationfield);
