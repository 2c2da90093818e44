-- The whole database, generated from migrations/ by `npm run schema`; a test proves it current.
-- Tables of Dataverse and Dynamics 365 event management keep their names; gr_ is Greenroom's own.

create sequence asyncoperation_awake;

create sequence asyncoperation_sequence;

create sequence gr_versionnumber;

create table account (
  accountid uuid not null,
  accountcategorycode integer,
  accountnumber character varying(20),
  address1_city character varying(80),
  address1_country character varying(80),
  address1_line1 character varying(250),
  address1_line2 character varying(250),
  address1_line3 character varying(250),
  address1_postalcode character varying(20),
  address1_stateorprovince character varying(50),
  creditlimit numeric(19,4),
  creditonhold boolean,
  customertypecode integer,
  description text,
  donotbulkemail boolean,
  donotemail boolean,
  emailaddress1 character varying(100),
  emailaddress2 character varying(100),
  fax character varying(50),
  industrycode integer,
  name character varying(160) not null,
  numberofemployees integer,
  parentaccountid uuid,
  primarycontactid uuid,
  revenue numeric(19,4),
  telephone1 character varying(50),
  telephone2 character varying(50),
  tickersymbol character varying(10),
  transactioncurrencyid uuid,
  websiteurl character varying(200),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (accountid),
  FOREIGN KEY (parentaccountid) REFERENCES account(accountid) ON DELETE SET NULL,
  FOREIGN KEY (primarycontactid) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);

create table asyncoperation (
  asyncoperationid uuid not null,
  breadcrumbid uuid,
  callerorigin character varying(256),
  completedon timestamp with time zone,
  correlationid uuid,
  correlationupdatedtime timestamp with time zone,
  createdonbehalfby uuid,
  datablobid uuid,
  dependencytoken character varying(256),
  depth integer,
  errorcode integer,
  executiontimespan double precision,
  expanderstarttime timestamp with time zone,
  friendlymessage text,
  hostid character varying(256),
  iswaitingforevent boolean,
  message text,
  messagename character varying(160),
  modifiedonbehalfby uuid,
  name character varying(256) not null,
  operationtype integer not null,
  owningextensionid uuid,
  parentpluginexecutionid uuid,
  postponeuntil timestamp with time zone,
  primaryentitytype character varying(64),
  recurrencepattern character varying(256),
  recurrencestarttime timestamp with time zone,
  regardingobjectid uuid,
  regardingobjectidtype character varying(64),
  requestid uuid,
  retainjobhistory boolean,
  retrycount integer default 0 not null,
  rootexecutioncontext text,
  sequence bigint default nextval('asyncoperation_sequence'::regclass),
  startedon timestamp with time zone,
  subtype integer,
  timezoneruleversionnumber integer,
  utcconversiontimezonecode integer,
  workflowactivationid uuid,
  workflowstagename character varying(256),
  workload character varying(256),
  gr_attempt integer default 1 not null,
  gr_autodelete boolean default false not null,
  gr_begun boolean default false not null,
  gr_breadcrumbs text,
  gr_kind character varying(128) not null,
  gr_lease uuid,
  gr_leaseduntil timestamp with time zone,
  gr_losses integer default 0 not null,
  gr_parked boolean default false not null,
  gr_payload jsonb not null,
  gr_tries integer default 1 not null,
  gr_uniquekey character varying(256),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (asyncoperationid)
);
CREATE INDEX asyncoperation_createdon ON asyncoperation USING btree (createdon);
CREATE INDEX asyncoperation_deadletters ON asyncoperation USING btree (createdon, asyncoperationid) WHERE (((gr_kind)::text = 'webhook.delivery'::text) AND (statuscode = 31));
CREATE INDEX asyncoperation_finished ON asyncoperation USING btree (statuscode, gr_kind, completedon) WHERE (statuscode >= 30);
CREATE INDEX asyncoperation_leased ON asyncoperation USING btree (gr_leaseduntil) WHERE (statecode = 2);
CREATE INDEX asyncoperation_line ON asyncoperation USING btree (dependencytoken, sequence) WHERE ((statecode < 3) AND (dependencytoken IS NOT NULL));
CREATE INDEX asyncoperation_ready ON asyncoperation USING btree (gr_parked, gr_kind, sequence) WHERE (statecode = 0);
CREATE INDEX asyncoperation_regarding ON asyncoperation USING btree (regardingobjectid) WHERE (regardingobjectid IS NOT NULL);
CREATE INDEX asyncoperation_step ON asyncoperation USING btree (owningextensionid, completedon) WHERE (owningextensionid IS NOT NULL);
CREATE INDEX asyncoperation_suspended ON asyncoperation USING btree (postponeuntil) WHERE (statecode = 1);
CREATE INDEX asyncoperation_uniquekey ON asyncoperation USING btree (gr_uniquekey) WHERE ((statecode < 3) AND (gr_uniquekey IS NOT NULL));
CREATE UNIQUE INDEX asyncoperation_onerunning ON asyncoperation USING btree (dependencytoken) WHERE ((statecode = 2) AND (dependencytoken IS NOT NULL));
CREATE UNIQUE INDEX asyncoperation_unbegun ON asyncoperation USING btree (gr_uniquekey) WHERE ((statecode < 3) AND (NOT gr_begun) AND (gr_uniquekey IS NOT NULL));

create table businessunit (
  businessunitid uuid not null,
  name character varying(160) not null,
  description text,
  divisionname character varying(100),
  emailaddress character varying(100),
  isdisabled boolean,
  organizationid uuid,
  parentbusinessunitid uuid,
  websiteurl character varying(200),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (businessunitid),
  FOREIGN KEY (organizationid) REFERENCES organization(organizationid) ON DELETE SET NULL,
  FOREIGN KEY (parentbusinessunitid) REFERENCES businessunit(businessunitid) ON DELETE SET NULL
);

