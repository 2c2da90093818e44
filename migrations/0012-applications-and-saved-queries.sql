-- Programs that sign in with client credentials. Secrets and tokens are random with 192 bits, so that
-- SHA-256 is enough for them; only hashes are kept.

create table gr_application (
  gr_applicationid uuid primary key,
  name varchar(100) not null,
  userid uuid not null references systemuser on delete cascade,
  createdon timestamptz not null,
  disabledon timestamptz
);

create table gr_applicationsecret (
  gr_applicationsecretid uuid primary key,
  applicationid uuid not null references gr_application on delete cascade,
  secrethash varchar(64) not null unique,
  hint varchar(4) not null,
  createdon timestamptz not null,
  expireson timestamptz not null,
  revokedon timestamptz
);

create table gr_accesstoken (
  gr_accesstokenid uuid primary key,
  tokenhash varchar(64) not null unique,
  applicationid uuid not null references gr_application on delete cascade,
  secretid uuid not null references gr_applicationsecret on delete cascade,
  createdon timestamptz not null,
  expireson timestamptz not null
);

create index gr_application_user on gr_application (userid);
create index gr_applicationsecret_application on gr_applicationsecret (applicationid);
create index gr_accesstoken_application on gr_accesstoken (applicationid, expireson);
create index gr_accesstoken_secret on gr_accesstoken (secretid);
create index gr_apikey_user on gr_apikey (userid);
create index systemuser_directory on systemuser (azureactivedirectoryobjectid)
  where azureactivedirectoryobjectid is not null;

-- May act in the name of other users, within what both may do; gives no right of its own.
insert into role (roleid, name, businessunitid, createdon, modifiedon, statecode, statuscode)
values ('00000000-0000-4000-8000-000000000018', 'Delegate', '00000000-0000-4000-8000-000000000002', now(), now(), 0, 1);

create table savedquery (
  savedqueryid uuid primary key,
  name varchar(200) not null,
  description text,
  returnedtypecode varchar(64) not null,
  fetchxml text not null,
  layoutxml text,
  querytype integer not null,
  isdefault boolean,
  isquickfindquery boolean,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table userquery (
  userqueryid uuid primary key,
  name varchar(200) not null,
  description text,
  returnedtypecode varchar(64) not null,
  fetchxml text not null,
  layoutxml text,
  querytype integer not null,
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

create index savedquery_table on savedquery (returnedtypecode);
create index userquery_table on userquery (returnedtypecode, ownerid);
