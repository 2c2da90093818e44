-- Every mail the hub sends or keeps. The reference names what it is about and in which version, so
-- that the same mail is never made twice.

create table gr_mail (
  gr_mailid uuid primary key,
  name varchar(300) not null,
  kind varchar(50) not null,
  reference varchar(200) not null unique,
  recipient varchar(320) not null,
  recipientname varchar(200),
  textbody text not null,
  htmlbody text not null,
  calendar text,
  calendarmethod varchar(20),
  state integer not null,
  messageid varchar(200) not null,
  registrationid uuid references msevtmgt_eventregistration on delete set null,
  senton timestamptz,
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

create index gr_mail_registration on gr_mail (registrationid);
create index gr_mail_createdon on gr_mail (createdon);
