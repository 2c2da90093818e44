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
