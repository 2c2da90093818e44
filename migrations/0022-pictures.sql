-- Pictures of events, speakers and sponsors; signed-in visitors are found by their provider's id.

create table gr_picture (
  gr_pictureid uuid primary key,
  gr_name varchar(200) not null,
  gr_event uuid references msevtmgt_event on delete cascade,
  gr_speaker uuid references msevtmgt_speaker on delete cascade,
  gr_sponsorship uuid references msevtmgt_sponsorship on delete cascade,
  gr_content text not null,
  gr_contenttype varchar(50),
  gr_size integer,
  gr_fingerprint varchar(64),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid,
  unique (gr_event),
  unique (gr_speaker),
  unique (gr_sponsorship)
);

create index contact_aadobjectid on contact (msevtmgt_aadobjectid) where msevtmgt_aadobjectid is not null;
