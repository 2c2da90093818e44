-- How fast each account is called, shared by all processes. `nextplace` is on the database's clock,
-- because it paces the real network; pauses and promises are on the hub's.
create table gr_providerpace (
  configurationid uuid primary key references msevtmgt_webinarconfiguration on delete cascade,
  nextplace timestamptz not null,
  pauseduntil timestamptz,
  promisedon timestamptz,
  quotaday timestamptz,
  quotaused integer not null default 0
);

-- Action authentication: people sign in themselves with a second client, so that what they plan is
-- theirs at the vendor. `gr_signin` is one sign-in: of the account (no user) or of a person; the
-- fingerprint tells whether the settings have changed since. Tokens are keyed by the configuration
-- for the account and by the sign-in for a person, so the key is no foreign key any more.
alter table msevtmgt_webinarconfiguration add column gr_actionclientid varchar(200);

create table gr_signin (
  gr_signinid uuid primary key,
  configurationid uuid not null references msevtmgt_webinarconfiguration on delete cascade,
  userid uuid references systemuser on delete cascade,
  signedinon timestamptz not null,
  accountname varchar(300),
  settingsfingerprint varchar(64) not null
);

create unique index gr_signin_person on gr_signin (configurationid, userid) nulls not distinct;

alter table gr_accounttoken drop constraint gr_accounttoken_configurationid_fkey;
alter table gr_authorizationrequest add column purpose varchar(10) not null default 'account';
alter table gr_webinar add column actinguserid uuid;

-- Data synchronisation: people and meetings of an account, loaded into tables that can be queried.
create table gr_accountperson (
  gr_accountpersonid uuid primary key,
  gr_name varchar(300) not null,
  gr_providerid varchar(300) not null,
  gr_webinarconfigurationid uuid not null references msevtmgt_webinarconfiguration on delete cascade,
  gr_email varchar(320),
  gr_state varchar(100),
  gr_changedon timestamptz,
  gr_loadedon timestamptz not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create unique index gr_accountperson_providerid on gr_accountperson (gr_webinarconfigurationid, gr_providerid);

create table gr_accountmeeting (
  gr_accountmeetingid uuid primary key,
  gr_name varchar(300) not null,
  gr_providerid varchar(300) not null,
  gr_webinarconfigurationid uuid not null references msevtmgt_webinarconfiguration on delete cascade,
  gr_start timestamptz,
  gr_end timestamptz,
  gr_timezone varchar(100),
  gr_hostemail varchar(320),
  gr_state varchar(100),
  gr_weblink varchar(2000),
  gr_changedon timestamptz,
  gr_loadedon timestamptz not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create unique index gr_accountmeeting_providerid on gr_accountmeeting (gr_webinarconfigurationid, gr_providerid);

-- What is loaded of an account, when, and how far it is.
create table gr_synchronization (
  gr_synchronizationid uuid primary key,
  gr_name varchar(200) not null,
  gr_webinarconfigurationid uuid not null references msevtmgt_webinarconfiguration on delete cascade,
  gr_entity varchar(20) not null,
  gr_filter text,
  gr_fullrule varchar(300),
  gr_incrementalrule varchar(300),
  gr_lastfullon timestamptz,
  gr_lastincrementalon timestamptz,
  gr_progress varchar(1000),
  gr_runjob uuid,
  gr_runmode varchar(20),
  gr_runbeganon timestamptz,
  gr_runcursor text,
  gr_runcounts jsonb,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create unique index gr_synchronization_entity on gr_synchronization (gr_webinarconfigurationid, gr_entity);

create table gr_synchronizationerror (
  gr_synchronizationerrorid uuid primary key,
  gr_name varchar(1000) not null,
  gr_synchronizationid uuid not null references gr_synchronization on delete cascade,
  gr_providerid varchar(300),
  gr_occurredon timestamptz not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

-- What a full load under way has seen; the rest of the rows is gone at the provider.
create table gr_synchronizationseen (
  gr_synchronizationid uuid not null references gr_synchronization on delete cascade,
  providerid varchar(300) not null,
  primary key (gr_synchronizationid, providerid)
);

-- What the provider is told beside times and titles, and what it tells by itself.
alter table msevtmgt_event add column gr_webinarpassword varchar(50);
alter table msevtmgt_session add column gr_webinarpassword varchar(50);
alter table gr_webinar add column gonereason varchar(1000);

create table gr_webinarrecording (
  gr_webinarrecordingid uuid primary key,
  gr_name varchar(300) not null,
  gr_providerid varchar(500) not null,
  gr_event uuid references msevtmgt_event on delete cascade,
  gr_session uuid references msevtmgt_session on delete cascade,
  gr_startedon timestamptz,
  gr_minutes integer,
  gr_playurl varchar(2000),
  gr_downloadurl varchar(2000),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create index gr_webinarrecording_event on gr_webinarrecording (gr_event);
create index gr_webinarrecording_session on gr_webinarrecording (gr_session);

-- Switches of a configuration: its own egress proxy, and the log of its requests (24 hours).
alter table msevtmgt_webinarconfiguration add column gr_useegressproxy boolean;
alter table msevtmgt_webinarconfiguration add column gr_requestlog boolean;
