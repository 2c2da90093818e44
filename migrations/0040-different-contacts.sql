-- Contacts that look like one person, and of whom somebody said that they are two.

create table gr_differentcontacts (
  gr_differentcontactsid uuid primary key,
  gr_one uuid not null references contact on delete cascade,
  gr_other uuid not null references contact on delete cascade,
  gr_declaredby uuid references systemuser on delete set null,
  gr_declaredon timestamptz not null,
  constraint gr_differentcontacts_order check (gr_one < gr_other),
  constraint gr_differentcontacts_pair unique (gr_one, gr_other)
);
create index gr_differentcontacts_other on gr_differentcontacts (gr_other);
create index gr_differentcontacts_declaredby on gr_differentcontacts (gr_declaredby)
  where gr_declaredby is not null;