create table contact (
  contactid uuid not null,
  accountrolecode integer,
  address1_city character varying(80),
  address1_country character varying(80),
  address1_line1 character varying(250),
  address1_line2 character varying(250),
  address1_line3 character varying(250),
  address1_postalcode character varying(20),
  address1_stateorprovince character varying(50),
  address1_telephone1 character varying(50),
  anniversary date,
  annualincome numeric(19,4),
  assistantname character varying(100),
  assistantphone character varying(50),
  birthdate date,
  company character varying(50),
  creditlimit numeric(19,4),
  customertypecode integer,
  department character varying(100),
  description text,
  donotbulkemail boolean,
  donotemail boolean,
  donotphone boolean,
  donotpostalmail boolean,
  emailaddress1 character varying(100),
  emailaddress2 character varying(100),
  emailaddress3 character varying(100),
  employeeid character varying(50),
  externaluseridentifier character varying(50),
  familystatuscode integer,
  fax character varying(50),
  firstname character varying(50),
  fullname character varying(160) generated always as (NULLIF(btrim((((COALESCE(firstname, ''::character varying))::text || ' '::text) || (COALESCE(lastname, ''::character varying))::text)), ''::text)) stored,
  gendercode integer,
  governmentid character varying(50),
  jobtitle character varying(100),
  lastname character varying(50),
  managername character varying(100),
  middlename character varying(50),
  mobilephone character varying(50),
  msevtmgt_aadobjectid character varying(100),
  msevtmgt_contactid character varying(100),
  msevtmgt_originatingeventid uuid,
  nickname character varying(100),
  numberofchildren integer,
  originatingleadid uuid,
  parentcustomerid uuid,
  preferredcontactmethodcode integer,
  salutation character varying(100),
  spousesname character varying(100),
  suffix character varying(10),
  telephone1 character varying(50),
  telephone2 character varying(50),
  telephone3 character varying(50),
  transactioncurrencyid uuid,
  websiteurl character varying(200),
  yomifullname character varying(450) generated always as (NULLIF(btrim((((COALESCE(firstname, ''::character varying))::text || ' '::text) || (COALESCE(lastname, ''::character varying))::text)), ''::text)) stored,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  masterid uuid,
  merged boolean,
  PRIMARY KEY (contactid),
  FOREIGN KEY (masterid) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_originatingeventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX contact_aadobjectid ON contact USING btree (msevtmgt_aadobjectid) WHERE (msevtmgt_aadobjectid IS NOT NULL);
CREATE INDEX contact_blanks ON contact USING btree (contactid) WHERE (((emailaddress1)::text ~~ ' %'::text) OR ((emailaddress1)::text ~~ '% '::text) OR ((firstname)::text ~~ ' %'::text) OR ((firstname)::text ~~ '% '::text) OR ((lastname)::text ~~ ' %'::text) OR ((lastname)::text ~~ '% '::text));
CREATE INDEX contact_email ON contact USING btree (lower((emailaddress1)::text));
CREATE INDEX contact_masterid ON contact USING btree (masterid) WHERE (masterid IS NOT NULL);
CREATE INDEX contact_name ON contact USING btree (lower((lastname)::text), lower((firstname)::text));

create table gr_accesstoken (
  gr_accesstokenid uuid not null,
  tokenhash character varying(64) not null,
  applicationid uuid not null,
  secretid uuid not null,
  createdon timestamp with time zone not null,
  expireson timestamp with time zone not null,
  PRIMARY KEY (gr_accesstokenid),
  UNIQUE (tokenhash),
  FOREIGN KEY (applicationid) REFERENCES gr_application(gr_applicationid) ON DELETE CASCADE,
  FOREIGN KEY (secretid) REFERENCES gr_applicationsecret(gr_applicationsecretid) ON DELETE CASCADE
);
CREATE INDEX gr_accesstoken_application ON gr_accesstoken USING btree (applicationid, expireson);
CREATE INDEX gr_accesstoken_secret ON gr_accesstoken USING btree (secretid);

create table gr_accountmeeting (
  gr_accountmeetingid uuid not null,
  gr_name character varying(300) not null,
  gr_providerid character varying(300) not null,
  gr_webinarconfigurationid uuid not null,
  gr_start timestamp with time zone,
  gr_end timestamp with time zone,
  gr_timezone character varying(100),
  gr_hostemail character varying(320),
  gr_state character varying(100),
  gr_weblink character varying(2000),
  gr_changedon timestamp with time zone,
  gr_loadedon timestamp with time zone not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_accountmeetingid),
  FOREIGN KEY (gr_webinarconfigurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE CASCADE
);
CREATE UNIQUE INDEX gr_accountmeeting_providerid ON gr_accountmeeting USING btree (gr_webinarconfigurationid, gr_providerid);

create table gr_accountperson (
  gr_accountpersonid uuid not null,
  gr_name character varying(300) not null,
  gr_providerid character varying(300) not null,
  gr_webinarconfigurationid uuid not null,
  gr_email character varying(320),
  gr_state character varying(100),
  gr_changedon timestamp with time zone,
  gr_loadedon timestamp with time zone not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_accountpersonid),
  FOREIGN KEY (gr_webinarconfigurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE CASCADE
);
CREATE UNIQUE INDEX gr_accountperson_providerid ON gr_accountperson USING btree (gr_webinarconfigurationid, gr_providerid);

create table gr_accounttoken (
  configurationid uuid not null,
  expireson timestamp with time zone,
  endedon timestamp with time zone,
  renewal uuid,
  renewaluntil timestamp with time zone,
  PRIMARY KEY (configurationid)
);

create table gr_apikey (
  gr_apikeyid uuid not null,
  name character varying(100) not null,
  userid uuid not null,
  keyhash character varying(64) not null,
  createdon timestamp with time zone not null,
  expireson timestamp with time zone,
  revokedon timestamp with time zone,
  lastusedon timestamp with time zone,
  PRIMARY KEY (gr_apikeyid),
  UNIQUE (keyhash),
  FOREIGN KEY (userid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);
CREATE INDEX gr_apikey_user ON gr_apikey USING btree (userid);

create table gr_application (
  gr_applicationid uuid not null,
  name character varying(100) not null,
  userid uuid not null,
  createdon timestamp with time zone not null,
  disabledon timestamp with time zone,
  PRIMARY KEY (gr_applicationid),
  FOREIGN KEY (userid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);
CREATE INDEX gr_application_user ON gr_application USING btree (userid);

create table gr_applicationsecret (
  gr_applicationsecretid uuid not null,
  applicationid uuid not null,
  secrethash character varying(64) not null,
  hint character varying(4) not null,
  createdon timestamp with time zone not null,
  expireson timestamp with time zone not null,
  revokedon timestamp with time zone,
  lastusedon timestamp with time zone,
  PRIMARY KEY (gr_applicationsecretid),
  UNIQUE (secrethash),
  FOREIGN KEY (applicationid) REFERENCES gr_application(gr_applicationid) ON DELETE CASCADE
);
CREATE INDEX gr_applicationsecret_application ON gr_applicationsecret USING btree (applicationid);

create table gr_attendancedecision (
  gr_attendancedecisionid uuid not null,
  name character varying(200) not null,
  eventid uuid not null,
  sessionid uuid,
  personkey character varying(100) not null,
  decision integer not null,
  registrationid uuid,
  reason text not null,
  decidedon timestamp with time zone not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (gr_attendancedecisionid),
  FOREIGN KEY (eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (registrationid) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE CASCADE,
  FOREIGN KEY (sessionid) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX gr_attendancedecision_person ON gr_attendancedecision USING btree (eventid, personkey, versionnumber);

create table gr_audit (
  gr_auditid uuid not null,
  createdon timestamp with time zone not null,
  userid uuid,
  username character varying(320),
  initiatinguserid uuid,
  action character varying(40) not null,
  tablename character varying(128),
  recordid uuid,
  recordname character varying(500),
  changes jsonb,
  address character varying(45),
  useragent character varying(400),
  request character varying(300),
  correlationid uuid,
  PRIMARY KEY (gr_auditid)
);
CREATE INDEX gr_audit_action ON gr_audit USING btree (action, createdon, gr_auditid);
CREATE INDEX gr_audit_record ON gr_audit USING btree (recordid, createdon, gr_auditid);
CREATE INDEX gr_audit_table ON gr_audit USING btree (tablename, createdon, gr_auditid);
CREATE INDEX gr_audit_time ON gr_audit USING btree (createdon, gr_auditid);
CREATE INDEX gr_audit_user ON gr_audit USING btree (userid, createdon, gr_auditid);
CREATE TRIGGER gr_audit_is_forgotten AFTER DELETE ON gr_audit REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION gr_forget_audit();
CREATE TRIGGER gr_audit_is_kept BEFORE TRUNCATE ON gr_audit FOR EACH STATEMENT EXECUTE FUNCTION gr_keep_audit();
CREATE TRIGGER gr_audit_stays BEFORE UPDATE ON gr_audit FOR EACH ROW EXECUTE FUNCTION gr_keep_audit();

create table gr_authorizationrequest (
  gr_authorizationrequestid uuid not null,
  statehash character varying(64) not null,
  configurationid uuid not null,
  userid uuid not null,
  redirecturi character varying(500) not null,
  expireson timestamp with time zone not null,
  usedon timestamp with time zone,
  purpose character varying(10) default 'account'::character varying not null,
  PRIMARY KEY (gr_authorizationrequestid),
  UNIQUE (statehash),
  FOREIGN KEY (configurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE CASCADE,
  FOREIGN KEY (userid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);
CREATE INDEX gr_authorizationrequest_configuration ON gr_authorizationrequest USING btree (configurationid);
CREATE INDEX gr_authorizationrequest_expireson ON gr_authorizationrequest USING btree (expireson);

create table gr_binrequest (
  gr_binrequestid uuid not null,
  gr_requestbinid uuid not null,
  receivedon timestamp with time zone not null,
  method character varying(20) not null,
  target text not null,
  headers jsonb not null,
  body text not null,
  isbase64 boolean not null,
  bodybytes integer not null,
  verdicts jsonb not null,
  answerstatus integer not null,
  PRIMARY KEY (gr_binrequestid),
  FOREIGN KEY (gr_requestbinid) REFERENCES gr_requestbin(gr_requestbinid) ON DELETE CASCADE
);
CREATE INDEX gr_binrequest_bin ON gr_binrequest USING btree (gr_requestbinid, gr_binrequestid);

create table gr_columnchange (
  gr_columnchangeid uuid not null,
  gr_name character varying(200) not null,
  gr_act character varying(20) not null,
  gr_tablename character varying(64) not null,
  gr_columnname character varying(64) not null,
  gr_customcolumnid uuid not null,
  gr_before text,
  gr_after text,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_columnchangeid)
);
CREATE INDEX gr_columnchange_column ON gr_columnchange USING btree (gr_tablename, gr_columnname);

create table gr_correlationdepth (
  gr_correlationdepthid uuid not null,
  correlationid uuid not null,
  depth integer not null,
  firedon timestamp with time zone not null,
  PRIMARY KEY (gr_correlationdepthid)
);
CREATE INDEX gr_correlationdepth_correlation ON gr_correlationdepth USING btree (correlationid);

create table gr_customcolumn (
  gr_customcolumnid uuid not null,
  tablename character varying(64) not null,
  columnname character varying(64) not null,
  definition jsonb not null,
  createdon timestamp with time zone not null,
  PRIMARY KEY (gr_customcolumnid),
  UNIQUE (tablename, columnname)
);

create table gr_customization (
  gr_customizationid uuid not null,
  version bigint not null,
  PRIMARY KEY (gr_customizationid)
);

create table gr_deliveryattempt (
  gr_deliveryattemptid uuid not null,
  name character varying(300) not null,
  serviceendpointid uuid,
  sdkmessageprocessingstepid uuid,
  asyncoperationid uuid,
  attempt integer not null,
  outcome integer not null,
  startedon timestamp with time zone not null,
  messagename character varying(160) not null,
  primaryentitytype character varying(64) not null,
  regardingobjectid uuid,
  correlationid uuid,
  method character varying(10) not null,
  url character varying(2000) not null,
  requestheaders jsonb not null,
  bodybytes integer,
  bodysha256 character varying(64),
  responsestatus integer,
  responseheaders jsonb,
  responsestart text,
  queuems integer,
  sentms integer,
  firstbytems integer,
  totalms integer not null,
  errorcode integer,
  problem text,
  PRIMARY KEY (gr_deliveryattemptid)
);
CREATE INDEX gr_deliveryattempt_endpoint ON gr_deliveryattempt USING btree (serviceendpointid, startedon);
CREATE INDEX gr_deliveryattempt_job ON gr_deliveryattempt USING btree (asyncoperationid);

create table gr_differentcontacts (
  gr_differentcontactsid uuid not null,
  gr_one uuid not null,
  gr_other uuid not null,
  gr_declaredby uuid,
  gr_declaredon timestamp with time zone not null,
  PRIMARY KEY (gr_differentcontactsid),
  UNIQUE (gr_one, gr_other),
  CHECK ((gr_one < gr_other)),
  FOREIGN KEY (gr_declaredby) REFERENCES systemuser(systemuserid) ON DELETE SET NULL,
  FOREIGN KEY (gr_one) REFERENCES contact(contactid) ON DELETE CASCADE,
  FOREIGN KEY (gr_other) REFERENCES contact(contactid) ON DELETE CASCADE
);
CREATE INDEX gr_differentcontacts_declaredby ON gr_differentcontacts USING btree (gr_declaredby) WHERE (gr_declaredby IS NOT NULL);
CREATE INDEX gr_differentcontacts_other ON gr_differentcontacts USING btree (gr_other);

create table gr_endpointcircuit (
  gr_endpointcircuitid uuid not null,
  failuresinrow integer not null,
  windowstart timestamp with time zone not null,
  successes integer not null,
  failures integer not null,
  openuntil timestamp with time zone,
  probes integer not null,
  probinguntil timestamp with time zone,
  PRIMARY KEY (gr_endpointcircuitid),
  FOREIGN KEY (gr_endpointcircuitid) REFERENCES serviceendpoint(serviceendpointid) ON DELETE CASCADE
);

create table gr_endpointpace (
  gr_endpointpaceid uuid not null,
  freefrom timestamp with time zone not null,
  PRIMARY KEY (gr_endpointpaceid)
);

create table gr_endpointplace (
  gr_endpointplaceid uuid default gen_random_uuid() not null,
  endpointid uuid not null,
  place integer not null,
  holder uuid not null,
  leaseduntil timestamp with time zone not null,
  PRIMARY KEY (gr_endpointplaceid)
);
CREATE UNIQUE INDEX gr_endpointplace_place ON gr_endpointplace USING btree (endpointid, place);

create table gr_externalidentity (
  gr_externalidentityid uuid not null,
  userid uuid not null,
  issuer character varying(500) not null,
  subject character varying(255) not null,
  createdon timestamp with time zone not null,
  PRIMARY KEY (gr_externalidentityid),
  UNIQUE (issuer, subject),
  FOREIGN KEY (userid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);
CREATE INDEX gr_externalidentity_user ON gr_externalidentity USING btree (userid);

create table gr_jobretention (
  gr_jobretentionid uuid not null,
  kind character varying(128) not null,
  succeededdays integer,
  faileddays integer,
  canceleddays integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_jobretentionid)
);
CREATE UNIQUE INDEX gr_jobretention_kind ON gr_jobretention USING btree (kind);

create table gr_mail (
  gr_mailid uuid not null,
  name character varying(300) not null,
  kind character varying(50) not null,
  reference character varying(200) not null,
  recipient character varying(320) not null,
  recipientname character varying(200),
  textbody text not null,
  htmlbody text not null,
  calendar text,
  calendarmethod character varying(20),
  state integer not null,
  messageid character varying(200) not null,
  registrationid uuid,
  senton timestamp with time zone,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  eventid uuid,
  language character varying(35),
  qrcode character varying(200),
  problem text,
  PRIMARY KEY (gr_mailid),
  UNIQUE (reference),
  FOREIGN KEY (eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE SET NULL,
  FOREIGN KEY (registrationid) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE SET NULL
);
CREATE INDEX gr_mail_createdon ON gr_mail USING btree (createdon);
CREATE INDEX gr_mail_eventid_idx ON gr_mail USING btree (eventid);
CREATE INDEX gr_mail_failed ON gr_mail USING btree (createdon) WHERE (state = 100000003);
CREATE INDEX gr_mail_registration ON gr_mail USING btree (registrationid);

create table gr_mailtemplate (
  gr_mailtemplateid uuid not null,
  gr_name character varying(200) not null,
  gr_kind integer not null,
  gr_language character varying(35) not null,
  gr_event uuid,
  gr_subject character varying(300) not null,
  gr_bodyhtml text not null,
  gr_bodytext text,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (gr_mailtemplateid),
  FOREIGN KEY (gr_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE
);
CREATE INDEX gr_mailtemplate_gr_event_idx ON gr_mailtemplate USING btree (gr_event);
CREATE UNIQUE INDEX gr_mailtemplate_active ON gr_mailtemplate USING btree (gr_kind, gr_language, gr_event) NULLS NOT DISTINCT WHERE (statecode = 0);

create table gr_meeting (
  gr_meetingid uuid not null,
  gr_name character varying(200) not null,
  gr_description text,
  gr_webinarconfigurationid uuid not null,
  gr_start timestamp without time zone not null,
  gr_end timestamp without time zone not null,
  gr_timezone character varying(64) not null,
  gr_recurrencerule character varying(300),
  gr_password character varying(100),
  gr_language character varying(35) not null,
  gr_uid character varying(300) not null,
  gr_sequence integer not null,
  gr_startson timestamp with time zone not null,
  gr_endson timestamp with time zone not null,
  gr_status integer not null,
  gr_statusreason text,
  gr_host uuid,
  gr_hostname character varying(200),
  gr_hostemail character varying(320),
  gr_webinarid character varying(500),
  gr_weblink character varying(2000),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_goneon timestamp with time zone,
  gr_differson timestamp with time zone,
  gr_difference text,
  PRIMARY KEY (gr_meetingid),
  UNIQUE (gr_uid),
  FOREIGN KEY (gr_host) REFERENCES systemuser(systemuserid) ON DELETE SET NULL,
  FOREIGN KEY (gr_webinarconfigurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE RESTRICT
);
CREATE INDEX gr_meeting_gr_endson_idx ON gr_meeting USING btree (gr_endson);
CREATE INDEX gr_meeting_gr_host_idx ON gr_meeting USING btree (gr_host);
CREATE INDEX gr_meeting_gr_webinarconfigurationid_idx ON gr_meeting USING btree (gr_webinarconfigurationid);

create table gr_meetingattendee (
  gr_meetingattendeeid uuid not null,
  gr_name character varying(200),
  gr_email character varying(320) not null,
  gr_role integer not null,
  gr_meetingid uuid not null,
  gr_contactid uuid,
  gr_accountpersonid uuid,
  gr_isremoved boolean not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_meetingattendeeid),
  FOREIGN KEY (gr_accountpersonid) REFERENCES gr_accountperson(gr_accountpersonid) ON DELETE SET NULL,
  FOREIGN KEY (gr_contactid) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (gr_meetingid) REFERENCES gr_meeting(gr_meetingid) ON DELETE CASCADE
);
CREATE INDEX gr_meetingattendee_gr_accountpersonid_idx ON gr_meetingattendee USING btree (gr_accountpersonid);
CREATE INDEX gr_meetingattendee_gr_contactid_idx ON gr_meetingattendee USING btree (gr_contactid);
CREATE INDEX gr_meetingattendee_lower_idx ON gr_meetingattendee USING btree (lower((gr_email)::text));
CREATE UNIQUE INDEX gr_meetingattendee_email ON gr_meetingattendee USING btree (gr_meetingid, lower((gr_email)::text));

create table gr_meetingexception (
  gr_meetingexceptionid uuid not null,
  gr_name character varying(100) not null,
  gr_meetingid uuid not null,
  gr_originalstart timestamp without time zone not null,
  gr_start timestamp without time zone,
  gr_end timestamp without time zone,
  gr_iscancelled boolean not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_meetingexceptionid),
  FOREIGN KEY (gr_meetingid) REFERENCES gr_meeting(gr_meetingid) ON DELETE CASCADE
);
CREATE UNIQUE INDEX gr_meetingexception_original ON gr_meetingexception USING btree (gr_meetingid, gr_originalstart);

create table gr_meetingguest (
  gr_meetingguestid uuid not null,
  told jsonb,
  roomid uuid,
  registrantid character varying(500),
  joinurl character varying(4000),
  PRIMARY KEY (gr_meetingguestid),
  FOREIGN KEY (gr_meetingguestid) REFERENCES gr_meetingattendee(gr_meetingattendeeid) ON DELETE CASCADE,
  FOREIGN KEY (roomid) REFERENCES gr_meetingroom(gr_meetingroomid) ON DELETE SET NULL
);
CREATE INDEX gr_meetingguest_roomid_idx ON gr_meetingguest USING btree (roomid);

create table gr_meetingroom (
  gr_meetingroomid uuid not null,
  meetingid uuid not null,
  configurationid uuid not null,
  actinguserid uuid,
  creationkey character varying(200) not null,
  webinarid character varying(500),
  state character varying(20) not null,
  statereason text,
  webinarurl character varying(2000),
  managerurl character varying(2000),
  planfingerprint character varying(64),
  tolddates jsonb,
  createdon timestamp with time zone not null,
  deletedon timestamp with time zone,
  gonereason character varying(1000),
  lookedon timestamp with time zone,
  PRIMARY KEY (gr_meetingroomid),
  FOREIGN KEY (configurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE RESTRICT,
  FOREIGN KEY (meetingid) REFERENCES gr_meeting(gr_meetingid) ON DELETE CASCADE
);
CREATE INDEX gr_meetingroom_configurationid_idx ON gr_meetingroom USING btree (configurationid);
CREATE INDEX gr_meetingroom_webinar ON gr_meetingroom USING btree (configurationid, webinarid);
CREATE UNIQUE INDEX gr_meetingroom_meeting ON gr_meetingroom USING btree (meetingid) WHERE (deletedon IS NULL);

create table gr_migration (
  name text not null,
  appliedon timestamp with time zone default now() not null,
  PRIMARY KEY (name)
);

create table gr_occasionchange (
  gr_occasionchangeid uuid not null,
  eventid uuid not null,
  changedon timestamp with time zone not null,
  PRIMARY KEY (gr_occasionchangeid),
  FOREIGN KEY (eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE
);
CREATE INDEX gr_occasionchange_event ON gr_occasionchange USING btree (eventid, changedon);

create table gr_password (
  userid uuid not null,
  hash character varying(300) not null,
  changedon timestamp with time zone not null,
  PRIMARY KEY (userid),
  FOREIGN KEY (userid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);

create table gr_picture (
  gr_pictureid uuid not null,
  gr_name character varying(200) not null,
  gr_event uuid,
  gr_speaker uuid,
  gr_sponsorship uuid,
  gr_content text not null,
  gr_contenttype character varying(50),
  gr_size integer,
  gr_fingerprint character varying(64),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_width integer,
  gr_height integer,
  PRIMARY KEY (gr_pictureid),
  UNIQUE (gr_event),
  UNIQUE (gr_speaker),
  UNIQUE (gr_sponsorship),
  FOREIGN KEY (gr_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (gr_speaker) REFERENCES msevtmgt_speaker(msevtmgt_speakerid) ON DELETE CASCADE,
  FOREIGN KEY (gr_sponsorship) REFERENCES msevtmgt_sponsorship(msevtmgt_sponsorshipid) ON DELETE CASCADE
);

create table gr_providerpace (
  configurationid uuid not null,
  nextplace timestamp with time zone not null,
  pauseduntil timestamp with time zone,
  promisedon timestamp with time zone,
  quotaday timestamp with time zone,
  quotaused integer default 0 not null,
  vendormost integer,
  vendorleft integer,
  vendorresetson timestamp with time zone,
  PRIMARY KEY (configurationid),
  FOREIGN KEY (configurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE CASCADE
);

create table gr_providerrequest (
  gr_providerrequestid uuid not null,
  configurationid uuid not null,
  requestedon timestamp with time zone not null,
  method character varying(10) not null,
  host character varying(300) not null,
  path character varying(1000) not null,
  status integer,
  durationms integer not null,
  problem character varying(1000),
  PRIMARY KEY (gr_providerrequestid),
  FOREIGN KEY (configurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE CASCADE
);
CREATE INDEX gr_providerrequest_configuration ON gr_providerrequest USING btree (configurationid, requestedon DESC);
CREATE INDEX gr_providerrequest_requestedon ON gr_providerrequest USING btree (requestedon);

create table gr_recoveryitem (
  gr_recoveryitemid uuid not null,
  gr_name character varying(200) not null,
  gr_kind integer not null,
  gr_event uuid,
  gr_payload text not null,
  gr_error text,
  gr_attempts integer,
  gr_outcome integer,
  gr_settledon timestamp with time zone,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_reference character varying(200),
  gr_reason text,
  gr_result text,
  gr_settledby uuid,
  PRIMARY KEY (gr_recoveryitemid),
  FOREIGN KEY (gr_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (gr_settledby) REFERENCES systemuser(systemuserid) ON DELETE SET NULL
);
CREATE INDEX gr_recoveryitem_gr_event_idx ON gr_recoveryitem USING btree (gr_event);
CREATE INDEX gr_recoveryitem_gr_settledby_idx ON gr_recoveryitem USING btree (gr_settledby);
CREATE UNIQUE INDEX gr_recoveryitem_open ON gr_recoveryitem USING btree (gr_reference) WHERE (gr_outcome = 100000000);

create table gr_refusedattendance (
  gr_refusedattendanceid uuid not null,
  name character varying(200) not null,
  eventid uuid,
  sessionid uuid,
  reason character varying(50) not null,
  explanation character varying(1000) not null,
  email character varying(320),
  reference character varying(200) not null,
  record text not null,
  receivedon timestamp with time zone not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  source integer,
  webinar character varying(100),
  personkey character varying(100),
  registrantid character varying(300),
  stay text,
  supersededon timestamp with time zone,
  PRIMARY KEY (gr_refusedattendanceid),
  FOREIGN KEY (eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (sessionid) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX gr_refusedattendance_event ON gr_refusedattendance USING btree (eventid);
CREATE INDEX gr_refusedattendance_person ON gr_refusedattendance USING btree (eventid, personkey) WHERE (personkey IS NOT NULL);
CREATE INDEX gr_refusedattendance_webinar ON gr_refusedattendance USING btree (webinar) WHERE (webinar IS NOT NULL);
CREATE UNIQUE INDEX gr_refusedattendance_reference ON gr_refusedattendance USING btree (reference);

create table gr_registrant (
  gr_registrantid uuid not null,
  registrationtable character varying(64) not null,
  registrationid uuid not null,
  webinar uuid not null,
  registrantid character varying(500) not null,
  joinurl character varying(4000),
  createdon timestamp with time zone not null,
  cancelledon timestamp with time zone,
  PRIMARY KEY (gr_registrantid),
  FOREIGN KEY (webinar) REFERENCES gr_webinar(gr_webinarid) ON DELETE CASCADE
);
CREATE INDEX gr_registrant_webinar ON gr_registrant USING btree (webinar, registrantid);
CREATE UNIQUE INDEX gr_registrant_registration ON gr_registrant USING btree (registrationid, webinar) WHERE (cancelledon IS NULL);

create table gr_registrationanswer (
  gr_registrationanswerid uuid not null,
  gr_eventid uuid not null,
  gr_key character varying(200) not null,
  gr_fingerprint character varying(64) not null,
  gr_answer jsonb not null,
  gr_createdon timestamp with time zone not null,
  PRIMARY KEY (gr_registrationanswerid),
  FOREIGN KEY (gr_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE
);
CREATE INDEX gr_registrationanswer_createdon ON gr_registrationanswer USING btree (gr_createdon);
CREATE UNIQUE INDEX gr_registrationanswer_key ON gr_registrationanswer USING btree (gr_eventid, gr_key);

create table gr_replay (
  gr_replayid uuid not null,
  name character varying(300) not null,
  asyncoperationid uuid,
  deliveries integer not null,
  createdfrom timestamp with time zone,
  createdto timestamp with time zone not null,
  endedfrom timestamp with time zone,
  serviceendpointid uuid,
  sdkmessageprocessingstepid uuid,
  jobid uuid,
  targetendpointid uuid,
  persecond integer not null,
  marked boolean not null,
  ownstate integer not null,
  total integer not null,
  sent integer not null,
  skipped integer not null,
  atcreatedon timestamp with time zone,
  atjobid uuid,
  orderedby uuid,
  orderedon timestamp with time zone not null,
  endedon timestamp with time zone,
  PRIMARY KEY (gr_replayid)
);

create table gr_requestbin (
  gr_requestbinid uuid not null,
  name character varying(100) not null,
  token character varying(64) not null,
  answerstatus integer not null,
  answerdelayms integer not null,
  answerretryafter character varying(100),
  answersleft integer,
  createdby uuid,
  createdon timestamp with time zone not null,
  expireson timestamp with time zone not null,
  PRIMARY KEY (gr_requestbinid),
  UNIQUE (token)
);
CREATE INDEX gr_requestbin_expireson ON gr_requestbin USING btree (expireson);

create table gr_roleprivilege (
  gr_roleprivilegeid uuid not null,
  roleid uuid not null,
  tablename character varying(64) not null,
  privilege character varying(10) not null,
  rows character varying(3) not null,
  PRIMARY KEY (gr_roleprivilegeid),
  UNIQUE (roleid, tablename, privilege),
  CHECK (((privilege)::text = ANY ((ARRAY['Create'::character varying, 'Read'::character varying, 'Update'::character varying, 'Delete'::character varying])::text[]))),
  CHECK (((rows)::text = ANY ((ARRAY['own'::character varying, 'all'::character varying])::text[]))),
  FOREIGN KEY (roleid) REFERENCES role(roleid) ON DELETE CASCADE
);

create table gr_rowsequence (
  gr_rowsequenceid uuid default gen_random_uuid() not null,
  endpointid uuid not null,
  tablename character varying(64) not null,
  rowid uuid not null,
  lastnumber bigint not null,
  PRIMARY KEY (gr_rowsequenceid),
  FOREIGN KEY (endpointid) REFERENCES serviceendpoint(serviceendpointid) ON DELETE CASCADE
);
CREATE UNIQUE INDEX gr_rowsequence_row ON gr_rowsequence USING btree (endpointid, rowid, tablename);

create table gr_secret (
  gr_secretid uuid not null,
  tablename character varying(128) not null,
  rowid uuid not null,
  columnname character varying(128) not null,
  keyid character varying(16) not null,
  wrappedkey character varying(80) not null,
  sealed text not null,
  modifiedon timestamp with time zone not null,
  PRIMARY KEY (gr_secretid),
  UNIQUE (tablename, rowid, columnname)
);

create table gr_signin (
  gr_signinid uuid not null,
  configurationid uuid not null,
  userid uuid,
  signedinon timestamp with time zone not null,
  accountname character varying(300),
  settingsfingerprint character varying(64) not null,
  PRIMARY KEY (gr_signinid),
  FOREIGN KEY (configurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE CASCADE,
  FOREIGN KEY (userid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);
CREATE UNIQUE INDEX gr_signin_person ON gr_signin USING btree (configurationid, userid) NULLS NOT DISTINCT;

create table gr_signinfailure (
  gr_signinfailureid uuid not null,
  subjecthash character varying(64) not null,
  failures integer not null,
  lastfailedon timestamp with time zone not null,
  waituntil timestamp with time zone,
  PRIMARY KEY (gr_signinfailureid),
  UNIQUE (subjecthash)
);
CREATE INDEX gr_signinfailure_last ON gr_signinfailure USING btree (lastfailedon);

create table gr_signinlink (
  gr_signinlinkid uuid not null,
  userid uuid not null,
  tokenhash character varying(64) not null,
  expireson timestamp with time zone not null,
  usedon timestamp with time zone,
  purpose character varying(20) not null,
  PRIMARY KEY (gr_signinlinkid),
  UNIQUE (tokenhash),
  FOREIGN KEY (userid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);
CREATE INDEX gr_signinlink_user ON gr_signinlink USING btree (userid);

create table gr_signinsession (
  gr_signinsessionid uuid not null,
  userid uuid not null,
  tokenhash character varying(64) not null,
  createdon timestamp with time zone not null,
  expireson timestamp with time zone not null,
  method character varying(20) not null,
  useragent character varying(400),
  address character varying(45),
  lastusedon timestamp with time zone not null,
  PRIMARY KEY (gr_signinsessionid),
  UNIQUE (tokenhash),
  FOREIGN KEY (userid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);
CREATE INDEX gr_signinsession_user ON gr_signinsession USING btree (userid);

create table gr_singlesignon (
  gr_singlesignonid uuid not null,
  statehash character varying(64) not null,
  nonce character varying(64) not null,
  verifier character varying(64) not null,
  returnto character varying(2000),
  expireson timestamp with time zone not null,
  PRIMARY KEY (gr_singlesignonid),
  UNIQUE (statehash)
);

create table gr_synchronization (
  gr_synchronizationid uuid not null,
  gr_name character varying(200) not null,
  gr_webinarconfigurationid uuid not null,
  gr_entity character varying(20) not null,
  gr_filter text,
  gr_fullrule character varying(300),
  gr_incrementalrule character varying(300),
  gr_lastfullon timestamp with time zone,
  gr_lastincrementalon timestamp with time zone,
  gr_progress character varying(1000),
  gr_runjob uuid,
  gr_runmode character varying(20),
  gr_runbeganon timestamp with time zone,
  gr_runcursor text,
  gr_runcounts jsonb,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_synchronizationid),
  FOREIGN KEY (gr_webinarconfigurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE CASCADE
);
CREATE UNIQUE INDEX gr_synchronization_entity ON gr_synchronization USING btree (gr_webinarconfigurationid, gr_entity);

create table gr_synchronizationerror (
  gr_synchronizationerrorid uuid not null,
  gr_name character varying(1000) not null,
  gr_synchronizationid uuid not null,
  gr_providerid character varying(300),
  gr_occurredon timestamp with time zone not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_synchronizationerrorid),
  FOREIGN KEY (gr_synchronizationid) REFERENCES gr_synchronization(gr_synchronizationid) ON DELETE CASCADE
);

create table gr_synchronizationseen (
  gr_synchronizationid uuid not null,
  providerid character varying(300) not null,
  PRIMARY KEY (gr_synchronizationid, providerid),
  FOREIGN KEY (gr_synchronizationid) REFERENCES gr_synchronization(gr_synchronizationid) ON DELETE CASCADE
);

create table gr_verdictchange (
  gr_verdictchangeid uuid not null,
  name character varying(200) not null,
  registrationid uuid not null,
  sessionregistrationid uuid,
  verdict integer not null,
  previousverdict integer,
  attendedminutes integer not null,
  requiredminutes integer not null,
  reason text not null,
  decidedon timestamp with time zone not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (gr_verdictchangeid),
  FOREIGN KEY (registrationid) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE CASCADE,
  FOREIGN KEY (sessionregistrationid) REFERENCES msevtmgt_sessionregistration(msevtmgt_sessionregistrationid) ON DELETE CASCADE
);
CREATE INDEX gr_verdictchange_registration ON gr_verdictchange USING btree (registrationid, decidedon);

create table gr_webinar (
  gr_webinarid uuid not null,
  occasiontable character varying(64) not null,
  occasionid uuid not null,
  configurationid uuid not null,
  webinarid character varying(500) not null,
  creationkey character varying(200) not null,
  state character varying(20) not null,
  statereason text,
  webinarurl character varying(2000),
  presentationmanagerurl character varying(2000),
  planfingerprint character varying(64) not null,
  createdon timestamp with time zone not null,
  deletedon timestamp with time zone,
  actinguserid uuid,
  gonereason character varying(1000),
  PRIMARY KEY (gr_webinarid),
  FOREIGN KEY (configurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX gr_webinar_occasion ON gr_webinar USING btree (occasionid) WHERE (deletedon IS NULL);

create table gr_webinarrecording (
  gr_webinarrecordingid uuid not null,
  gr_name character varying(300) not null,
  gr_providerid character varying(500) not null,
  gr_event uuid,
  gr_session uuid,
  gr_startedon timestamp with time zone,
  gr_minutes integer,
  gr_playurl character varying(2000),
  gr_downloadurl character varying(2000),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (gr_webinarrecordingid),
  FOREIGN KEY (gr_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (gr_session) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX gr_webinarrecording_event ON gr_webinarrecording USING btree (gr_event);
CREATE INDEX gr_webinarrecording_session ON gr_webinarrecording USING btree (gr_session);

create table msevtmgt_attendeepass (
  msevtmgt_attendeepassid uuid not null,
  msevtmgt_contact uuid,
  msevtmgt_eventid uuid,
  msevtmgt_eventregistrationid uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_pass uuid not null,
  msevtmgt_passprice numeric(19,4),
  msevtmgt_transactioncurrencyid uuid,
  transactioncurrencyid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_attendeepassid),
  FOREIGN KEY (msevtmgt_contact) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_eventregistrationid) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_pass) REFERENCES msevtmgt_pass(msevtmgt_passid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_attendeepass_msevtmgt_contact_idx ON msevtmgt_attendeepass USING btree (msevtmgt_contact);
CREATE INDEX msevtmgt_attendeepass_msevtmgt_eventid_idx ON msevtmgt_attendeepass USING btree (msevtmgt_eventid);
CREATE INDEX msevtmgt_attendeepass_msevtmgt_eventregistrationid_idx ON msevtmgt_attendeepass USING btree (msevtmgt_eventregistrationid);
CREATE INDEX msevtmgt_attendeepass_msevtmgt_pass_idx ON msevtmgt_attendeepass USING btree (msevtmgt_pass);
CREATE UNIQUE INDEX msevtmgt_attendeepass_name ON msevtmgt_attendeepass USING btree (msevtmgt_name);

create table msevtmgt_building (
  msevtmgt_buildingid uuid not null,
  msevtmgt_accessibletoilets integer,
  msevtmgt_additionalfacilities text,
  msevtmgt_addresscomposite character varying(4000) generated always as (NULLIF(btrim(((((((COALESCE(((msevtmgt_addressline1)::text || ', '::text), ''::text) || COALESCE(((msevtmgt_addressline2)::text || ', '::text), ''::text)) || COALESCE(((msevtmgt_addressline3)::text || ', '::text), ''::text)) || COALESCE(((msevtmgt_postalcode)::text || ' '::text), ''::text)) || COALESCE(((msevtmgt_city)::text || ', '::text), ''::text)) || COALESCE(((msevtmgt_stateprovince)::text || ', '::text), ''::text)) || (COALESCE(msevtmgt_country, ''::character varying))::text), ', '::text), ''::text)) stored,
  msevtmgt_addressline1 character varying(255),
  msevtmgt_addressline2 character varying(255),
  msevtmgt_addressline3 character varying(255),
  msevtmgt_city character varying(100),
  msevtmgt_cost numeric(19,4),
  msevtmgt_country character varying(100),
  msevtmgt_description text,
  msevtmgt_disabledaccess integer,
  msevtmgt_disabledparking integer,
  msevtmgt_email character varying(100),
  msevtmgt_estimatedcapacity integer,
  msevtmgt_name character varying(100) not null,
  msevtmgt_postalcode character varying(100),
  msevtmgt_primarycontact uuid,
  msevtmgt_publictelephoneavailable integer,
  msevtmgt_stateprovince character varying(100),
  msevtmgt_telephone1 character varying(100),
  msevtmgt_telephone2 character varying(100),
  msevtmgt_telephone3 character varying(100),
  msevtmgt_website character varying(100),
  msevtmgt_wifiavailable integer,
  msevtmgt_wifipassword character varying(100),
  msevtmgt_wifissid character varying(100),
  transactioncurrencyid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_buildingid),
  FOREIGN KEY (msevtmgt_primarycontact) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);

create table msevtmgt_checkin (
  msevtmgt_checkinid uuid not null,
  msdynmkt_attendancepercentage double precision,
  msevtmgt_audiencetype integer,
  msevtmgt_checkintime timestamp with time zone,
  msevtmgt_checkintype integer not null,
  msevtmgt_checkouttime timestamp with time zone,
  msevtmgt_contact uuid,
  msevtmgt_event uuid,
  msevtmgt_name character varying(100),
  msevtmgt_numberofquestionsasked integer,
  msevtmgt_purchasedpassesid uuid,
  msevtmgt_registrationid uuid not null,
  msevtmgt_registrationidfromqr character varying(100),
  msevtmgt_sessionattended uuid,
  msevtmgt_sessioncode character varying(100),
  msevtmgt_sessionregistration uuid,
  msevtmgt_sessiontype integer,
  msevtmgt_transactioncurrencyid uuid,
  msevtmgt_viewingdurationinmins integer,
  gr_source integer,
  gr_reference character varying(300),
  gr_reason text,
  gr_supersededon timestamp with time zone,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_record text,
  gr_personkey character varying(100),
  gr_supersededby uuid,
  gr_isinwaitingroom boolean,
  PRIMARY KEY (msevtmgt_checkinid),
  FOREIGN KEY (gr_supersededby) REFERENCES msevtmgt_checkin(msevtmgt_checkinid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_contact) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_registrationid) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_sessionattended) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_sessionregistration) REFERENCES msevtmgt_sessionregistration(msevtmgt_sessionregistrationid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_checkin_event ON msevtmgt_checkin USING btree (msevtmgt_event);
CREATE INDEX msevtmgt_checkin_person ON msevtmgt_checkin USING btree (msevtmgt_event, gr_personkey) WHERE (gr_personkey IS NOT NULL);
CREATE INDEX msevtmgt_checkin_reference_prefix ON msevtmgt_checkin USING btree (gr_reference text_pattern_ops) WHERE (gr_supersededon IS NULL);
CREATE INDEX msevtmgt_checkin_registration ON msevtmgt_checkin USING btree (msevtmgt_registrationid);
CREATE INDEX msevtmgt_checkin_supersededby ON msevtmgt_checkin USING btree (gr_supersededby) WHERE (gr_supersededby IS NOT NULL);
CREATE UNIQUE INDEX msevtmgt_checkin_reference ON msevtmgt_checkin USING btree (msevtmgt_registrationid, gr_reference) WHERE (gr_reference IS NOT NULL);

create table msevtmgt_customregistrationfield (
  msevtmgt_customregistrationfieldid uuid not null,
  msevtmgt_choices text,
  msevtmgt_isrequired boolean,
  msevtmgt_text character varying(450) not null,
  msevtmgt_type integer not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_customregistrationfieldid)
);

create table msevtmgt_event (
  msevtmgt_eventid uuid not null,
  msdyncrm_marketingformid uuid,
  msdyncrm_usemarketingform boolean,
  msdynmkt_bannerimageid character varying(100),
  msdynmkt_completiondate timestamp without time zone,
  msdynmkt_linkedvirtualeventid character varying(100),
  msdynmkt_logoimageid character varying(100),
  msevtmgt_allowanonymousregistrations boolean,
  msevtmgt_allowattendeestounmute boolean,
  msevtmgt_allowcameraforattendees boolean,
  msevtmgt_allowcustomagenda boolean,
  msevtmgt_allowexternalpresenters boolean,
  msevtmgt_allowmeetingchat integer,
  msevtmgt_allowpstnsserstobypasslobby boolean,
  msevtmgt_allowteamsmeetingreactions boolean,
  msevtmgt_attendeeengagementreport boolean,
  msevtmgt_attendeeurl character varying(1000),
  msevtmgt_autoadmittedusers integer,
  msevtmgt_autorecordingenabled boolean,
  msevtmgt_autoregisterwaitlistitems boolean,
  msevtmgt_baserecurrenteventid character varying(40),
  msevtmgt_bookedflightreservations integer,
  msevtmgt_bookrooms integer,
  msevtmgt_budgetallocated numeric(19,4),
  msevtmgt_building uuid,
  msevtmgt_calendarcontent text,
  msevtmgt_calendarcontent_plaintext text,
  msevtmgt_cateringrequired integer,
  msevtmgt_changemeetingoptions boolean,
  msevtmgt_checkincount integer,
  msevtmgt_confirmedhotelchoices integer,
  msevtmgt_createleadsforeventregistrations boolean,
  msevtmgt_createmarketingcollateral integer,
  msevtmgt_creationsource integer,
  msevtmgt_customeventurl boolean,
  msevtmgt_definepackagesandpricing integer,
  msevtmgt_definesessions integer,
  msevtmgt_defineteam integer,
  msevtmgt_description text,
  msevtmgt_descriptorsyncstatus integer,
  msevtmgt_developmarketingplan integer,
  msevtmgt_earlybirdcutoffdate timestamp with time zone,
  msevtmgt_embedregistrationform boolean,
  msevtmgt_enablecaptcha boolean,
  msevtmgt_enablemultiattendeeregistration boolean,
  msevtmgt_entryexitannouncementsenabled boolean,
  msevtmgt_eventdebriefing integer,
  msevtmgt_eventenddate timestamp without time zone not null,
  msevtmgt_eventformat integer,
  msevtmgt_eventimage uuid,
  msevtmgt_eventstartdate timestamp without time zone not null,
  msevtmgt_eventtimezone integer,
  msevtmgt_eventtimezonename character varying(100),
  msevtmgt_eventtype integer,
  msevtmgt_eventvenuecost numeric(19,4),
  msevtmgt_expectedoutcome text,
  msevtmgt_followuponleads integer,
  msevtmgt_guestlogistics integer,
  msevtmgt_identifyspeakers integer,
  msevtmgt_identifysponsors integer,
  msevtmgt_isoutofsync boolean,
  msevtmgt_isrecurringevent boolean,
  msevtmgt_istemplate integer,
  msevtmgt_language integer,
  msevtmgt_lastteamssyncdate timestamp with time zone,
  msevtmgt_layout uuid,
  msevtmgt_makepaymentsdue integer,
  msevtmgt_manageregistrationcount integer,
  msevtmgt_marketingformid uuid,
  msevtmgt_maximumeventcapacity integer,
  msevtmgt_maxnumberofregistrations integer,
  msevtmgt_miscellaneouscosts numeric(19,4),
  msevtmgt_name character varying(100) not null,
  msevtmgt_notifyauthoritiesofevent integer,
  msevtmgt_numberofinvitations integer,
  msevtmgt_planregistration integer,
  msevtmgt_portalspecificeventenddate timestamp with time zone,
  msevtmgt_portalspecificeventstartdate timestamp with time zone,
  msevtmgt_presentationmanagerurl character varying(200),
  msevtmgt_previousnumberoffreeslots integer,
  msevtmgt_primarygoal integer,
  msevtmgt_primaryvenue uuid,
  msevtmgt_producer uuid,
  msevtmgt_publiceventurl character varying(1000),
  msevtmgt_publishstatus integer,
  msevtmgt_qna boolean,
  msevtmgt_readableeventid character varying(500),
  msevtmgt_recordingforattendees boolean,
  msevtmgt_recordingforproducersandspeakers boolean,
  msevtmgt_recoveryitems text,
  msevtmgt_recurrencepattern character varying(512),
  msevtmgt_recurrenteventstatus integer,
  msevtmgt_registrationcount integer,
  msevtmgt_registrationcounterlock character varying(100),
  msevtmgt_registrationstarget integer,
  msevtmgt_requestsponsorship integer,
  msevtmgt_revenuefromsponsorship numeric(19,4),
  msevtmgt_room uuid,
  msevtmgt_scheduleairportpickups integer,
  msevtmgt_schedulesessions integer,
  msevtmgt_selectspeakers integer,
  msevtmgt_selectvendors integer,
  msevtmgt_sendeventinvitation integer,
  msevtmgt_sendmarketingmaterial integer,
  msevtmgt_sendpreeventreminders integer,
  msevtmgt_sendthankyouemails integer,
  msevtmgt_setregistrationsenddate boolean,
  msevtmgt_showautomaticregistrationcheckbox boolean,
  msevtmgt_showwaitlist boolean,
  msevtmgt_sourcesystem integer,
  msevtmgt_stopwebsiteregistrationson timestamp without time zone,
  msevtmgt_streamingenabled boolean,
  msevtmgt_streamingprovider integer,
  msevtmgt_streamowner uuid,
  msevtmgt_targetrevenue numeric(19,4),
  msevtmgt_teamdebriefing integer,
  msevtmgt_teamsinvitationhtml text,
  msevtmgt_totalcostofeventsactivities numeric(19,4),
  msevtmgt_totalcostofexternalmembers numeric(19,4),
  msevtmgt_totalregistrationfee numeric(19,4),
  msevtmgt_totalrevenuefromtheevent numeric(19,4),
  msevtmgt_transactioncurrencyid uuid,
  msevtmgt_waitliststartingpoint integer,
  msevtmgt_waitlistthisevent integer,
  msevtmgt_webinarconfigurationid uuid,
  msevtmgt_webinarid character varying(100),
  msevtmgt_webinarnotificationseen boolean,
  msevtmgt_webinaroperation character varying(100),
  msevtmgt_webinarstatus character varying(100),
  msevtmgt_webinarstatusreason text,
  msevtmgt_webinartype uuid,
  msevtmgt_webinarurl character varying(200),
  msevtmgt_websitemessage text,
  msevtmgt_websitepreference integer,
  transactioncurrencyid uuid,
  gr_timezone character varying(64),
  gr_attendanceminutes integer,
  gr_attendanceshare integer,
  gr_joinearlyminutes integer,
  gr_ended integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_webinarpassword character varying(50),
  gr_registrationsstarton timestamp without time zone,
  gr_notyetopenmessage text,
  gr_paymentprovider uuid,
  gr_seatsreserved integer,
  gr_reminders character varying(100),
  gr_webinarurl character varying(2000),
  PRIMARY KEY (msevtmgt_eventid),
  FOREIGN KEY (gr_paymentprovider) REFERENCES msevtmgt_paymentprovider(msevtmgt_paymentproviderid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_building) REFERENCES msevtmgt_building(msevtmgt_buildingid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_layout) REFERENCES msevtmgt_layout(msevtmgt_layoutid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_primaryvenue) REFERENCES msevtmgt_venue(msevtmgt_venueid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_producer) REFERENCES msevtmgt_eventteammember(msevtmgt_eventteammemberid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_room) REFERENCES msevtmgt_room(msevtmgt_roomid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_streamowner) REFERENCES systemuser(systemuserid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_webinarconfigurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_webinartype) REFERENCES msevtmgt_webinartype(msevtmgt_webinartypeid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_event_gr_paymentprovider_idx ON msevtmgt_event USING btree (gr_paymentprovider);
CREATE INDEX msevtmgt_event_publishstatus ON msevtmgt_event USING btree (msevtmgt_publishstatus, msevtmgt_eventstartdate);
CREATE UNIQUE INDEX msevtmgt_event_readableeventid ON msevtmgt_event USING btree (lower((msevtmgt_readableeventid)::text));

create table msevtmgt_event_eventteammember (
  msevtmgt_eventid uuid not null,
  msevtmgt_eventteammemberid uuid not null,
  PRIMARY KEY (msevtmgt_eventid, msevtmgt_eventteammemberid),
  FOREIGN KEY (msevtmgt_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_eventteammemberid) REFERENCES msevtmgt_eventteammember(msevtmgt_eventteammemberid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_event_eventteammember_msevtmgt_eventteammemberid_idx ON msevtmgt_event_eventteammember USING btree (msevtmgt_eventteammemberid);

create table msevtmgt_eventadministration (
  msevtmgt_eventadministrationid uuid not null,
  msevtmgt_contactmatchingstrategy integer,
  msevtmgt_emailtemplateforattendee character varying(200),
  msevtmgt_emailtemplateforpurchaser character varying(200),
  msevtmgt_enablefinalizationendpoints integer,
  msevtmgt_name character varying(100) not null,
  msevtmgt_sendmailtoeventattendee integer,
  msevtmgt_sendmailtopurchaser integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_duplicateregistrations integer,
  PRIMARY KEY (msevtmgt_eventadministrationid)
);
CREATE UNIQUE INDEX msevtmgt_eventadministration_active ON msevtmgt_eventadministration USING btree (statecode) WHERE (statecode = 0);

create table msevtmgt_eventcustomregistrationfield (
  msevtmgt_eventcustomregistrationfieldid uuid not null,
  msevtmgt_customregistrationfield uuid not null,
  msevtmgt_event uuid not null,
  msevtmgt_name character varying(100),
  msevtmgt_order integer,
  gr_isrequired boolean,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_eventcustomregistrationfieldid),
  FOREIGN KEY (msevtmgt_customregistrationfield) REFERENCES msevtmgt_customregistrationfield(msevtmgt_customregistrationfieldid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_eventcustomregistrat_msevtmgt_customregistrationfi_idx ON msevtmgt_eventcustomregistrationfield USING btree (msevtmgt_customregistrationfield);
CREATE INDEX msevtmgt_eventcustomregistrationfield_msevtmgt_event_idx ON msevtmgt_eventcustomregistrationfield USING btree (msevtmgt_event);
CREATE UNIQUE INDEX msevtmgt_eventcustomregistrationfield_once ON msevtmgt_eventcustomregistrationfield USING btree (msevtmgt_event, msevtmgt_customregistrationfield);

create table msevtmgt_eventpurchase (
  msevtmgt_eventpurchaseid uuid not null,
  msevtmgt_area integer,
  msevtmgt_companysize integer,
  msevtmgt_eventid uuid not null,
  msevtmgt_industry integer,
  msevtmgt_name character varying(100) not null,
  msevtmgt_paid boolean,
  msevtmgt_processed boolean,
  msevtmgt_purchasingcontactid uuid not null,
  msevtmgt_yearsinindustry integer,
  msevtmgt_totalprice numeric(19,4),
  transactioncurrencyid uuid,
  gr_state integer,
  gr_expireson timestamp with time zone,
  gr_settledon timestamp with time zone,
  gr_settledby character varying(100),
  gr_returnurl character varying(1000),
  gr_language character varying(35),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_eventpurchaseid),
  FOREIGN KEY (msevtmgt_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_purchasingcontactid) REFERENCES contact(contactid) ON DELETE RESTRICT,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_eventpurchase_expiry ON msevtmgt_eventpurchase USING btree (gr_expireson) WHERE (gr_state = 100000000);
CREATE INDEX msevtmgt_eventpurchase_msevtmgt_eventid_idx ON msevtmgt_eventpurchase USING btree (msevtmgt_eventid);
CREATE INDEX msevtmgt_eventpurchase_msevtmgt_purchasingcontactid_idx ON msevtmgt_eventpurchase USING btree (msevtmgt_purchasingcontactid);

create table msevtmgt_eventpurchaseattendee (
  msevtmgt_eventpurchaseattendeeid uuid not null,
  msevtmgt_attendeecontactid uuid,
  msevtmgt_eventpurchasecontactid uuid not null,
  msevtmgt_eventregistrationid uuid,
  msevtmgt_name character varying(100) not null,
  msevtmgt_purchaseid uuid not null,
  gr_company character varying(160),
  gr_language character varying(35),
  gr_sessions text,
  gr_responses text,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_eventpurchaseattendeeid),
  FOREIGN KEY (msevtmgt_eventpurchasecontactid) REFERENCES msevtmgt_eventpurchasecontact(msevtmgt_eventpurchasecontactid) ON DELETE RESTRICT,
  FOREIGN KEY (msevtmgt_eventregistrationid) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_attendeecontactid) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_purchaseid) REFERENCES msevtmgt_eventpurchase(msevtmgt_eventpurchaseid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_eventpurchaseattende_msevtmgt_eventpurchasecontact_idx ON msevtmgt_eventpurchaseattendee USING btree (msevtmgt_eventpurchasecontactid);
CREATE INDEX msevtmgt_eventpurchaseattendee_msevtmgt_attendeecontactid_idx ON msevtmgt_eventpurchaseattendee USING btree (msevtmgt_attendeecontactid);
CREATE INDEX msevtmgt_eventpurchaseattendee_msevtmgt_eventregistrationid_idx ON msevtmgt_eventpurchaseattendee USING btree (msevtmgt_eventregistrationid);
CREATE INDEX msevtmgt_eventpurchaseattendee_msevtmgt_purchaseid_idx ON msevtmgt_eventpurchaseattendee USING btree (msevtmgt_purchaseid);

create table msevtmgt_eventpurchasecontact (
  msevtmgt_eventpurchasecontactid uuid not null,
  msevtmgt_emailaddress1 character varying(100) not null,
  msevtmgt_firstname character varying(50),
  msevtmgt_fullname character varying(160) generated always as (NULLIF(btrim((((COALESCE(msevtmgt_firstname, ''::character varying))::text || ' '::text) || (COALESCE(msevtmgt_lastname, ''::character varying))::text)), ''::text)) stored,
  msevtmgt_lastname character varying(50),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_eventpurchasecontactid)
);

create table msevtmgt_eventpurchasepass (
  msevtmgt_eventpurchasepassid uuid not null,
  msevtmgt_attendeeid uuid not null,
  msevtmgt_attendeepassid uuid,
  msevtmgt_name character varying(100) not null,
  msevtmgt_passid uuid not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_eventpurchasepassid),
  FOREIGN KEY (msevtmgt_attendeeid) REFERENCES msevtmgt_eventpurchaseattendee(msevtmgt_eventpurchaseattendeeid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_attendeepassid) REFERENCES msevtmgt_attendeepass(msevtmgt_attendeepassid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_passid) REFERENCES msevtmgt_pass(msevtmgt_passid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_eventpurchasepass_msevtmgt_attendeeid_idx ON msevtmgt_eventpurchasepass USING btree (msevtmgt_attendeeid);
CREATE INDEX msevtmgt_eventpurchasepass_msevtmgt_attendeepassid_idx ON msevtmgt_eventpurchasepass USING btree (msevtmgt_attendeepassid);
CREATE INDEX msevtmgt_eventpurchasepass_msevtmgt_passid_idx ON msevtmgt_eventpurchasepass USING btree (msevtmgt_passid);

create table msevtmgt_eventregistration (
  msevtmgt_eventregistrationid uuid not null,
  msdynmkt_linkedregistrationid character varying(100),
  msevtmgt_area integer,
  msevtmgt_companysize integer,
  msevtmgt_contactid uuid not null,
  msevtmgt_correlationid character varying(100),
  msevtmgt_createdfromapi boolean,
  msevtmgt_eventid uuid not null,
  msevtmgt_eventregistrationticketid character varying(36),
  msevtmgt_industry integer,
  msevtmgt_internalregistrationstatus integer,
  msevtmgt_iscanceled boolean,
  msevtmgt_memo text,
  msevtmgt_name character varying(100) not null,
  msevtmgt_originaltimestamp timestamp without time zone,
  msevtmgt_primaryrole integer,
  msevtmgt_publishingstate integer,
  msevtmgt_qrcode text,
  msevtmgt_registeredby uuid,
  msevtmgt_registrationnotificationseen boolean,
  msevtmgt_registrationoperation character varying(100),
  msevtmgt_registrationstatus character varying(100),
  msevtmgt_syncedwithprovider integer,
  msevtmgt_timescheckedin integer,
  msevtmgt_webinarregistrationid character varying(100),
  msevtmgt_yearsinindustry integer,
  gr_joinurl character varying(2000),
  gr_publishmessage text,
  gr_canceledon timestamp with time zone,
  gr_verdict integer,
  gr_attendedminutes integer,
  gr_calendarsequence integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_company character varying(160),
  gr_language character varying(35),
  gr_responses text,
  gr_toldon timestamp with time zone,
  PRIMARY KEY (msevtmgt_eventregistrationid),
  FOREIGN KEY (msevtmgt_contactid) REFERENCES contact(contactid) ON DELETE RESTRICT,
  FOREIGN KEY (msevtmgt_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_registeredby) REFERENCES contact(contactid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_eventregistration_contact ON msevtmgt_eventregistration USING btree (msevtmgt_contactid);
CREATE INDEX msevtmgt_eventregistration_event ON msevtmgt_eventregistration USING btree (msevtmgt_eventid, createdon DESC, msevtmgt_eventregistrationid);
CREATE INDEX msevtmgt_eventregistration_event_contact ON msevtmgt_eventregistration USING btree (msevtmgt_eventid, msevtmgt_contactid) WHERE (statecode = 0);
CREATE INDEX msevtmgt_eventregistration_event_key ON msevtmgt_eventregistration USING btree (msevtmgt_eventid, msevtmgt_eventregistrationid);
CREATE INDEX msevtmgt_eventregistration_name ON msevtmgt_eventregistration USING btree (msevtmgt_name);
CREATE UNIQUE INDEX msevtmgt_eventregistration_number ON msevtmgt_eventregistration USING btree (msevtmgt_name) WHERE ((msevtmgt_name)::text ~~ 'ER-%'::text);

create table msevtmgt_eventregistrationticket (
  msevtmgt_eventregistrationticketid uuid not null,
  msevtmgt_eventid uuid not null,
  msevtmgt_formsubmittedvalues character varying(4000),
  msevtmgt_name character varying(100),
  msevtmgt_originaltimestamp timestamp without time zone,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_eventregistrationticketid),
  FOREIGN KEY (msevtmgt_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_eventregistrationticket_msevtmgt_eventid_idx ON msevtmgt_eventregistrationticket USING btree (msevtmgt_eventid);

create table msevtmgt_eventteammember (
  msevtmgt_eventteammemberid uuid not null,
  msevtmgt_company character varying(100),
  msevtmgt_contact uuid,
  msevtmgt_description text,
  msevtmgt_email character varying(100),
  msevtmgt_membertype integer,
  msevtmgt_name character varying(100),
  msevtmgt_phone character varying(100),
  msevtmgt_role integer,
  msevtmgt_user uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_eventteammemberid),
  FOREIGN KEY (msevtmgt_contact) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_user) REFERENCES systemuser(systemuserid) ON DELETE SET NULL
);

create table msevtmgt_eventvendor (
  msevtmgt_eventvendorid uuid not null,
  msevtmgt_account uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_type integer not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_eventvendorid),
  FOREIGN KEY (msevtmgt_account) REFERENCES account(accountid) ON DELETE RESTRICT
);
CREATE INDEX msevtmgt_eventvendor_msevtmgt_account_idx ON msevtmgt_eventvendor USING btree (msevtmgt_account);

create table msevtmgt_hotel (
  msevtmgt_hotelid uuid not null,
  msevtmgt_addressline1 character varying(100) not null,
  msevtmgt_addressline2 character varying(100),
  msevtmgt_addressline3 character varying(100),
  msevtmgt_city character varying(100) not null,
  msevtmgt_country character varying(100) not null,
  msevtmgt_description text,
  msevtmgt_facilities text,
  msevtmgt_hotelgroup uuid,
  msevtmgt_name character varying(100) not null,
  msevtmgt_primarycontact uuid,
  msevtmgt_stateprovince character varying(100),
  msevtmgt_website character varying(100),
  msevtmgt_zippostalcode character varying(100),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_hotelid),
  FOREIGN KEY (msevtmgt_hotelgroup) REFERENCES msevtmgt_eventvendor(msevtmgt_eventvendorid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_primarycontact) REFERENCES contact(contactid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_hotel_msevtmgt_hotelgroup_idx ON msevtmgt_hotel USING btree (msevtmgt_hotelgroup);
CREATE INDEX msevtmgt_hotel_msevtmgt_primarycontact_idx ON msevtmgt_hotel USING btree (msevtmgt_primarycontact);

create table msevtmgt_hotelroomallocation (
  msevtmgt_hotelroomallocationid uuid not null,
  msevtmgt_additionaldetails text,
  msevtmgt_event uuid not null,
  msevtmgt_hotelproperty uuid not null,
  msevtmgt_name character varying(100),
  msevtmgt_numberofroomsallocated integer not null,
  msevtmgt_priceperroom numeric(19,4),
  msevtmgt_primarycontact uuid,
  msevtmgt_roomtype integer not null,
  transactioncurrencyid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_hotelroomallocationid),
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_hotelproperty) REFERENCES msevtmgt_hotel(msevtmgt_hotelid) ON DELETE RESTRICT,
  FOREIGN KEY (msevtmgt_primarycontact) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_hotelroomallocation_msevtmgt_event_idx ON msevtmgt_hotelroomallocation USING btree (msevtmgt_event);
CREATE INDEX msevtmgt_hotelroomallocation_msevtmgt_hotelproperty_idx ON msevtmgt_hotelroomallocation USING btree (msevtmgt_hotelproperty);
CREATE INDEX msevtmgt_hotelroomallocation_msevtmgt_primarycontact_idx ON msevtmgt_hotelroomallocation USING btree (msevtmgt_primarycontact);

create table msevtmgt_hotelroomreservation (
  msevtmgt_hotelroomreservationid uuid not null,
  msevtmgt_attendee uuid not null,
  msevtmgt_eventteammemberid uuid,
  msevtmgt_guesttype integer not null,
  msevtmgt_hotelroomallocation uuid not null,
  msevtmgt_name character varying(100),
  msevtmgt_rewardsprogramnumber character varying(100),
  msevtmgt_speakerid uuid,
  msevtmgt_specialrequests text,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_hotelroomreservationid),
  FOREIGN KEY (msevtmgt_attendee) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_eventteammemberid) REFERENCES msevtmgt_eventteammember(msevtmgt_eventteammemberid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_hotelroomallocation) REFERENCES msevtmgt_hotelroomallocation(msevtmgt_hotelroomallocationid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_speakerid) REFERENCES msevtmgt_speaker(msevtmgt_speakerid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_hotelroomreservation_msevtmgt_attendee_idx ON msevtmgt_hotelroomreservation USING btree (msevtmgt_attendee);
CREATE INDEX msevtmgt_hotelroomreservation_msevtmgt_eventteammemberid_idx ON msevtmgt_hotelroomreservation USING btree (msevtmgt_eventteammemberid);
CREATE INDEX msevtmgt_hotelroomreservation_msevtmgt_hotelroomallocation_idx ON msevtmgt_hotelroomreservation USING btree (msevtmgt_hotelroomallocation);
CREATE INDEX msevtmgt_hotelroomreservation_msevtmgt_speakerid_idx ON msevtmgt_hotelroomreservation USING btree (msevtmgt_speakerid);

create table msevtmgt_layout (
  msevtmgt_layoutid uuid not null,
  msevtmgt_capacity integer not null,
  msevtmgt_description text,
  msevtmgt_disabledaccess integer,
  msevtmgt_disabledcapacity integer,
  msevtmgt_floorplan integer,
  msevtmgt_name character varying(100) not null,
  msevtmgt_room uuid not null,
  msevtmgt_units integer,
  msevtmgt_usablearea integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_layoutid),
  FOREIGN KEY (msevtmgt_room) REFERENCES msevtmgt_room(msevtmgt_roomid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_layout_room ON msevtmgt_layout USING btree (msevtmgt_room);

create table msevtmgt_pass (
  msevtmgt_passid uuid not null,
  msevtmgt_costperunit numeric(19,4),
  msevtmgt_descriptorsyncstatus integer,
  msevtmgt_eventid uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_noofpassesallocated integer not null,
  msevtmgt_noofpassessold integer,
  msevtmgt_passprice numeric(19,4) not null,
  msevtmgt_track uuid,
  transactioncurrencyid uuid,
  gr_noofpassesreserved integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_passid),
  FOREIGN KEY (msevtmgt_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_track) REFERENCES msevtmgt_sessiontrack(msevtmgt_sessiontrackid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_pass_msevtmgt_eventid_idx ON msevtmgt_pass USING btree (msevtmgt_eventid);
CREATE INDEX msevtmgt_pass_msevtmgt_track_idx ON msevtmgt_pass USING btree (msevtmgt_track);

create table msevtmgt_pass_session (
  msevtmgt_passid uuid not null,
  msevtmgt_sessionid uuid not null,
  PRIMARY KEY (msevtmgt_passid, msevtmgt_sessionid),
  FOREIGN KEY (msevtmgt_passid) REFERENCES msevtmgt_pass(msevtmgt_passid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_sessionid) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_pass_session_msevtmgt_sessionid_idx ON msevtmgt_pass_session USING btree (msevtmgt_sessionid);

create table msevtmgt_paymentprovider (
  msevtmgt_paymentproviderid uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_paymentpageurl character varying(1000) not null,
  msevtmgt_timeoutminutes integer not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_paymentproviderid)
);

create table msevtmgt_registrationresponse (
  msevtmgt_registrationresponseid uuid not null,
  msevtmgt_createdfromapi boolean,
  msevtmgt_customregistrationfield uuid not null,
  msevtmgt_eventpurchaseattendee uuid,
  msevtmgt_eventregistration uuid,
  msevtmgt_response character varying(4000),
  msevtmgt_waitlistitem uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_registrationresponseid),
  FOREIGN KEY (msevtmgt_customregistrationfield) REFERENCES msevtmgt_customregistrationfield(msevtmgt_customregistrationfieldid) ON DELETE RESTRICT,
  FOREIGN KEY (msevtmgt_eventpurchaseattendee) REFERENCES msevtmgt_eventpurchaseattendee(msevtmgt_eventpurchaseattendeeid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_eventregistration) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_waitlistitem) REFERENCES msevtmgt_waitlistitem(msevtmgt_waitlistitemid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_registrationresponse_msevtmgt_customregistrationfi_idx ON msevtmgt_registrationresponse USING btree (msevtmgt_customregistrationfield);
CREATE INDEX msevtmgt_registrationresponse_msevtmgt_eventpurchaseattende_idx ON msevtmgt_registrationresponse USING btree (msevtmgt_eventpurchaseattendee);
CREATE INDEX msevtmgt_registrationresponse_msevtmgt_eventregistration_idx ON msevtmgt_registrationresponse USING btree (msevtmgt_eventregistration);
CREATE INDEX msevtmgt_registrationresponse_msevtmgt_waitlistitem_idx ON msevtmgt_registrationresponse USING btree (msevtmgt_waitlistitem);

create table msevtmgt_room (
  msevtmgt_roomid uuid not null,
  msevtmgt_avsupport integer,
  msevtmgt_building uuid not null,
  msevtmgt_capacity integer,
  msevtmgt_description text,
  msevtmgt_disabledaccess integer,
  msevtmgt_internetconnection integer,
  msevtmgt_name character varying(100) not null,
  msevtmgt_other text,
  msevtmgt_primarycontact uuid,
  msevtmgt_videoconferencing integer,
  msevtmgt_whiteboard integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_roomid),
  FOREIGN KEY (msevtmgt_building) REFERENCES msevtmgt_building(msevtmgt_buildingid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_primarycontact) REFERENCES contact(contactid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_room_building ON msevtmgt_room USING btree (msevtmgt_building);

create table msevtmgt_roomreservation (
  msevtmgt_roomreservationid uuid not null,
  msevtmgt_description text,
  msevtmgt_endtime timestamp without time zone not null,
  msevtmgt_event uuid not null,
  msevtmgt_name character varying(100),
  msevtmgt_room uuid not null,
  msevtmgt_session uuid,
  msevtmgt_starttime timestamp without time zone not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_roomreservationid),
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_room) REFERENCES msevtmgt_room(msevtmgt_roomid) ON DELETE RESTRICT,
  FOREIGN KEY (msevtmgt_session) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_roomreservation_msevtmgt_event_idx ON msevtmgt_roomreservation USING btree (msevtmgt_event);
CREATE INDEX msevtmgt_roomreservation_msevtmgt_room_idx ON msevtmgt_roomreservation USING btree (msevtmgt_room);
CREATE INDEX msevtmgt_roomreservation_msevtmgt_session_idx ON msevtmgt_roomreservation USING btree (msevtmgt_session);

create table msevtmgt_session (
  msevtmgt_sessionid uuid not null,
  msevtmgt_allowattendeestounmute boolean,
  msevtmgt_allowcameraforattendees boolean,
  msevtmgt_allowexternalpresenters boolean,
  msevtmgt_allowmeetingchat integer,
  msevtmgt_allowpstnsserstobypasslobby boolean,
  msevtmgt_allowteamsmeetingreactions boolean,
  msevtmgt_attendeeengagementreport boolean,
  msevtmgt_attendeeurl character varying(1000),
  msevtmgt_audiencetype integer,
  msevtmgt_autoadmittedusers integer,
  msevtmgt_autorecordingenabled boolean,
  msevtmgt_avsupport integer,
  msevtmgt_baserecurrentsessionid character varying(100),
  msevtmgt_building uuid,
  msevtmgt_byinvitationonly integer,
  msevtmgt_calendarcontent text,
  msevtmgt_calendarcontent_plaintext text,
  msevtmgt_cameraspermitted integer,
  msevtmgt_changemeetingoptions boolean,
  msevtmgt_checkincount integer,
  msevtmgt_creationsource integer,
  msevtmgt_descriptorsyncstatus integer,
  msevtmgt_detaileddescription text,
  msevtmgt_durationmins integer generated always as (((EXTRACT(epoch FROM (msevtmgt_endtime - msevtmgt_starttime)) / (60)::numeric))::integer) stored,
  msevtmgt_endtime timestamp without time zone not null,
  msevtmgt_entryexitannouncementsenabled boolean,
  msevtmgt_event uuid not null,
  msevtmgt_eventspeakerid uuid,
  msevtmgt_externalurl character varying(1024),
  msevtmgt_flipchart integer,
  msevtmgt_industry integer,
  msevtmgt_internetconnection integer,
  msevtmgt_isoutofsync boolean,
  msevtmgt_keywords character varying(500),
  msevtmgt_language integer,
  msevtmgt_lastteamssyncdate timestamp with time zone,
  msevtmgt_layout uuid,
  msevtmgt_name character varying(100) not null,
  msevtmgt_nda integer,
  msevtmgt_passsessions uuid,
  msevtmgt_presentationmanagerurl character varying(200),
  msevtmgt_previousnumberoffreeslots integer,
  msevtmgt_producer uuid,
  msevtmgt_publishstatus integer,
  msevtmgt_qna boolean,
  msevtmgt_recordingforattendees boolean,
  msevtmgt_recordingforproducersandspeakers boolean,
  msevtmgt_recordingspermitted integer,
  msevtmgt_recurrencepattern character varying(500),
  msevtmgt_registrationcount integer,
  msevtmgt_registrationcounterlock character varying(100),
  msevtmgt_room uuid,
  msevtmgt_sessioncode character varying(100),
  msevtmgt_sessionformat integer,
  msevtmgt_sessionmaxcapacity integer,
  msevtmgt_sessionobjectives text,
  msevtmgt_sessionprerequisites text,
  msevtmgt_sessionsummary text,
  msevtmgt_sessiontype integer,
  msevtmgt_showwaitlist boolean,
  msevtmgt_starttime timestamp without time zone not null,
  msevtmgt_streamingenabled boolean,
  msevtmgt_streamingprovider integer,
  msevtmgt_streamowner uuid,
  msevtmgt_teamsinvitationhtml text,
  msevtmgt_venue uuid,
  msevtmgt_videoconferencing integer,
  msevtmgt_waitlistthissession integer,
  msevtmgt_webinarconfigurationid uuid,
  msevtmgt_webinarid character varying(100),
  msevtmgt_webinarnotificationseen boolean,
  msevtmgt_webinaroperation character varying(100),
  msevtmgt_webinarstatus character varying(100),
  msevtmgt_webinarstatusreason text,
  msevtmgt_webinartype uuid,
  msevtmgt_webinarurl character varying(100),
  msevtmgt_whiteboard integer,
  gr_ended integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_webinarpassword character varying(50),
  gr_seatsreserved integer,
  gr_webinarurl character varying(2000),
  PRIMARY KEY (msevtmgt_sessionid),
  FOREIGN KEY (msevtmgt_building) REFERENCES msevtmgt_building(msevtmgt_buildingid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_eventspeakerid) REFERENCES msevtmgt_speaker(msevtmgt_speakerid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_layout) REFERENCES msevtmgt_layout(msevtmgt_layoutid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_producer) REFERENCES msevtmgt_eventteammember(msevtmgt_eventteammemberid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_room) REFERENCES msevtmgt_room(msevtmgt_roomid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_streamowner) REFERENCES systemuser(systemuserid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_venue) REFERENCES msevtmgt_venue(msevtmgt_venueid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_webinarconfigurationid) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_webinartype) REFERENCES msevtmgt_webinartype(msevtmgt_webinartypeid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_session_event ON msevtmgt_session USING btree (msevtmgt_event);

create table msevtmgt_session_attendeepass (
  msevtmgt_sessionid uuid not null,
  msevtmgt_attendeepassid uuid not null,
  PRIMARY KEY (msevtmgt_sessionid, msevtmgt_attendeepassid),
  FOREIGN KEY (msevtmgt_attendeepassid) REFERENCES msevtmgt_attendeepass(msevtmgt_attendeepassid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_sessionid) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_session_attendeepass_msevtmgt_attendeepassid_idx ON msevtmgt_session_attendeepass USING btree (msevtmgt_attendeepassid);

create table msevtmgt_session_eventteammember (
  msevtmgt_sessionid uuid not null,
  msevtmgt_eventteammemberid uuid not null,
  PRIMARY KEY (msevtmgt_sessionid, msevtmgt_eventteammemberid),
  FOREIGN KEY (msevtmgt_eventteammemberid) REFERENCES msevtmgt_eventteammember(msevtmgt_eventteammemberid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_sessionid) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_session_eventteammember_msevtmgt_eventteammemberid_idx ON msevtmgt_session_eventteammember USING btree (msevtmgt_eventteammemberid);

create table msevtmgt_session_speaker (
  msevtmgt_sessionid uuid not null,
  msevtmgt_speakerid uuid not null,
  PRIMARY KEY (msevtmgt_sessionid, msevtmgt_speakerid),
  FOREIGN KEY (msevtmgt_sessionid) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_speakerid) REFERENCES msevtmgt_speaker(msevtmgt_speakerid) ON DELETE CASCADE
);

create table msevtmgt_sessionregistration (
  msevtmgt_sessionregistrationid uuid not null,
  msevtmgt_contactid uuid not null,
  msevtmgt_createdfromapi boolean,
  msevtmgt_event uuid,
  msevtmgt_iscanceled boolean,
  msevtmgt_name character varying(100),
  msevtmgt_publishingstate integer,
  msevtmgt_registrationid uuid,
  msevtmgt_registrationnotificationseen boolean,
  msevtmgt_registrationoperation character varying(100),
  msevtmgt_registrationstatus character varying(100),
  msevtmgt_sessionid uuid not null,
  msevtmgt_syncedwithprovider integer,
  msevtmgt_timescheckedin integer,
  msevtmgt_webinarregistrationid character varying(100),
  gr_joinurl character varying(2000),
  gr_publishmessage text,
  gr_canceledon timestamp with time zone,
  gr_verdict integer,
  gr_attendedminutes integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_sessionregistrationid),
  FOREIGN KEY (msevtmgt_contactid) REFERENCES contact(contactid) ON DELETE RESTRICT,
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_registrationid) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_sessionid) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_sessionregistration_registration ON msevtmgt_sessionregistration USING btree (msevtmgt_registrationid);
CREATE INDEX msevtmgt_sessionregistration_session ON msevtmgt_sessionregistration USING btree (msevtmgt_sessionid);

create table msevtmgt_sessiontrack (
  msevtmgt_sessiontrackid uuid not null,
  msevtmgt_audiencetype integer,
  msevtmgt_description text,
  msevtmgt_eventid uuid not null,
  msevtmgt_industrytype integer,
  msevtmgt_keywords character varying(100),
  msevtmgt_name character varying(100) not null,
  msevtmgt_numberofregistrations integer,
  msevtmgt_publishstatus integer,
  msevtmgt_sessionsintrack integer,
  msevtmgt_targetnumberofsessions integer,
  msevtmgt_trackcode character varying(100),
  msevtmgt_trackgoal text,
  msevtmgt_tracktype integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_sessiontrackid),
  FOREIGN KEY (msevtmgt_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_sessiontrack_msevtmgt_eventid_idx ON msevtmgt_sessiontrack USING btree (msevtmgt_eventid);

create table msevtmgt_sessiontrack_session (
  msevtmgt_sessiontrackid uuid not null,
  msevtmgt_sessionid uuid not null,
  PRIMARY KEY (msevtmgt_sessiontrackid, msevtmgt_sessionid),
  FOREIGN KEY (msevtmgt_sessionid) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_sessiontrackid) REFERENCES msevtmgt_sessiontrack(msevtmgt_sessiontrackid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_sessiontrack_session_msevtmgt_sessionid_idx ON msevtmgt_sessiontrack_session USING btree (msevtmgt_sessionid);

create table msevtmgt_speaker (
  msevtmgt_speakerid uuid not null,
  msevtmgt_about text,
  msevtmgt_accomplishments text,
  msevtmgt_blog character varying(100),
  msevtmgt_contact uuid,
  msevtmgt_email character varying(100),
  msevtmgt_eventid uuid,
  msevtmgt_eventregistration uuid,
  msevtmgt_linkedin character varying(100),
  msevtmgt_name character varying(100) not null,
  msevtmgt_publications text,
  msevtmgt_speakercost numeric(19,4),
  msevtmgt_title character varying(100),
  msevtmgt_transactioncurrencyid uuid,
  msevtmgt_twitter character varying(100),
  msevtmgt_type integer,
  msevtmgt_website character varying(100),
  transactioncurrencyid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_speakerid),
  FOREIGN KEY (msevtmgt_contact) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_eventid) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_eventregistration) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);

create table msevtmgt_speakerengagement (
  msevtmgt_speakerengagementid uuid not null,
  msevtmgt_description text,
  msevtmgt_endtime timestamp without time zone,
  msevtmgt_event uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_session uuid,
  msevtmgt_speaker uuid not null,
  msevtmgt_speakercost numeric(19,4),
  msevtmgt_starttime timestamp without time zone,
  transactioncurrencyid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_speakerengagementid),
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_session) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_speaker) REFERENCES msevtmgt_speaker(msevtmgt_speakerid) ON DELETE CASCADE,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_speakerengagement_event ON msevtmgt_speakerengagement USING btree (msevtmgt_event);
CREATE INDEX msevtmgt_speakerengagement_session ON msevtmgt_speakerengagement USING btree (msevtmgt_session);

create table msevtmgt_sponsorablearticle (
  msevtmgt_sponsorablearticleid uuid not null,
  msevtmgt_costperunit numeric(19,4) not null,
  msevtmgt_description text,
  msevtmgt_eventsponsorship uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_numberofunits integer not null,
  msevtmgt_transactioncurrencyid uuid,
  transactioncurrencyid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_sponsorablearticleid),
  FOREIGN KEY (msevtmgt_eventsponsorship) REFERENCES msevtmgt_sponsorship(msevtmgt_sponsorshipid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_sponsorablearticle_msevtmgt_eventsponsorship_idx ON msevtmgt_sponsorablearticle USING btree (msevtmgt_eventsponsorship);

create table msevtmgt_sponsorship (
  msevtmgt_sponsorshipid uuid not null,
  msevtmgt_description text,
  msevtmgt_event uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_sponsor uuid not null,
  msevtmgt_sponsorshipamount numeric(19,4),
  msevtmgt_sponsorshipcategory integer,
  msevtmgt_sponsorshiptype integer,
  msevtmgt_transactioncurrencyid uuid,
  transactioncurrencyid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_sponsorshipid),
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_sponsor) REFERENCES account(accountid) ON DELETE RESTRICT,
  FOREIGN KEY (msevtmgt_transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);
CREATE INDEX msevtmgt_sponsorship_msevtmgt_event_idx ON msevtmgt_sponsorship USING btree (msevtmgt_event);
CREATE INDEX msevtmgt_sponsorship_msevtmgt_sponsor_idx ON msevtmgt_sponsorship USING btree (msevtmgt_sponsor);

create table msevtmgt_venue (
  msevtmgt_venueid uuid not null,
  msevtmgt_accessibletoilets integer,
  msevtmgt_additionalfacilities text,
  msevtmgt_addresscomposite character varying(4000) generated always as (NULLIF(btrim(((((((COALESCE(((msevtmgt_addressline1)::text || ', '::text), ''::text) || COALESCE(((msevtmgt_addressline2)::text || ', '::text), ''::text)) || COALESCE(((msevtmgt_addressline3)::text || ', '::text), ''::text)) || COALESCE(((msevtmgt_postalcode)::text || ' '::text), ''::text)) || COALESCE(((msevtmgt_city)::text || ', '::text), ''::text)) || COALESCE(((msevtmgt_stateprovince)::text || ', '::text), ''::text)) || (COALESCE(msevtmgt_country, ''::character varying))::text), ', '::text), ''::text)) stored,
  msevtmgt_addressline1 character varying(255),
  msevtmgt_addressline2 character varying(255),
  msevtmgt_addressline3 character varying(255),
  msevtmgt_buildingid uuid,
  msevtmgt_city character varying(100),
  msevtmgt_cost numeric(19,4),
  msevtmgt_country character varying(100),
  msevtmgt_description text,
  msevtmgt_disabledaccess integer,
  msevtmgt_disabledparking integer,
  msevtmgt_email character varying(100),
  msevtmgt_estcapacity integer,
  msevtmgt_layoutid uuid,
  msevtmgt_name character varying(100) not null,
  msevtmgt_parentvenueid uuid,
  msevtmgt_postalcode character varying(100),
  msevtmgt_primarycontact uuid,
  msevtmgt_publictelephoneavailable integer,
  msevtmgt_roomid uuid,
  msevtmgt_stateprovince character varying(100),
  msevtmgt_telephone1 character varying(100),
  msevtmgt_telephone2 character varying(100),
  msevtmgt_telephone3 character varying(100),
  msevtmgt_transactioncurrencyid uuid,
  msevtmgt_website character varying(255),
  msevtmgt_wifiavailable integer,
  msevtmgt_wifipassword character varying(100),
  msevtmgt_wifissid character varying(100),
  transactioncurrencyid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_venueid),
  FOREIGN KEY (msevtmgt_buildingid) REFERENCES msevtmgt_building(msevtmgt_buildingid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_layoutid) REFERENCES msevtmgt_layout(msevtmgt_layoutid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_parentvenueid) REFERENCES msevtmgt_venue(msevtmgt_venueid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_primarycontact) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_roomid) REFERENCES msevtmgt_room(msevtmgt_roomid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL,
  FOREIGN KEY (transactioncurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);

create table msevtmgt_waitlistitem (
  msevtmgt_waitlistitemid uuid not null,
  msevtmgt_addedby uuid,
  msevtmgt_autoregister boolean,
  msevtmgt_contact uuid not null,
  msevtmgt_event uuid,
  msevtmgt_invited boolean,
  msevtmgt_name character varying(100),
  msevtmgt_pregeneratedregistrationid character varying(100),
  msevtmgt_reserved boolean,
  msevtmgt_session uuid,
  gr_eventregistration uuid,
  gr_company character varying(160),
  gr_language character varying(35),
  gr_sessions text,
  gr_responses text,
  gr_invitationslot uuid,
  gr_invitedon timestamp with time zone,
  gr_invitationends timestamp with time zone,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_waitlistitemid),
  FOREIGN KEY (gr_eventregistration) REFERENCES msevtmgt_eventregistration(msevtmgt_eventregistrationid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_addedby) REFERENCES contact(contactid) ON DELETE SET NULL,
  FOREIGN KEY (msevtmgt_contact) REFERENCES contact(contactid) ON DELETE RESTRICT,
  FOREIGN KEY (msevtmgt_event) REFERENCES msevtmgt_event(msevtmgt_eventid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_session) REFERENCES msevtmgt_session(msevtmgt_sessionid) ON DELETE CASCADE
);
CREATE INDEX msevtmgt_waitlistitem_gr_eventregistration_idx ON msevtmgt_waitlistitem USING btree (gr_eventregistration);
CREATE INDEX msevtmgt_waitlistitem_msevtmgt_addedby_idx ON msevtmgt_waitlistitem USING btree (msevtmgt_addedby);
CREATE INDEX msevtmgt_waitlistitem_msevtmgt_contact_idx ON msevtmgt_waitlistitem USING btree (msevtmgt_contact);
CREATE INDEX msevtmgt_waitlistitem_msevtmgt_event_idx ON msevtmgt_waitlistitem USING btree (msevtmgt_event);
CREATE INDEX msevtmgt_waitlistitem_msevtmgt_session_idx ON msevtmgt_waitlistitem USING btree (msevtmgt_session);
CREATE UNIQUE INDEX msevtmgt_waitlistitem_event_contact ON msevtmgt_waitlistitem USING btree (msevtmgt_event, msevtmgt_contact) WHERE ((msevtmgt_session IS NULL) AND (statecode = 0));
CREATE UNIQUE INDEX msevtmgt_waitlistitem_session_contact ON msevtmgt_waitlistitem USING btree (msevtmgt_session, msevtmgt_contact) WHERE (statecode = 0);

create table msevtmgt_webapplication (
  msevtmgt_webapplicationid uuid not null,
  msevtmgt_aadclientid character varying(300),
  msevtmgt_aadmetadataendpoint character varying(300),
  msevtmgt_learnmorelink character varying(300),
  msevtmgt_name character varying(100) not null,
  msevtmgt_origin character varying(100) not null,
  msevtmgt_publicendpoint character varying(300),
  msevtmgt_publicendpointv2_api character varying(300),
  msevtmgt_publicendpointv2_app character varying(300),
  msevtmgt_publicendpointv2_docs character varying(300),
  msevtmgt_token character varying(300),
  msevtmgt_userauthenticationtype integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (msevtmgt_webapplicationid)
);
CREATE UNIQUE INDEX msevtmgt_webapplication_token ON msevtmgt_webapplication USING btree (msevtmgt_token);

create table msevtmgt_webinarconfiguration (
  msevtmgt_webinarconfigurationid uuid not null,
  msevtmgt_appurl character varying(100),
  msevtmgt_authorized integer,
  msevtmgt_clientid character varying(100),
  msevtmgt_lastupdatedatetime timestamp with time zone,
  msevtmgt_message character varying(1000),
  msevtmgt_name character varying(100) not null,
  msevtmgt_providerservicestatus integer,
  msevtmgt_updatecredentials integer,
  msevtmgt_webinarproviderid uuid not null,
  gr_settings jsonb,
  gr_tokenexpireson timestamp with time zone,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  gr_requestsperminute integer,
  gr_actionclientid character varying(200),
  gr_useegressproxy boolean,
  gr_requestlog boolean,
  PRIMARY KEY (msevtmgt_webinarconfigurationid),
  FOREIGN KEY (msevtmgt_webinarproviderid) REFERENCES msevtmgt_webinarprovider(msevtmgt_webinarproviderid) ON DELETE RESTRICT
);

create table msevtmgt_webinarconsent (
  msevtmgt_webinarconsentid uuid not null,
  msevtmgt_consentprovided boolean,
  msevtmgt_name character varying(100),
  msevtmgt_webinarprovider uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (msevtmgt_webinarconsentid),
  FOREIGN KEY (msevtmgt_webinarprovider) REFERENCES msevtmgt_webinarprovider(msevtmgt_webinarproviderid) ON DELETE CASCADE
);
CREATE UNIQUE INDEX msevtmgt_webinarconsent_provider ON msevtmgt_webinarconsent USING btree (msevtmgt_webinarprovider) WHERE (statecode = 0);

create table msevtmgt_webinarprovider (
  msevtmgt_webinarproviderid uuid not null,
  msevtmgt_base_service_url character varying(200),
  msevtmgt_clientid character varying(100),
  msevtmgt_isdefaultprovider boolean,
  msevtmgt_maxdurationinminutes integer not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_privacypolicy character varying(1000),
  msevtmgt_termsofservice character varying(1000),
  msevtmgt_updatecredentials boolean,
  gr_adapter character varying(50) not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (msevtmgt_webinarproviderid)
);

create table msevtmgt_webinartype (
  msevtmgt_webinartypeid uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_value character varying(100) not null,
  msevtmgt_webinarconfiguration uuid not null,
  msevtmgt_webinarproviderid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (msevtmgt_webinartypeid),
  FOREIGN KEY (msevtmgt_webinarconfiguration) REFERENCES msevtmgt_webinarconfiguration(msevtmgt_webinarconfigurationid) ON DELETE CASCADE,
  FOREIGN KEY (msevtmgt_webinarproviderid) REFERENCES msevtmgt_webinarprovider(msevtmgt_webinarproviderid) ON DELETE SET NULL
);

create table msevtmgt_websiteentityconfiguration (
  msevtmgt_websiteentityconfigurationid uuid not null,
  msevtmgt_name character varying(100) not null,
  msevtmgt_selectedentity integer not null,
  msevtmgt_selectedfields character varying(4000),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  PRIMARY KEY (msevtmgt_websiteentityconfigurationid)
);

create table organization (
  organizationid uuid not null,
  name character varying(160) not null,
  languagecode integer,
  basecurrencyid uuid,
  isauditenabled boolean,
  orgdborgsettings text,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  gr_auditretentiondays integer,
  PRIMARY KEY (organizationid),
  CHECK (((gr_auditretentiondays >= 30) AND (gr_auditretentiondays <= 36500))),
  FOREIGN KEY (basecurrencyid) REFERENCES transactioncurrency(transactioncurrencyid) ON DELETE SET NULL
);

create table pluginassembly (
  pluginassemblyid uuid not null,
  culture character varying(32),
  customizationlevel integer,
  description character varying(256),
  iscustomizable jsonb,
  major integer,
  minor integer,
  name character varying(256) not null,
  path character varying(256),
  pluginassemblyidunique uuid generated always as (pluginassemblyid) stored,
  publickeytoken character varying(32),
  version character varying(48),
  componentstate integer,
  createdonbehalfby uuid,
  introducedversion character varying(48),
  ismanaged boolean,
  modifiedonbehalfby uuid,
  organizationid uuid,
  overwritetime timestamp with time zone,
  solutionid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (pluginassemblyid)
);

create table plugintype (
  plugintypeid uuid not null,
  assemblyname character varying(256),
  culture character varying(32),
  customizationlevel integer,
  customworkflowactivityinfo text,
  description character varying(256),
  friendlyname character varying(256),
  isworkflowactivity boolean,
  major integer,
  minor integer,
  name character varying(256) not null,
  pluginassemblyid uuid,
  plugintypeexportkey character varying(256),
  plugintypeidunique uuid generated always as (plugintypeid) stored,
  publickeytoken character varying(32),
  typename character varying(256),
  version character varying(48),
  workflowactivitygroupname character varying(256),
  componentstate integer,
  createdonbehalfby uuid,
  introducedversion character varying(48),
  ismanaged boolean,
  modifiedonbehalfby uuid,
  organizationid uuid,
  overwritetime timestamp with time zone,
  solutionid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  gr_handlerstate integer,
  gr_handlerproblem character varying(2000),
  PRIMARY KEY (plugintypeid),
  FOREIGN KEY (pluginassemblyid) REFERENCES pluginassembly(pluginassemblyid)
);

create table role (
  roleid uuid not null,
  businessunitid uuid not null,
  name character varying(100) not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (roleid),
  FOREIGN KEY (businessunitid) REFERENCES businessunit(businessunitid) ON DELETE RESTRICT
);

create table savedquery (
  savedqueryid uuid not null,
  name character varying(200) not null,
  description text,
  returnedtypecode character varying(64) not null,
  fetchxml text not null,
  layoutxml text,
  querytype integer not null,
  isdefault boolean,
  isquickfindquery boolean,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (savedqueryid)
);
CREATE INDEX savedquery_table ON savedquery USING btree (returnedtypecode);

create table sdkmessage (
  sdkmessageid uuid not null,
  autotransact boolean,
  availability integer,
  categoryname character varying(25),
  customizationlevel integer,
  executeprivilegename character varying(100),
  expand boolean,
  isactive boolean,
  isprivate boolean,
  isreadonly boolean,
  isvalidforexecuteasync boolean,
  name character varying(256) not null,
  sdkmessageidunique uuid generated always as (sdkmessageid) stored,
  template boolean,
  throttlesettings character varying(512),
  workflowsdkstepenabled boolean,
  componentstate integer,
  createdonbehalfby uuid,
  introducedversion character varying(48),
  ismanaged boolean,
  modifiedonbehalfby uuid,
  organizationid uuid,
  overwritetime timestamp with time zone,
  solutionid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (sdkmessageid)
);
CREATE UNIQUE INDEX sdkmessage_name ON sdkmessage USING btree (name);

create table sdkmessagefilter (
  sdkmessagefilterid uuid not null,
  availability integer,
  customizationlevel integer,
  iscustomprocessingstepallowed boolean,
  isvisible boolean,
  name character varying(256),
  primaryobjecttypecode character varying(64),
  restrictionlevel integer,
  sdkmessagefilteridunique uuid generated always as (sdkmessagefilterid) stored,
  sdkmessageid uuid not null,
  secondaryobjecttypecode character varying(64),
  workflowsdkstepenabled boolean,
  componentstate integer,
  createdonbehalfby uuid,
  introducedversion character varying(48),
  ismanaged boolean,
  modifiedonbehalfby uuid,
  organizationid uuid,
  overwritetime timestamp with time zone,
  solutionid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (sdkmessagefilterid),
  FOREIGN KEY (sdkmessageid) REFERENCES sdkmessage(sdkmessageid)
);
CREATE INDEX sdkmessagefilter_primary ON sdkmessagefilter USING btree (primaryobjecttypecode);
CREATE UNIQUE INDEX sdkmessagefilter_message ON sdkmessagefilter USING btree (sdkmessageid, primaryobjecttypecode);

create table sdkmessageprocessingstep (
  sdkmessageprocessingstepid uuid not null,
  asyncautodelete boolean not null,
  canbebypassed boolean,
  canusereadonlyconnection boolean,
  category character varying(100),
  configuration text,
  customizationlevel integer,
  description character varying(256),
  enablepluginprofiler boolean,
  eventexpander character varying(256),
  eventhandler uuid not null,
  eventhandlertype character varying(64),
  eventhandlertypecode character varying(64),
  filteringattributes text,
  fxexpressionid uuid,
  impersonatinguserid uuid,
  invocationsource integer,
  iscustomizable jsonb,
  ishidden jsonb,
  mode integer not null,
  name character varying(256) not null,
  plugintypeid uuid,
  powerfxruleid uuid,
  rank integer not null,
  runtimeintegrationproperties character varying(512),
  sdkmessagefilterid uuid,
  sdkmessageid uuid not null,
  sdkmessageprocessingstepidunique uuid generated always as (sdkmessageprocessingstepid) stored,
  sdkmessageprocessingstepsecureconfigid uuid,
  stage integer not null,
  supporteddeployment integer not null,
  componentstate integer,
  createdonbehalfby uuid,
  introducedversion character varying(48),
  ismanaged boolean,
  modifiedonbehalfby uuid,
  organizationid uuid,
  overwritetime timestamp with time zone,
  solutionid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  gr_changedonly boolean,
  PRIMARY KEY (sdkmessageprocessingstepid),
  FOREIGN KEY (impersonatinguserid) REFERENCES systemuser(systemuserid) ON DELETE SET NULL,
  FOREIGN KEY (plugintypeid) REFERENCES plugintype(plugintypeid),
  FOREIGN KEY (sdkmessagefilterid) REFERENCES sdkmessagefilter(sdkmessagefilterid),
  FOREIGN KEY (sdkmessageid) REFERENCES sdkmessage(sdkmessageid),
  FOREIGN KEY (sdkmessageprocessingstepsecureconfigid) REFERENCES sdkmessageprocessingstepsecureconfig(sdkmessageprocessingstepsecureconfigid)
);
CREATE INDEX sdkmessageprocessingstep_filter ON sdkmessageprocessingstep USING btree (sdkmessagefilterid);
CREATE INDEX sdkmessageprocessingstep_handler ON sdkmessageprocessingstep USING btree (eventhandler);
CREATE INDEX sdkmessageprocessingstep_message ON sdkmessageprocessingstep USING btree (sdkmessageid);

create table sdkmessageprocessingstepimage (
  sdkmessageprocessingstepimageid uuid not null,
  attributes text,
  customizationlevel integer,
  description character varying(256),
  entityalias character varying(256) not null,
  imagetype integer not null,
  iscustomizable jsonb,
  messagepropertyname character varying(256) not null,
  name character varying(256) not null,
  relatedattributename character varying(256),
  sdkmessageprocessingstepid uuid not null,
  sdkmessageprocessingstepimageidunique uuid generated always as (sdkmessageprocessingstepimageid) stored,
  componentstate integer,
  createdonbehalfby uuid,
  introducedversion character varying(48),
  ismanaged boolean,
  modifiedonbehalfby uuid,
  organizationid uuid,
  overwritetime timestamp with time zone,
  solutionid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (sdkmessageprocessingstepimageid),
  FOREIGN KEY (sdkmessageprocessingstepid) REFERENCES sdkmessageprocessingstep(sdkmessageprocessingstepid) ON DELETE CASCADE
);
CREATE INDEX sdkmessageprocessingstepimage_step ON sdkmessageprocessingstepimage USING btree (sdkmessageprocessingstepid);

create table sdkmessageprocessingstepsecureconfig (
  sdkmessageprocessingstepsecureconfigid uuid not null,
  customizationlevel integer,
  sdkmessageprocessingstepsecureconfigidunique uuid generated always as (sdkmessageprocessingstepsecureconfigid) stored,
  componentstate integer,
  createdonbehalfby uuid,
  introducedversion character varying(48),
  ismanaged boolean,
  modifiedonbehalfby uuid,
  organizationid uuid,
  overwritetime timestamp with time zone,
  solutionid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (sdkmessageprocessingstepsecureconfigid)
);

create table serviceendpoint (
  serviceendpointid uuid not null,
  authtype integer,
  connectionmode integer,
  contract integer not null,
  description text,
  isauthvalueset boolean,
  iscustomizable jsonb,
  issaskeyset boolean,
  issastokenset boolean,
  keyvaultreferenceid uuid,
  messagecharset integer,
  messageformat integer,
  name character varying(256) not null,
  namespaceaddress character varying(255),
  namespaceformat integer,
  path character varying(160),
  runtimeintegrationproperties character varying(512),
  saskeyname character varying(256),
  schematype integer,
  serviceendpointidunique uuid generated always as (serviceendpointid) stored,
  solutionnamespace character varying(160),
  url character varying(2000),
  usekeyvaultconfiguration boolean,
  userclaim integer,
  componentstate integer,
  createdonbehalfby uuid,
  introducedversion character varying(48),
  ismanaged boolean,
  modifiedonbehalfby uuid,
  organizationid uuid,
  overwritetime timestamp with time zone,
  solutionid uuid,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  gr_signature integer,
  gr_issigningsecretset boolean,
  gr_signingpublickey character varying(128),
  gr_signingoverlap integer,
  gr_earliersecretuntil timestamp with time zone,
  gr_envelope integer,
  gr_handshake boolean,
  gr_handshakestate integer,
  gr_handshakeproblem character varying(1000),
  gr_allowedrate integer,
  gr_attempts integer,
  gr_retrydelay integer,
  gr_retryminutes integer,
  gr_disableongone boolean,
  gr_disabledon timestamp with time zone,
  gr_disabledreason character varying(1000),
  gr_circuitfailures integer,
  gr_circuitshare integer,
  gr_circuitpause integer,
  gr_circuit integer,
  gr_circuitchangedon timestamp with time zone,
  gr_circuitreason character varying(1000),
  gr_rate integer,
  gr_concurrency integer,
  gr_ordering integer,
  gr_sequencenumbers boolean,
  gr_logdeliveries boolean,
  gr_logdays integer,
  gr_keepsucceeded boolean,
  PRIMARY KEY (serviceendpointid)
);

create table systemuser (
  systemuserid uuid not null,
  accessmode integer,
  applicationid uuid,
  azureactivedirectoryobjectid uuid,
  businessunitid uuid not null,
  domainname character varying(1024),
  firstname character varying(256),
  fullname character varying(200) generated always as (NULLIF(btrim((((COALESCE(firstname, ''::character varying))::text || ' '::text) || (COALESCE(lastname, ''::character varying))::text)), ''::text)) stored,
  internalemailaddress character varying(100),
  isdisabled boolean,
  jobtitle character varying(100),
  lastname character varying(256),
  mobilephone character varying(64),
  nickname character varying(50),
  parentsystemuserid uuid,
  title character varying(128),
  windowsliveid character varying(100),
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  gr_language character varying(35),
  gr_timezone character varying(64),
  PRIMARY KEY (systemuserid),
  FOREIGN KEY (businessunitid) REFERENCES businessunit(businessunitid) ON DELETE RESTRICT,
  FOREIGN KEY (parentsystemuserid) REFERENCES systemuser(systemuserid) ON DELETE SET NULL
);
CREATE INDEX systemuser_directory ON systemuser USING btree (azureactivedirectoryobjectid) WHERE (azureactivedirectoryobjectid IS NOT NULL);
CREATE UNIQUE INDEX systemuser_email ON systemuser USING btree (lower((internalemailaddress)::text));

create table systemuserroles (
  systemuserid uuid not null,
  roleid uuid not null,
  PRIMARY KEY (systemuserid, roleid),
  FOREIGN KEY (roleid) REFERENCES role(roleid) ON DELETE CASCADE,
  FOREIGN KEY (systemuserid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE
);

create table team (
  teamid uuid not null,
  administratorid uuid,
  azureactivedirectoryobjectid uuid,
  businessunitid uuid not null,
  description text,
  emailaddress character varying(100),
  isdefault boolean,
  name character varying(160) not null,
  teamtype integer,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (teamid),
  FOREIGN KEY (administratorid) REFERENCES systemuser(systemuserid) ON DELETE SET NULL,
  FOREIGN KEY (businessunitid) REFERENCES businessunit(businessunitid) ON DELETE RESTRICT
);

create table teammembership (
  teamid uuid not null,
  systemuserid uuid not null,
  PRIMARY KEY (teamid, systemuserid),
  FOREIGN KEY (systemuserid) REFERENCES systemuser(systemuserid) ON DELETE CASCADE,
  FOREIGN KEY (teamid) REFERENCES team(teamid) ON DELETE CASCADE
);
CREATE INDEX teammembership_user ON teammembership USING btree (systemuserid);

create table teamroles (
  teamid uuid not null,
  roleid uuid not null,
  PRIMARY KEY (teamid, roleid),
  FOREIGN KEY (roleid) REFERENCES role(roleid) ON DELETE CASCADE,
  FOREIGN KEY (teamid) REFERENCES team(teamid) ON DELETE CASCADE
);

create table transactioncurrency (
  transactioncurrencyid uuid not null,
  currencyname character varying(100) not null,
  currencyprecision integer not null,
  currencysymbol character varying(13) not null,
  exchangerate numeric(23,10) not null,
  isocurrencycode character varying(5) not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  PRIMARY KEY (transactioncurrencyid)
);

create table userquery (
  userqueryid uuid not null,
  name character varying(200) not null,
  description text,
  returnedtypecode character varying(64) not null,
  fetchxml text,
  layoutxml text,
  querytype integer not null,
  createdon timestamp with time zone not null,
  createdby uuid,
  modifiedon timestamp with time zone not null,
  modifiedby uuid,
  versionnumber bigint default nextval('gr_versionnumber'::regclass) not null,
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype character varying(64),
  owningbusinessunit uuid,
  gr_odataquery text,
  PRIMARY KEY (userqueryid)
);
CREATE INDEX userquery_table ON userquery USING btree (returnedtypecode, ownerid);

CREATE OR REPLACE FUNCTION gr_forget_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION gr_keep_audit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'Rows of gr_audit are written once and stay as they are.';
end
$function$;
