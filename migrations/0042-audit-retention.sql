-- How long the audit log is kept. Nobody changes its rows; those that are older than the organization
-- says can be removed, by whoever, and the log itself then says how many and of which time.

alter table organization add column gr_auditretentiondays integer;
-- Whoever gets at the database cannot wipe out what they did the month before.
alter table organization add constraint organization_auditretention
  check (gr_auditretentiondays between 30 and 36500);

drop trigger gr_audit_stays on gr_audit;
create trigger gr_audit_stays before update on gr_audit
  for each row execute function gr_keep_audit();

create function gr_forget_audit() returns trigger language plpgsql as $$
declare
  organization_id constant uuid := '00000000-0000-4000-8000-000000000001';
  organization_name text;
  days integer;
  told jsonb;
  removed bigint;
  oldest timestamptz;
  newest timestamptz;
begin
  select count(*), min(createdon), max(createdon) into removed, oldest, newest from gone;
  if removed = 0 then
    return null;
  end if;
  select name, gr_auditretentiondays into organization_name, days
    from organization where organizationid = organization_id;
  -- The database's own time: whoever deletes does not say what the time is.
  if days is null or newest >= now() - make_interval(days => days) then
    raise exception 'Rows of gr_audit are written once and stay as they are, as long as the organization says.';
  end if;
  -- A retention that was set past the hub is not in the log, and opens nothing.
  told := jsonb_build_array(jsonb_build_object('column', 'gr_auditretentiondays', 'new', days));
  if not exists (select from gr_audit where recordid = organization_id and changes @> told)
    and not exists (select from gone where recordid = organization_id and changes @> told) then
    raise exception 'The audit log does not say who set its retention to % days: set it in the hub.', days;
  end if;
  insert into gr_audit (gr_auditid, createdon, action, tablename, recordid, recordname, changes)
  values (gen_random_uuid(), now(), 'remove old entries', 'organization', organization_id,
    left(organization_name, 500), jsonb_build_array(
      jsonb_build_object('column', 'entries', 'old', removed, 'new', 0),
      jsonb_build_object('column', 'oldest', 'old', oldest, 'new', null),
      jsonb_build_object('column', 'newest', 'old', newest, 'new', null),
      jsonb_build_object('column', 'gr_auditretentiondays', 'old', days, 'new', days)));
  return null;
end
$$;

-- A temporary table called organization or gr_audit does not answer in place of the real one.
do $$
begin
  execute format('alter function gr_forget_audit() set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$$;

create trigger gr_audit_is_forgotten after delete on gr_audit
  referencing old table as gone
  for each statement execute function gr_forget_audit();
