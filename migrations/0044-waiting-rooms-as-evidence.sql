-- Who waited at the door of a room and was not let in: kept as evidence, never counted.

alter table msevtmgt_checkin add column gr_isinwaitingroom boolean;
