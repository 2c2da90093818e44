-- Pages of an event's registrations, newest first or by key: the index has their order, so that a
-- page costs what its rows cost, wherever in the list it is.

drop index msevtmgt_eventregistration_event;

create index msevtmgt_eventregistration_event
  on msevtmgt_eventregistration (msevtmgt_eventid, createdon desc, msevtmgt_eventregistrationid);

create index msevtmgt_eventregistration_event_key
  on msevtmgt_eventregistration (msevtmgt_eventid, msevtmgt_eventregistrationid);
