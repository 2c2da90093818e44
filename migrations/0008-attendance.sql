-- Evidence, what was refused as evidence, and the history of verdicts.

create unique index msevtmgt_checkin_reference on msevtmgt_checkin (msevtmgt_registrationid, gr_reference)
  where gr_reference is not null;

-- Stays that callbacks tell are found by the beginning of their reference.
create index msevtmgt_checkin_reference_prefix on msevtmgt_checkin (gr_reference text_pattern_ops)
  where gr_supersededon is null;

create table gr_verdictchange (
  gr_verdictchangeid uuid primary key,
  name varchar(200) not null,
  registrationid uuid not null references msevtmgt_eventregistration on delete cascade,
  sessionregistrationid uuid references msevtmgt_sessionregistration on delete cascade,
  verdict integer not null,
  previousverdict integer,
  attendedminutes integer not null,
  requiredminutes integer not null,
  reason text not null,
  decidedon timestamptz not null,
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

create index gr_verdictchange_registration on gr_verdictchange (registrationid, decidedon);

create table gr_refusedattendance (
  gr_refusedattendanceid uuid primary key,
  name varchar(200) not null,
  eventid uuid references msevtmgt_event on delete cascade,
  sessionid uuid references msevtmgt_session on delete cascade,
  reason varchar(50) not null,
  explanation varchar(1000) not null,
  email varchar(320),
  reference varchar(200) not null,
  record text not null,
  receivedon timestamptz not null,
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

-- The same bad record in every report is one refusal.
create unique index gr_refusedattendance_reference on gr_refusedattendance (reference);
create index gr_refusedattendance_event on gr_refusedattendance (eventid);
