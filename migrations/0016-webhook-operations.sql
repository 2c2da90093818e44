-- Running webhooks: the delivery log, replays, request bins, and how long finished system jobs are kept.

-- What each attempt to tell an endpoint was and what came of it. No foreign keys: the log outlives jobs and
-- registrations, and an insert must stay cheap.
create table gr_deliveryattempt (
  gr_deliveryattemptid uuid primary key,
  name varchar(300) not null,
  serviceendpointid uuid,
  sdkmessageprocessingstepid uuid,
  asyncoperationid uuid,
  attempt integer not null,
  outcome integer not null,
  startedon timestamptz not null,
  messagename varchar(160) not null,
  primaryentitytype varchar(64) not null,
  regardingobjectid uuid,
  correlationid uuid,
  method varchar(10) not null,
  url varchar(2000) not null,
  requestheaders jsonb not null,
  bodybytes integer,
  bodysha256 varchar(64),
  responsestatus integer,
  responseheaders jsonb,
  responsestart text,
  queuems integer,
  sentms integer,
  firstbytems integer,
  totalms integer not null,
  errorcode integer,
  problem text
);
create index gr_deliveryattempt_endpoint on gr_deliveryattempt (serviceendpointid, startedon);
create index gr_deliveryattempt_job on gr_deliveryattempt (asyncoperationid);

alter table serviceendpoint
  add column gr_logdeliveries boolean,
  add column gr_logdays integer,
  add column gr_keepsucceeded boolean;

-- Deliveries that are sent again: one row per order, moved on in the transaction that sends its next part.
create table gr_replay (
  gr_replayid uuid primary key,
  name varchar(300) not null,
  asyncoperationid uuid,
  deliveries integer not null,
  createdfrom timestamptz,
  createdto timestamptz not null,
  endedfrom timestamptz,
  serviceendpointid uuid,
  sdkmessageprocessingstepid uuid,
  jobid uuid,
  targetendpointid uuid,
  persecond integer not null,
  marked boolean not null,
  state integer not null,
  total integer not null,
  sent integer not null,
  skipped integer not null,
  atcreatedon timestamptz,
  atjobid uuid,
  orderedby uuid,
  orderedon timestamptz not null,
  endedon timestamptz
);

-- Dead letters are the failed deliveries themselves, in the order of their changes.
create index asyncoperation_deadletters on asyncoperation (createdon, asyncoperationid)
  where gr_kind = 'webhook.delivery' and statuscode = 31;

-- Places to which a registration can be pointed to see what arrives. Nothing in them outlives its expiry.
create table gr_requestbin (
  gr_requestbinid uuid primary key,
  name varchar(100) not null,
  token varchar(64) not null unique,
  answerstatus integer not null,
  answerdelayms integer not null,
  answerretryafter varchar(100),
  answersleft integer,
  createdby uuid,
  createdon timestamptz not null,
  expireson timestamptz not null
);
create index gr_requestbin_expireson on gr_requestbin (expireson);

create table gr_binrequest (
  gr_binrequestid uuid primary key,
  gr_requestbinid uuid not null references gr_requestbin on delete cascade,
  receivedon timestamptz not null,
  method varchar(20) not null,
  target text not null,
  headers jsonb not null,
  body text not null,
  isbase64 boolean not null,
  bodybytes integer not null,
  verdicts jsonb not null,
  answerstatus integer not null
);
create index gr_binrequest_bin on gr_binrequest (gr_requestbinid, gr_binrequestid);

-- How long finished system jobs are kept, by kind; the row `*` is for all others.
create table gr_jobretention (
  gr_jobretentionid uuid primary key,
  kind varchar(128) not null,
  succeededdays integer,
  faileddays integer,
  canceleddays integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);
create unique index gr_jobretention_kind on gr_jobretention (kind);

-- Pruning takes each kind by itself: jobs of a kind that is kept longer are not stepped over.
drop index asyncoperation_finished;
create index asyncoperation_finished on asyncoperation (statuscode, gr_kind, completedon)
  where statuscode >= 30;

-- Contexts lie out of line (0010): removing jobs leaves its rows behind in the TOAST table, whose own
-- vacuum begins only after a fifth of them by default.
alter table asyncoperation set (
  toast.autovacuum_vacuum_scale_factor = 0.01,
  toast.autovacuum_vacuum_threshold = 5000,
  toast.autovacuum_vacuum_cost_delay = 0
);
