-- Letters that organisers write themselves, reminders per event, what to do with a second
-- registration of one contact, and how items that could not be processed were settled.

create table gr_mailtemplate (
  gr_mailtemplateid uuid primary key,
  gr_name varchar(200) not null,
  gr_kind integer not null,
  gr_language varchar(35) not null,
  gr_event uuid references msevtmgt_event on delete cascade,
  gr_subject varchar(300) not null,
  gr_bodyhtml text not null,
  gr_bodytext text,
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
create index on gr_mailtemplate (gr_event);
-- One letter of a kind in a language, for one event or for all.
create unique index gr_mailtemplate_active on gr_mailtemplate (gr_kind, gr_language, gr_event)
  nulls not distinct where statecode = 0;

alter table gr_mail
  add column eventid uuid references msevtmgt_event on delete set null,
  add column language varchar(35),
  add column qrcode varchar(200);
create index on gr_mail (eventid);

alter table msevtmgt_event add column gr_reminders varchar(100);

alter table msevtmgt_eventadministration add column gr_duplicateregistrations integer;
update msevtmgt_eventadministration set gr_duplicateregistrations = 100000000;
-- Until now these two decided nothing and attendees were written to; so it stays.
update msevtmgt_eventadministration
  set msevtmgt_sendmailtoeventattendee = 100000002, msevtmgt_sendmailtopurchaser = 100000002;

alter table gr_recoveryitem
  add column gr_reference varchar(200),
  add column gr_reason text,
  add column gr_result text,
  add column gr_settledby uuid references systemuser on delete set null;
create index on gr_recoveryitem (gr_settledby);
create unique index gr_recoveryitem_open on gr_recoveryitem (gr_reference)
  where gr_outcome = 100000000;

-- The registrations of a contact are looked for where duplicates are merged.
create index msevtmgt_eventregistration_event_contact
  on msevtmgt_eventregistration (msevtmgt_eventid, msevtmgt_contactid) where statecode = 0;

-- The rules that are in force, and those that were put aside (event-management.md §4.1).
insert into savedquery (
  savedqueryid, name, returnedtypecode, fetchxml, querytype, isdefault, isquickfindquery,
  createdon, createdby, modifiedon, modifiedby, statecode, statuscode
)
select v.id::uuid, v.name, 'msevtmgt_eventadministration',
  '<fetch><entity name="msevtmgt_eventadministration"><attribute name="msevtmgt_name"/><attribute name="msevtmgt_contactmatchingstrategy"/><attribute name="gr_duplicateregistrations"/><attribute name="modifiedon"/><order attribute="msevtmgt_name"/><filter><condition attribute="statecode" operator="eq" value="' || v.state || '"/></filter></entity></fetch>',
  0, false, false,
  now(), '00000000-0000-4000-8000-000000000003', now(), '00000000-0000-4000-8000-000000000003', 0, 1
from (values
  ('00000000-0000-4000-8000-000000002501', 'Active event administration', '0'),
  ('00000000-0000-4000-8000-000000002502', 'Inactive event administration', '1')
) as v (id, name, state);
