-- Meetings: what is planned, single dates that differ, who is invited; beside them what stands at
-- the provider and what each person was last told, which only the engine knows.

create table gr_meeting (
  gr_meetingid uuid primary key,
  gr_name varchar(200) not null,
  gr_description text,
  gr_webinarconfigurationid uuid not null references msevtmgt_webinarconfiguration on delete restrict,
  gr_start timestamp not null,
  gr_end timestamp not null,
  gr_timezone varchar(64) not null,
  gr_recurrencerule varchar(300),
  gr_password varchar(100),
  gr_language varchar(35) not null,
  gr_uid varchar(300) not null unique,
  gr_sequence integer not null,
  gr_startson timestamptz not null,
  gr_endson timestamptz not null,
  gr_status integer not null,
  gr_statusreason text,
  gr_host uuid references systemuser on delete set null,
  gr_hostname varchar(200),
  gr_hostemail varchar(320),
  gr_webinarid varchar(500),
  gr_weblink varchar(2000),
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
create index on gr_meeting (gr_webinarconfigurationid);
create index on gr_meeting (gr_host);
create index on gr_meeting (gr_endson);

-- One date of a series that was moved or does not take place; named by its first start (RECURRENCE-ID).
create table gr_meetingexception (
  gr_meetingexceptionid uuid primary key,
  gr_name varchar(100) not null,
  gr_meetingid uuid not null references gr_meeting on delete cascade,
  gr_originalstart timestamp not null,
  gr_start timestamp,
  gr_end timestamp,
  gr_iscancelled boolean not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);
create unique index gr_meetingexception_original on gr_meetingexception (gr_meetingid, gr_originalstart);

create table gr_meetingattendee (
  gr_meetingattendeeid uuid primary key,
  gr_name varchar(200),
  gr_email varchar(320) not null,
  gr_role integer not null,
  gr_meetingid uuid not null references gr_meeting on delete cascade,
  gr_contactid uuid references contact on delete set null,
  gr_accountpersonid uuid references gr_accountperson on delete set null,
  gr_isremoved boolean not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);
create unique index gr_meetingattendee_email on gr_meetingattendee (gr_meetingid, lower(gr_email));
create index on gr_meetingattendee (lower(gr_email));
create index on gr_meetingattendee (gr_contactid);
create index on gr_meetingattendee (gr_accountpersonid);

-- The room at the provider. The row comes before the call that creates it, so that an answer that
-- was lost is looked for; without webinarid nobody knows whether it is there.
create table gr_meetingroom (
  gr_meetingroomid uuid primary key,
  meetingid uuid not null references gr_meeting on delete cascade,
  configurationid uuid not null references msevtmgt_webinarconfiguration on delete restrict,
  actinguserid uuid,
  creationkey varchar(200) not null,
  webinarid varchar(500),
  state varchar(20) not null,
  statereason text,
  webinarurl varchar(2000),
  managerurl varchar(2000),
  planfingerprint varchar(64),
  tolddates jsonb,
  createdon timestamptz not null,
  deletedon timestamptz
);
create unique index gr_meetingroom_meeting on gr_meetingroom (meetingid) where deletedon is null;
create index on gr_meetingroom (configurationid);

-- What one attendee was last told by mail, and as whom the provider knows them.
create table gr_meetingguest (
  gr_meetingguestid uuid primary key references gr_meetingattendee on delete cascade,
  told jsonb,
  roomid uuid references gr_meetingroom on delete set null,
  registrantid varchar(500),
  joinurl varchar(4000)
);
create index on gr_meetingguest (roomid);
