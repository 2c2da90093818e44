-- What the hub keeps about accounts at providers beside their records. The tokens themselves are in
-- the vault; here is only when they end and who is renewing them.

alter table msevtmgt_webinarconfiguration add column gr_requestsperminute integer;

-- One row per signed-in configuration. `renewal` is the turn of the process that is renewing the
-- token now; it lapses at `renewaluntil`, so that a process that died does not block the others.
create table gr_accounttoken (
  configurationid uuid primary key references msevtmgt_webinarconfiguration on delete cascade,
  expireson timestamptz,
  endedon timestamptz,
  renewal uuid,
  renewaluntil timestamptz
);

-- Sign-ins under way: the hash of the state that was handed to the browser, good for one use.
create table gr_authorizationrequest (
  gr_authorizationrequestid uuid primary key,
  statehash varchar(64) not null unique,
  configurationid uuid not null references msevtmgt_webinarconfiguration on delete cascade,
  userid uuid not null references systemuser on delete cascade,
  redirecturi varchar(500) not null,
  expireson timestamptz not null,
  usedon timestamptz
);

create index gr_authorizationrequest_expireson on gr_authorizationrequest (expireson);
create index gr_authorizationrequest_configuration on gr_authorizationrequest (configurationid);

-- Calls to providers of the last 24 hours: no queries, headers or bodies, hence no secrets.
create table gr_providerrequest (
  gr_providerrequestid uuid primary key,
  configurationid uuid not null references msevtmgt_webinarconfiguration on delete cascade,
  requestedon timestamptz not null,
  method varchar(10) not null,
  host varchar(300) not null,
  path varchar(1000) not null,
  status integer,
  durationms integer not null,
  problem varchar(1000)
);

create index gr_providerrequest_configuration on gr_providerrequest (configurationid, requestedon desc);
create index gr_providerrequest_requestedon on gr_providerrequest (requestedon);
