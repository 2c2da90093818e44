-- System jobs: `asyncoperation` is at once the queue that workers take from and the ledger that people read.
-- No foreign keys: the ledger outlives what it tells about, and an enqueue must stay one cheap insert.

-- Places in the line. A job takes one when it is first due; a job for later has none until then.
-- cache 1: with a larger cache, sessions would hand out numbers that do not follow time.
create sequence asyncoperation_sequence cache 1;

create table asyncoperation (
  asyncoperationid uuid primary key,
  breadcrumbid uuid,
  callerorigin varchar(256),
  completedon timestamptz,
  correlationid uuid,
  correlationupdatedtime timestamptz,
  createdonbehalfby uuid,
  datablobid uuid,
  dependencytoken varchar(256),
  depth integer,
  errorcode integer,
  executiontimespan double precision,
  expanderstarttime timestamptz,
  friendlymessage text,
  hostid varchar(256),
  iswaitingforevent boolean,
  message text,
  messagename varchar(160),
  modifiedonbehalfby uuid,
  name varchar(256) not null,
  operationtype integer not null,
  owningextensionid uuid,
  parentpluginexecutionid uuid,
  postponeuntil timestamptz,
  primaryentitytype varchar(64),
  recurrencepattern varchar(256),
  recurrencestarttime timestamptz,
  regardingobjectid uuid,
  regardingobjectidtype varchar(64),
  requestid uuid,
  retainjobhistory boolean,
  retrycount integer not null default 0,
  rootexecutioncontext text,
  sequence bigint default nextval('asyncoperation_sequence'),
  startedon timestamptz,
  subtype integer,
  timezoneruleversionnumber integer,
  utcconversiontimezonecode integer,
  workflowactivationid uuid,
  workflowstagename varchar(256),
  workload varchar(256),
  gr_attempt integer not null default 1,
  gr_autodelete boolean not null default false,
  gr_begun boolean not null default false,
  gr_breadcrumbs text,
  gr_kind varchar(128) not null,
  gr_lease uuid,
  gr_leaseduntil timestamptz,
  gr_losses integer not null default 0,
  gr_parked boolean not null default false,
  gr_payload jsonb not null,
  gr_tries integer not null default 1,
  gr_uniquekey varchar(256),
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
) with (
  -- Every job leaves two dead versions behind. Seldom and slow vacuuming would make claims step over them.
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0.05
);

-- Each of these holds open jobs or finished ones, never both, so that neither slows the other.

-- Taking the next jobs of a kind. Jobs parked behind another one of their key are out of the way.
create index asyncoperation_ready on asyncoperation (gr_parked, gr_kind, sequence) where statecode = 0;
create index asyncoperation_suspended on asyncoperation (postponeuntil) where statecode = 1;
create index asyncoperation_leased on asyncoperation (gr_leaseduntil) where statecode = 2;

-- One at a time per key, in order; the unique index is the proof, the other one finds the head.
create index asyncoperation_line on asyncoperation (dependencytoken, sequence)
  where statecode < 3 and dependencytoken is not null;
create unique index asyncoperation_onerunning on asyncoperation (dependencytoken)
  where statecode = 2 and dependencytoken is not null;

-- At most one job per unique key that has not begun.
create unique index asyncoperation_unbegun on asyncoperation (gr_uniquekey)
  where statecode < 3 and not gr_begun and gr_uniquekey is not null;
create index asyncoperation_uniquekey on asyncoperation (gr_uniquekey)
  where statecode < 3 and gr_uniquekey is not null;

-- The ledger: the newest, what failed lately, what may be pruned, the jobs of a step, the jobs about a row.
create index asyncoperation_createdon on asyncoperation (createdon);
create index asyncoperation_finished on asyncoperation (statuscode, completedon) where statuscode >= 30;
create index asyncoperation_step on asyncoperation (owningextensionid, completedon)
  where owningextensionid is not null;
create index asyncoperation_regarding on asyncoperation (regardingobjectid)
  where regardingobjectid is not null;

-- Milliseconds since 1970 until when some worker looks for jobs every few milliseconds by itself. While it
-- does, enqueueing sends no notification: commits with one wait for each other's flush (16 connections
-- enqueued 2,900 a second with it and 7,000 without, PostgreSQL 15). A sequence, because it is read and
-- set without locks; unlogged, because after a crash nobody is awake.
create unlogged sequence asyncoperation_awake;
