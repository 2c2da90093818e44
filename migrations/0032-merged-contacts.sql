-- Contacts that were found to be one person: which one is kept, and that the other was merged.

alter table contact
  add column masterid uuid references contact on delete set null,
  add column merged boolean;
create index contact_masterid on contact (masterid) where masterid is not null;
