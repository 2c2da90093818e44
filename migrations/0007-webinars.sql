-- What exists at providers: one row per webinar ever created there, one per registrant made known.
-- An event that moves to another configuration gets a new row; the old one stays with deletedon.

create table gr_webinar (
  gr_webinarid uuid primary key,
  occasiontable varchar(64) not null,
  occasionid uuid not null,
  configurationid uuid not null references msevtmgt_webinarconfiguration on delete restrict,
  webinarid varchar(500) not null,
  creationkey varchar(200) not null,
  state varchar(20) not null,
  statereason text,
  webinarurl varchar(2000),
  presentationmanagerurl varchar(2000),
  planfingerprint varchar(64) not null,
  createdon timestamptz not null,
  deletedon timestamptz
);

-- An event or session has one webinar at a time.
create unique index gr_webinar_occasion on gr_webinar (occasionid) where deletedon is null;

create table gr_registrant (
  gr_registrantid uuid primary key,
  registrationtable varchar(64) not null,
  registrationid uuid not null,
  webinar uuid not null references gr_webinar on delete cascade,
  registrantid varchar(500) not null,
  joinurl varchar(4000),
  createdon timestamptz not null,
  cancelledon timestamptz
);

-- A registration is known once per webinar.
create unique index gr_registrant_registration on gr_registrant (registrationid, webinar) where cancelledon is null;
create index gr_registrant_webinar on gr_registrant (webinar, registrantid);
