-- Contacts that were found to be one person: which one is kept, and that the other was merged.

alter table contact
  add column masterid uuid references contact on delete set null,
  add column merged boolean;
create index contact_masterid on contact (masterid) where masterid is not null;

-- Why a mail was not sent; its state says that it was given up.
alter table gr_mail add column problem text;
create index gr_mail_failed on gr_mail (createdon) where state = 100000003;
