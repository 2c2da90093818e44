-- What a registrant told us beside name and address. It belongs to the registration: a public form
-- must not change what is known about a contact.
alter table msevtmgt_eventregistration
  add column gr_company varchar(160),
  add column gr_language varchar(35),
  add column gr_responses text;

-- Numbers that the hub gives are unique; those that came from elsewhere are taken as they are.
create unique index msevtmgt_eventregistration_number on msevtmgt_eventregistration (msevtmgt_name)
  where msevtmgt_name like 'ER-%';
create index msevtmgt_eventregistration_name on msevtmgt_eventregistration (msevtmgt_name);

create index msevtmgt_speakerengagement_session on msevtmgt_speakerengagement (msevtmgt_session);

-- Contacts are matched by these. Partial ones (where statecode = 0) were a trap: in a table that grew
-- since it was last analysed, PostgreSQL read all of the wrong one for every registrant.
drop index contact_email;
drop index contact_name;
create index contact_email on contact (lower(emailaddress1));
create index contact_name on contact (lower(lastname), lower(firstname));

create unique index msevtmgt_webapplication_token on msevtmgt_webapplication (msevtmgt_token);

-- Answers to registration requests, for those who ask again with their idempotency key.
create table gr_registrationanswer (
  gr_registrationanswerid uuid primary key,
  gr_eventid uuid not null references msevtmgt_event on delete cascade,
  gr_key varchar(200) not null,
  gr_fingerprint varchar(64) not null,
  gr_answer jsonb not null,
  gr_createdon timestamptz not null
);

create unique index gr_registrationanswer_key on gr_registrationanswer (gr_eventid, gr_key);
create index gr_registrationanswer_createdon on gr_registrationanswer (gr_createdon);
