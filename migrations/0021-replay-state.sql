-- What a replay shows as its state also follows from its system job, which can end by itself.
alter table gr_replay rename column state to ownstate;
