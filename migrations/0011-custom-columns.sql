-- Columns that administrators add at run time (docs/decisions/0011). The columns themselves are real
-- columns of their tables; here is what they mean.

create table gr_customcolumn (
  gr_customcolumnid uuid primary key,
  tablename varchar(64) not null,
  columnname varchar(64) not null,
  definition jsonb not null,
  createdon timestamptz not null,
  unique (tablename, columnname)
);

create table gr_customization (
  gr_customizationid uuid primary key,
  version bigint not null
);
insert into gr_customization (gr_customizationid, version)
values ('00000000-0000-4000-8000-000000000021', 0);

create table gr_columnchange (
  gr_columnchangeid uuid primary key,
  gr_name varchar(200) not null,
  gr_act varchar(20) not null,
  gr_tablename varchar(64) not null,
  gr_columnname varchar(64) not null,
  gr_customcolumnid uuid not null,
  gr_before text,
  gr_after text,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);
create index gr_columnchange_column on gr_columnchange (gr_tablename, gr_columnname);
