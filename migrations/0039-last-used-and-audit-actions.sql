-- When keys and secrets were used last; the audit log by action.

alter table gr_apikey add column lastusedon timestamptz;
alter table gr_applicationsecret add column lastusedon timestamptz;

create index gr_audit_action on gr_audit (action, createdon, gr_auditid);
