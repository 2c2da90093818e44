-- Who has been told of which change: a letter goes to those whom a change concerns, and once.

create table gr_occasionchange (
  gr_occasionchangeid uuid primary key,
  eventid uuid not null references msevtmgt_event on delete cascade,
  changedon timestamptz not null
);
create index gr_occasionchange_event on gr_occasionchange (eventid, changedon);

alter table msevtmgt_eventregistration add column gr_toldon timestamptz;
