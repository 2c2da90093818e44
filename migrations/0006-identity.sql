-- Who may come in: hashes only. Keys and tokens are random with 128 bits or more, so SHA-256 is
-- enough for them; passwords are hashed with scrypt.

create table gr_apikey (
  gr_apikeyid uuid primary key,
  name varchar(100) not null,
  userid uuid not null references systemuser on delete cascade,
  keyhash varchar(64) not null unique,
  createdon timestamptz not null,
  expireson timestamptz,
  revokedon timestamptz
);

create table gr_signinlink (
  gr_signinlinkid uuid primary key,
  userid uuid not null references systemuser on delete cascade,
  tokenhash varchar(64) not null unique,
  expireson timestamptz not null,
  usedon timestamptz
);

create table gr_signinsession (
  gr_signinsessionid uuid primary key,
  userid uuid not null references systemuser on delete cascade,
  tokenhash varchar(64) not null unique,
  createdon timestamptz not null,
  expireson timestamptz not null
);

create table gr_password (
  userid uuid primary key references systemuser on delete cascade,
  hash varchar(300) not null,
  changedon timestamptz not null
);

create unique index systemuser_email on systemuser (lower(internalemailaddress));
