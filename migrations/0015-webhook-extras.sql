-- Webhooks: what receivers can be given beyond what Dataverse has. All of it is off unless it is asked for.

alter table serviceendpoint
  add column gr_signature integer,
  add column gr_issigningsecretset boolean,
  add column gr_signingpublickey varchar(128),
  add column gr_signingoverlap integer,
  add column gr_earliersecretuntil timestamptz,
  add column gr_envelope integer,
  add column gr_handshake boolean,
  add column gr_handshakestate integer,
  add column gr_handshakeproblem varchar(1000),
  add column gr_allowedrate integer,
  add column gr_attempts integer,
  add column gr_retrydelay integer,
  add column gr_retryminutes integer,
  add column gr_disableongone boolean,
  add column gr_disabledon timestamptz,
  add column gr_disabledreason varchar(1000),
  add column gr_circuitfailures integer,
  add column gr_circuitshare integer,
  add column gr_circuitpause integer,
  add column gr_circuit integer,
  add column gr_circuitchangedon timestamptz,
  add column gr_circuitreason varchar(1000),
  add column gr_rate integer,
  add column gr_concurrency integer,
  add column gr_ordering integer,
  add column gr_sequencenumbers boolean;

alter table sdkmessageprocessingstep add column gr_changedonly boolean;

-- What all processes together know about an endpoint with a circuit breaker. After a crash of PostgreSQL
-- counting starts again, and an open circuit is probed at once.
create unlogged table gr_endpointcircuit (
  gr_endpointcircuitid uuid primary key references serviceendpoint on delete cascade,
  failuresinrow integer not null,
  windowstart timestamptz not null,
  successes integer not null,
  failures integer not null,
  openuntil timestamptz,
  probes integer not null,
  probinguntil timestamptz
);

-- From when the next delivery to an endpoint with a rate may begin, by the database's clock.
create unlogged table gr_endpointpace (
  gr_endpointpaceid uuid primary key,
  freefrom timestamptz not null
);

-- Places of an endpoint with a limit on deliveries under way; each is leased by one process.
create unlogged table gr_endpointplace (
  gr_endpointplaceid uuid primary key default gen_random_uuid(),
  endpointid uuid not null,
  place integer not null,
  holder uuid not null,
  leaseduntil timestamptz not null
);

create unique index gr_endpointplace_place on gr_endpointplace (endpointid, place);

-- How many events about a row an endpoint has been told of. Logged: numbers must not begin again.
create table gr_rowsequence (
  gr_rowsequenceid uuid primary key default gen_random_uuid(),
  endpointid uuid not null references serviceendpoint on delete cascade,
  tablename varchar(64) not null,
  rowid uuid not null,
  lastnumber bigint not null
) with (fillfactor = 80);

create unique index gr_rowsequence_row on gr_rowsequence (endpointid, rowid, tablename);
