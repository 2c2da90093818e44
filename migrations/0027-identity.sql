-- Sessions that people can tell apart, links by purpose, back-off, single sign-on, roles of one's own, audit.

alter table systemuser add column gr_language varchar(35);
alter table systemuser add column gr_timezone varchar(64);

alter table gr_signinsession add column method varchar(20) not null default 'link';
alter table gr_signinsession alter column method drop default;
alter table gr_signinsession add column useragent varchar(400);
alter table gr_signinsession add column address varchar(45);
alter table gr_signinsession add column lastusedon timestamptz;
update gr_signinsession set lastusedon = createdon;
alter table gr_signinsession alter column lastusedon set not null;
create index gr_signinsession_user on gr_signinsession (userid);

alter table gr_signinlink add column purpose varchar(20) not null default 'sign-in';
alter table gr_signinlink alter column purpose drop default;
create index gr_signinlink_user on gr_signinlink (userid);

-- One row per account and per address; both as hashes: people type passwords into the wrong field.
create table gr_signinfailure (
  gr_signinfailureid uuid primary key,
  subjecthash varchar(64) not null unique,
  failures integer not null,
  lastfailedon timestamptz not null,
  waituntil timestamptz
);

create index gr_signinfailure_last on gr_signinfailure (lastfailedon);

-- Somebody who is away at the identity provider.
create table gr_singlesignon (
  gr_singlesignonid uuid primary key,
  statehash varchar(64) not null unique,
  nonce varchar(64) not null,
  verifier varchar(64) not null,
  returnto varchar(2000),
  expireson timestamptz not null
);

create table gr_externalidentity (
  gr_externalidentityid uuid primary key,
  userid uuid not null references systemuser on delete cascade,
  issuer varchar(500) not null,
  subject varchar(255) not null,
  createdon timestamptz not null,
  unique (issuer, subject)
);

create index gr_externalidentity_user on gr_externalidentity (userid);

-- Roles of one's own; what the roles of the hub allow stands in src/identity/policy.ts.
create table gr_roleprivilege (
  gr_roleprivilegeid uuid primary key,
  roleid uuid not null references role on delete cascade,
  tablename varchar(64) not null,
  privilege varchar(10) not null,
  rows varchar(3) not null,
  unique (roleid, tablename, privilege),
  check (privilege in ('Create', 'Read', 'Update', 'Delete')),
  check (rows in ('own', 'all'))
);

create index teammembership_user on teammembership (systemuserid);

-- What administrators did. No foreign keys: it outlives users and rows.
create table gr_audit (
  gr_auditid uuid primary key,
  createdon timestamptz not null,
  userid uuid,
  username varchar(320),
  initiatinguserid uuid,
  action varchar(40) not null,
  tablename varchar(128),
  recordid uuid,
  recordname varchar(500),
  changes jsonb,
  address varchar(45),
  useragent varchar(400),
  request varchar(300),
  correlationid uuid
);

create index gr_audit_time on gr_audit (createdon, gr_auditid);
create index gr_audit_user on gr_audit (userid, createdon, gr_auditid);
create index gr_audit_record on gr_audit (recordid, createdon, gr_auditid);
create index gr_audit_table on gr_audit (tablename, createdon, gr_auditid);

create function gr_keep_audit() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of gr_audit are written once and stay as they are.';
end
$$;

create trigger gr_audit_stays before update or delete on gr_audit
  for each row execute function gr_keep_audit();
create trigger gr_audit_is_kept before truncate on gr_audit
  for each statement execute function gr_keep_audit();
