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
