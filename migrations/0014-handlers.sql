-- Handlers: whether the file behind a plug-in type can run, as the hub found it at its start.

alter table plugintype
  add column gr_handlerstate integer,
  add column gr_handlerproblem varchar(2000);
