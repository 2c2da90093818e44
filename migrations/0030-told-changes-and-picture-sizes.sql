-- Who has been told of which change: a letter goes to those whom a change concerns, and once.

create table gr_occasionchange (
  gr_occasionchangeid uuid primary key,
  eventid uuid not null references msevtmgt_event on delete cascade,
  changedon timestamptz not null
);
create index gr_occasionchange_event on gr_occasionchange (eventid, changedon);

alter table msevtmgt_eventregistration add column gr_toldon timestamptz;

-- The size of pictures, so that pages leave room for them.
alter table gr_picture add column gr_width integer, add column gr_height integer;
