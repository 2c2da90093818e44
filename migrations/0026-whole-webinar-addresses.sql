-- Dataverse's column holds 200 characters on events and 100 on sessions; addresses of Teams and signed
-- ones are longer. The whole address stands here, the old column keeps what fits.
alter table msevtmgt_event add column gr_webinarurl varchar(2000);
alter table msevtmgt_session add column gr_webinarurl varchar(2000);
update msevtmgt_event e set gr_webinarurl = coalesce(e.msevtmgt_webinarurl, w.webinarurl)
  from msevtmgt_event old
  left join gr_webinar w on w.occasionid = old.msevtmgt_eventid and w.deletedon is null
  where old.msevtmgt_eventid = e.msevtmgt_eventid
    and coalesce(e.msevtmgt_webinarurl, w.webinarurl) is not null;
update msevtmgt_session s set gr_webinarurl = coalesce(s.msevtmgt_webinarurl, w.webinarurl)
  from msevtmgt_session old
  left join gr_webinar w on w.occasionid = old.msevtmgt_sessionid and w.deletedon is null
  where old.msevtmgt_sessionid = s.msevtmgt_sessionid
    and coalesce(s.msevtmgt_webinarurl, w.webinarurl) is not null;

-- What the vendor said last about its own quota (X-RateLimit-*, RateLimit-*), for pace and forecast.
alter table gr_providerpace
  add column vendormost integer,
  add column vendorleft integer,
  add column vendorresetson timestamptz;
