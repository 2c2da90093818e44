-- What stands behind each check-in and what took its place; people whom nobody could match, and what
-- persons decided about them.
alter table msevtmgt_checkin add column gr_record text;
alter table msevtmgt_checkin add column gr_personkey varchar(100);
alter table msevtmgt_checkin add column gr_supersededby uuid references msevtmgt_checkin on delete set null;
create index msevtmgt_checkin_supersededby on msevtmgt_checkin (gr_supersededby)
  where gr_supersededby is not null;

alter table gr_refusedattendance add column source integer;
alter table gr_refusedattendance add column webinar varchar(100);
alter table gr_refusedattendance add column personkey varchar(100);
alter table gr_refusedattendance add column registrantid varchar(300);
alter table gr_refusedattendance add column stay text;
alter table gr_refusedattendance add column supersededon timestamptz;
create index gr_refusedattendance_person on gr_refusedattendance (eventid, personkey)
  where personkey is not null;
create index gr_refusedattendance_webinar on gr_refusedattendance (webinar) where webinar is not null;

create table gr_attendancedecision (
  gr_attendancedecisionid uuid primary key,
  name varchar(200) not null,
  eventid uuid not null references msevtmgt_event on delete cascade,
  sessionid uuid references msevtmgt_session on delete cascade,
  personkey varchar(100) not null,
  decision integer not null,
  registrationid uuid references msevtmgt_eventregistration on delete cascade,
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
create index gr_attendancedecision_person on gr_attendancedecision (eventid, personkey, versionnumber);
create index msevtmgt_checkin_person on msevtmgt_checkin (msevtmgt_event, gr_personkey)
  where gr_personkey is not null;
