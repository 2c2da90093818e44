-- Meetings that somebody deleted or changed at the vendor, past the hub: when and how it was noticed.

alter table gr_meeting
  add column gr_goneon timestamptz,
  add column gr_differson timestamptz,
  add column gr_difference text;

alter table gr_meetingroom
  add column gonereason varchar(1000),
  add column lookedon timestamptz;
create index gr_meetingroom_webinar on gr_meetingroom (configurationid, webinarid);
