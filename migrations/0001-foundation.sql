-- The tables that Greenroom takes over from Dataverse and Dynamics 365 event management, under their
-- logical names. Columns of our own begin with gr_. SQL for PostgreSQL 15 and newer.

create sequence gr_versionnumber;

create table organization (
  organizationid uuid primary key,
  name varchar(160) not null,
  languagecode integer,
  basecurrencyid uuid,
  isauditenabled boolean,
  orgdborgsettings text,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table transactioncurrency (
  transactioncurrencyid uuid primary key,
  currencyname varchar(100) not null,
  currencyprecision integer not null,
  currencysymbol varchar(13) not null,
  exchangerate numeric(23,10) not null,
  isocurrencycode varchar(5) not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table businessunit (
  businessunitid uuid primary key,
  name varchar(160) not null,
  description text,
  divisionname varchar(100),
  emailaddress varchar(100),
  isdisabled boolean,
  organizationid uuid,
  parentbusinessunitid uuid,
  websiteurl varchar(200),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table systemuser (
  systemuserid uuid primary key,
  accessmode integer,
  applicationid uuid,
  azureactivedirectoryobjectid uuid,
  businessunitid uuid not null,
  domainname varchar(1024),
  firstname varchar(256),
  fullname varchar(200) generated always as (nullif(btrim(coalesce(firstname, '') || ' ' || coalesce(lastname, '')), '')) stored,
  internalemailaddress varchar(100),
  isdisabled boolean,
  jobtitle varchar(100),
  lastname varchar(256),
  mobilephone varchar(64),
  nickname varchar(50),
  parentsystemuserid uuid,
  title varchar(128),
  windowsliveid varchar(100),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table team (
  teamid uuid primary key,
  administratorid uuid,
  azureactivedirectoryobjectid uuid,
  businessunitid uuid not null,
  description text,
  emailaddress varchar(100),
  isdefault boolean,
  name varchar(160) not null,
  teamtype integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table role (
  roleid uuid primary key,
  businessunitid uuid not null,
  name varchar(100) not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table account (
  accountid uuid primary key,
  accountcategorycode integer,
  accountnumber varchar(20),
  address1_city varchar(80),
  address1_country varchar(80),
  address1_line1 varchar(250),
  address1_line2 varchar(250),
  address1_line3 varchar(250),
  address1_postalcode varchar(20),
  address1_stateorprovince varchar(50),
  creditlimit numeric(19,4),
  creditonhold boolean,
  customertypecode integer,
  description text,
  donotbulkemail boolean,
  donotemail boolean,
  emailaddress1 varchar(100),
  emailaddress2 varchar(100),
  fax varchar(50),
  industrycode integer,
  name varchar(160) not null,
  numberofemployees integer,
  parentaccountid uuid,
  primarycontactid uuid,
  revenue numeric(19,4),
  telephone1 varchar(50),
  telephone2 varchar(50),
  tickersymbol varchar(10),
  transactioncurrencyid uuid,
  websiteurl varchar(200),
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table contact (
  contactid uuid primary key,
  accountrolecode integer,
  address1_city varchar(80),
  address1_country varchar(80),
  address1_line1 varchar(250),
  address1_line2 varchar(250),
  address1_line3 varchar(250),
  address1_postalcode varchar(20),
  address1_stateorprovince varchar(50),
  address1_telephone1 varchar(50),
  anniversary date,
  annualincome numeric(19,4),
  assistantname varchar(100),
  assistantphone varchar(50),
  birthdate date,
  company varchar(50),
  creditlimit numeric(19,4),
  customertypecode integer,
  department varchar(100),
  description text,
  donotbulkemail boolean,
  donotemail boolean,
  donotphone boolean,
  donotpostalmail boolean,
  emailaddress1 varchar(100),
  emailaddress2 varchar(100),
  emailaddress3 varchar(100),
  employeeid varchar(50),
  externaluseridentifier varchar(50),
  familystatuscode integer,
  fax varchar(50),
  firstname varchar(50),
  fullname varchar(160) generated always as (nullif(btrim(coalesce(firstname, '') || ' ' || coalesce(lastname, '')), '')) stored,
  gendercode integer,
  governmentid varchar(50),
  jobtitle varchar(100),
  lastname varchar(50),
  managername varchar(100),
  middlename varchar(50),
  mobilephone varchar(50),
  msevtmgt_aadobjectid varchar(100),
  msevtmgt_contactid varchar(100),
  msevtmgt_originatingeventid uuid,
  nickname varchar(100),
  numberofchildren integer,
  originatingleadid uuid,
  parentcustomerid uuid,
  preferredcontactmethodcode integer,
  salutation varchar(100),
  spousesname varchar(100),
  suffix varchar(10),
  telephone1 varchar(50),
  telephone2 varchar(50),
  telephone3 varchar(50),
  transactioncurrencyid uuid,
  websiteurl varchar(200),
  yomifullname varchar(450) generated always as (nullif(btrim(coalesce(firstname, '') || ' ' || coalesce(lastname, '')), '')) stored,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_webinarprovider (
  msevtmgt_webinarproviderid uuid primary key,
  msevtmgt_base_service_url varchar(200),
  msevtmgt_clientid varchar(100),
  msevtmgt_isdefaultprovider boolean,
  msevtmgt_maxdurationinminutes integer not null,
  msevtmgt_name varchar(100) not null,
  msevtmgt_privacypolicy varchar(1000),
  msevtmgt_termsofservice varchar(1000),
  msevtmgt_updatecredentials boolean,
  gr_adapter varchar(50) not null,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table msevtmgt_webinarconfiguration (
  msevtmgt_webinarconfigurationid uuid primary key,
  msevtmgt_appurl varchar(100),
  msevtmgt_authorized integer,
  msevtmgt_clientid varchar(100),
  msevtmgt_lastupdatedatetime timestamptz,
  msevtmgt_message varchar(1000),
  msevtmgt_name varchar(100) not null,
  msevtmgt_providerservicestatus integer,
  msevtmgt_updatecredentials integer,
  msevtmgt_webinarproviderid uuid not null,
  gr_settings jsonb,
  gr_tokenexpireson timestamptz,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table msevtmgt_webinartype (
  msevtmgt_webinartypeid uuid primary key,
  msevtmgt_name varchar(100) not null,
  msevtmgt_value varchar(100) not null,
  msevtmgt_webinarconfiguration uuid not null,
  msevtmgt_webinarproviderid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table msevtmgt_webinarconsent (
  msevtmgt_webinarconsentid uuid primary key,
  msevtmgt_consentprovided boolean,
  msevtmgt_name varchar(100),
  msevtmgt_webinarprovider uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table msevtmgt_event (
  msevtmgt_eventid uuid primary key,
  msdyncrm_marketingformid uuid,
  msdyncrm_usemarketingform boolean,
  msdynmkt_bannerimageid varchar(100),
  msdynmkt_completiondate timestamp,
  msdynmkt_linkedvirtualeventid varchar(100),
  msdynmkt_logoimageid varchar(100),
  msevtmgt_allowanonymousregistrations boolean,
  msevtmgt_allowattendeestounmute boolean,
  msevtmgt_allowcameraforattendees boolean,
  msevtmgt_allowcustomagenda boolean,
  msevtmgt_allowexternalpresenters boolean,
  msevtmgt_allowmeetingchat integer,
  msevtmgt_allowpstnsserstobypasslobby boolean,
  msevtmgt_allowteamsmeetingreactions boolean,
  msevtmgt_attendeeengagementreport boolean,
  msevtmgt_attendeeurl varchar(1000),
  msevtmgt_autoadmittedusers integer,
  msevtmgt_autorecordingenabled boolean,
  msevtmgt_autoregisterwaitlistitems boolean,
  msevtmgt_baserecurrenteventid varchar(40),
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
  msevtmgt_earlybirdcutoffdate timestamptz,
  msevtmgt_embedregistrationform boolean,
  msevtmgt_enablecaptcha boolean,
  msevtmgt_enablemultiattendeeregistration boolean,
  msevtmgt_entryexitannouncementsenabled boolean,
  msevtmgt_eventdebriefing integer,
  msevtmgt_eventenddate timestamp not null,
  msevtmgt_eventformat integer,
  msevtmgt_eventimage uuid,
  msevtmgt_eventstartdate timestamp not null,
  msevtmgt_eventtimezone integer,
  msevtmgt_eventtimezonename varchar(100),
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
  msevtmgt_lastteamssyncdate timestamptz,
  msevtmgt_layout uuid,
  msevtmgt_makepaymentsdue integer,
  msevtmgt_manageregistrationcount integer,
  msevtmgt_marketingformid uuid,
  msevtmgt_maximumeventcapacity integer,
  msevtmgt_maxnumberofregistrations integer,
  msevtmgt_miscellaneouscosts numeric(19,4),
  msevtmgt_name varchar(100) not null,
  msevtmgt_notifyauthoritiesofevent integer,
  msevtmgt_numberofinvitations integer,
  msevtmgt_planregistration integer,
  msevtmgt_portalspecificeventenddate timestamptz,
  msevtmgt_portalspecificeventstartdate timestamptz,
  msevtmgt_presentationmanagerurl varchar(200),
  msevtmgt_previousnumberoffreeslots integer,
  msevtmgt_primarygoal integer,
  msevtmgt_primaryvenue uuid,
  msevtmgt_producer uuid,
  msevtmgt_publiceventurl varchar(1000),
  msevtmgt_publishstatus integer,
  msevtmgt_qna boolean,
  msevtmgt_readableeventid varchar(500),
  msevtmgt_recordingforattendees boolean,
  msevtmgt_recordingforproducersandspeakers boolean,
  msevtmgt_recoveryitems text,
  msevtmgt_recurrencepattern varchar(512),
  msevtmgt_recurrenteventstatus integer,
  msevtmgt_registrationcount integer,
  msevtmgt_registrationcounterlock varchar(100),
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
  msevtmgt_stopwebsiteregistrationson timestamp,
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
  msevtmgt_webinarid varchar(100),
  msevtmgt_webinarnotificationseen boolean,
  msevtmgt_webinaroperation varchar(100),
  msevtmgt_webinarstatus varchar(100),
  msevtmgt_webinarstatusreason text,
  msevtmgt_webinartype uuid,
  msevtmgt_webinarurl varchar(200),
  msevtmgt_websitemessage text,
  msevtmgt_websitepreference integer,
  transactioncurrencyid uuid,
  gr_timezone varchar(64),
  gr_attendanceminutes integer,
  gr_attendanceshare integer,
  gr_joinearlyminutes integer,
  gr_ended integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_session (
  msevtmgt_sessionid uuid primary key,
  msevtmgt_allowattendeestounmute boolean,
  msevtmgt_allowcameraforattendees boolean,
  msevtmgt_allowexternalpresenters boolean,
  msevtmgt_allowmeetingchat integer,
  msevtmgt_allowpstnsserstobypasslobby boolean,
  msevtmgt_allowteamsmeetingreactions boolean,
  msevtmgt_attendeeengagementreport boolean,
  msevtmgt_attendeeurl varchar(1000),
  msevtmgt_audiencetype integer,
  msevtmgt_autoadmittedusers integer,
  msevtmgt_autorecordingenabled boolean,
  msevtmgt_avsupport integer,
  msevtmgt_baserecurrentsessionid varchar(100),
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
  msevtmgt_durationmins integer generated always as ((extract(epoch from msevtmgt_endtime - msevtmgt_starttime) / 60)::integer) stored,
  msevtmgt_endtime timestamp not null,
  msevtmgt_entryexitannouncementsenabled boolean,
  msevtmgt_event uuid not null,
  msevtmgt_eventspeakerid uuid,
  msevtmgt_externalurl varchar(1024),
  msevtmgt_flipchart integer,
  msevtmgt_industry integer,
  msevtmgt_internetconnection integer,
  msevtmgt_isoutofsync boolean,
  msevtmgt_keywords varchar(500),
  msevtmgt_language integer,
  msevtmgt_lastteamssyncdate timestamptz,
  msevtmgt_layout uuid,
  msevtmgt_name varchar(100) not null,
  msevtmgt_nda integer,
  msevtmgt_passsessions uuid,
  msevtmgt_presentationmanagerurl varchar(200),
  msevtmgt_previousnumberoffreeslots integer,
  msevtmgt_producer uuid,
  msevtmgt_publishstatus integer,
  msevtmgt_qna boolean,
  msevtmgt_recordingforattendees boolean,
  msevtmgt_recordingforproducersandspeakers boolean,
  msevtmgt_recordingspermitted integer,
  msevtmgt_recurrencepattern varchar(500),
  msevtmgt_registrationcount integer,
  msevtmgt_registrationcounterlock varchar(100),
  msevtmgt_room uuid,
  msevtmgt_sessioncode varchar(100),
  msevtmgt_sessionformat integer,
  msevtmgt_sessionmaxcapacity integer,
  msevtmgt_sessionobjectives text,
  msevtmgt_sessionprerequisites text,
  msevtmgt_sessionsummary text,
  msevtmgt_sessiontype integer,
  msevtmgt_showwaitlist boolean,
  msevtmgt_starttime timestamp not null,
  msevtmgt_streamingenabled boolean,
  msevtmgt_streamingprovider integer,
  msevtmgt_streamowner uuid,
  msevtmgt_teamsinvitationhtml text,
  msevtmgt_venue uuid,
  msevtmgt_videoconferencing integer,
  msevtmgt_waitlistthissession integer,
  msevtmgt_webinarconfigurationid uuid,
  msevtmgt_webinarid varchar(100),
  msevtmgt_webinarnotificationseen boolean,
  msevtmgt_webinaroperation varchar(100),
  msevtmgt_webinarstatus varchar(100),
  msevtmgt_webinarstatusreason text,
  msevtmgt_webinartype uuid,
  msevtmgt_webinarurl varchar(100),
  msevtmgt_whiteboard integer,
  gr_ended integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventadministration (
  msevtmgt_eventadministrationid uuid primary key,
  msevtmgt_contactmatchingstrategy integer,
  msevtmgt_emailtemplateforattendee varchar(200),
  msevtmgt_emailtemplateforpurchaser varchar(200),
  msevtmgt_enablefinalizationendpoints integer,
  msevtmgt_name varchar(100) not null,
  msevtmgt_sendmailtoeventattendee integer,
  msevtmgt_sendmailtopurchaser integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_webapplication (
  msevtmgt_webapplicationid uuid primary key,
  msevtmgt_aadclientid varchar(300),
  msevtmgt_aadmetadataendpoint varchar(300),
  msevtmgt_learnmorelink varchar(300),
  msevtmgt_name varchar(100) not null,
  msevtmgt_origin varchar(100) not null,
  msevtmgt_publicendpoint varchar(300),
  msevtmgt_publicendpointv2_api varchar(300),
  msevtmgt_publicendpointv2_app varchar(300),
  msevtmgt_publicendpointv2_docs varchar(300),
  msevtmgt_token varchar(300),
  msevtmgt_userauthenticationtype integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null
);

create table msevtmgt_venue (
  msevtmgt_venueid uuid primary key,
  msevtmgt_accessibletoilets integer,
  msevtmgt_additionalfacilities text,
  msevtmgt_addresscomposite varchar(4000) generated always as (nullif(btrim(coalesce(msevtmgt_addressline1 || ', ', '') || coalesce(msevtmgt_addressline2 || ', ', '') || coalesce(msevtmgt_addressline3 || ', ', '') || coalesce(msevtmgt_postalcode || ' ', '') || coalesce(msevtmgt_city || ', ', '') || coalesce(msevtmgt_stateprovince || ', ', '') || coalesce(msevtmgt_country, ''), ', '), '')) stored,
  msevtmgt_addressline1 varchar(255),
  msevtmgt_addressline2 varchar(255),
  msevtmgt_addressline3 varchar(255),
  msevtmgt_buildingid uuid,
  msevtmgt_city varchar(100),
  msevtmgt_cost numeric(19,4),
  msevtmgt_country varchar(100),
  msevtmgt_description text,
  msevtmgt_disabledaccess integer,
  msevtmgt_disabledparking integer,
  msevtmgt_email varchar(100),
  msevtmgt_estcapacity integer,
  msevtmgt_layoutid uuid,
  msevtmgt_name varchar(100) not null,
  msevtmgt_parentvenueid uuid,
  msevtmgt_postalcode varchar(100),
  msevtmgt_primarycontact uuid,
  msevtmgt_publictelephoneavailable integer,
  msevtmgt_roomid uuid,
  msevtmgt_stateprovince varchar(100),
  msevtmgt_telephone1 varchar(100),
  msevtmgt_telephone2 varchar(100),
  msevtmgt_telephone3 varchar(100),
  msevtmgt_transactioncurrencyid uuid,
  msevtmgt_website varchar(255),
  msevtmgt_wifiavailable integer,
  msevtmgt_wifipassword varchar(100),
  msevtmgt_wifissid varchar(100),
  transactioncurrencyid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_building (
  msevtmgt_buildingid uuid primary key,
  msevtmgt_accessibletoilets integer,
  msevtmgt_additionalfacilities text,
  msevtmgt_addresscomposite varchar(4000) generated always as (nullif(btrim(coalesce(msevtmgt_addressline1 || ', ', '') || coalesce(msevtmgt_addressline2 || ', ', '') || coalesce(msevtmgt_addressline3 || ', ', '') || coalesce(msevtmgt_postalcode || ' ', '') || coalesce(msevtmgt_city || ', ', '') || coalesce(msevtmgt_stateprovince || ', ', '') || coalesce(msevtmgt_country, ''), ', '), '')) stored,
  msevtmgt_addressline1 varchar(255),
  msevtmgt_addressline2 varchar(255),
  msevtmgt_addressline3 varchar(255),
  msevtmgt_city varchar(100),
  msevtmgt_cost numeric(19,4),
  msevtmgt_country varchar(100),
  msevtmgt_description text,
  msevtmgt_disabledaccess integer,
  msevtmgt_disabledparking integer,
  msevtmgt_email varchar(100),
  msevtmgt_estimatedcapacity integer,
  msevtmgt_name varchar(100) not null,
  msevtmgt_postalcode varchar(100),
  msevtmgt_primarycontact uuid,
  msevtmgt_publictelephoneavailable integer,
  msevtmgt_stateprovince varchar(100),
  msevtmgt_telephone1 varchar(100),
  msevtmgt_telephone2 varchar(100),
  msevtmgt_telephone3 varchar(100),
  msevtmgt_website varchar(100),
  msevtmgt_wifiavailable integer,
  msevtmgt_wifipassword varchar(100),
  msevtmgt_wifissid varchar(100),
  transactioncurrencyid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_room (
  msevtmgt_roomid uuid primary key,
  msevtmgt_avsupport integer,
  msevtmgt_building uuid not null,
  msevtmgt_capacity integer,
  msevtmgt_description text,
  msevtmgt_disabledaccess integer,
  msevtmgt_internetconnection integer,
  msevtmgt_name varchar(100) not null,
  msevtmgt_other text,
  msevtmgt_primarycontact uuid,
  msevtmgt_videoconferencing integer,
  msevtmgt_whiteboard integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_layout (
  msevtmgt_layoutid uuid primary key,
  msevtmgt_capacity integer not null,
  msevtmgt_description text,
  msevtmgt_disabledaccess integer,
  msevtmgt_disabledcapacity integer,
  msevtmgt_floorplan integer,
  msevtmgt_name varchar(100) not null,
  msevtmgt_room uuid not null,
  msevtmgt_units integer,
  msevtmgt_usablearea integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_speaker (
  msevtmgt_speakerid uuid primary key,
  msevtmgt_about text,
  msevtmgt_accomplishments text,
  msevtmgt_blog varchar(100),
  msevtmgt_contact uuid,
  msevtmgt_email varchar(100),
  msevtmgt_eventid uuid,
  msevtmgt_eventregistration uuid,
  msevtmgt_linkedin varchar(100),
  msevtmgt_name varchar(100) not null,
  msevtmgt_publications text,
  msevtmgt_speakercost numeric(19,4),
  msevtmgt_title varchar(100),
  msevtmgt_transactioncurrencyid uuid,
  msevtmgt_twitter varchar(100),
  msevtmgt_type integer,
  msevtmgt_website varchar(100),
  transactioncurrencyid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_speakerengagement (
  msevtmgt_speakerengagementid uuid primary key,
  msevtmgt_description text,
  msevtmgt_endtime timestamp,
  msevtmgt_event uuid not null,
  msevtmgt_name varchar(100) not null,
  msevtmgt_session uuid,
  msevtmgt_speaker uuid not null,
  msevtmgt_speakercost numeric(19,4),
  msevtmgt_starttime timestamp,
  transactioncurrencyid uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventteammember (
  msevtmgt_eventteammemberid uuid primary key,
  msevtmgt_company varchar(100),
  msevtmgt_contact uuid,
  msevtmgt_description text,
  msevtmgt_email varchar(100),
  msevtmgt_membertype integer,
  msevtmgt_name varchar(100),
  msevtmgt_phone varchar(100),
  msevtmgt_role integer,
  msevtmgt_user uuid,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_eventregistration (
  msevtmgt_eventregistrationid uuid primary key,
  msdynmkt_linkedregistrationid varchar(100),
  msevtmgt_area integer,
  msevtmgt_companysize integer,
  msevtmgt_contactid uuid not null,
  msevtmgt_correlationid varchar(100),
  msevtmgt_createdfromapi boolean,
  msevtmgt_eventid uuid not null,
  msevtmgt_eventregistrationticketid varchar(36),
  msevtmgt_industry integer,
  msevtmgt_internalregistrationstatus integer,
  msevtmgt_iscanceled boolean,
  msevtmgt_memo text,
  msevtmgt_name varchar(100) not null,
  msevtmgt_originaltimestamp timestamp,
  msevtmgt_primaryrole integer,
  msevtmgt_publishingstate integer,
  msevtmgt_qrcode text,
  msevtmgt_registeredby uuid,
  msevtmgt_registrationnotificationseen boolean,
  msevtmgt_registrationoperation varchar(100),
  msevtmgt_registrationstatus varchar(100),
  msevtmgt_syncedwithprovider integer,
  msevtmgt_timescheckedin integer,
  msevtmgt_webinarregistrationid varchar(100),
  msevtmgt_yearsinindustry integer,
  gr_joinurl varchar(2000),
  gr_publishmessage text,
  gr_canceledon timestamptz,
  gr_verdict integer,
  gr_attendedminutes integer,
  gr_calendarsequence integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_sessionregistration (
  msevtmgt_sessionregistrationid uuid primary key,
  msevtmgt_contactid uuid not null,
  msevtmgt_createdfromapi boolean,
  msevtmgt_event uuid,
  msevtmgt_iscanceled boolean,
  msevtmgt_name varchar(100),
  msevtmgt_publishingstate integer,
  msevtmgt_registrationid uuid,
  msevtmgt_registrationnotificationseen boolean,
  msevtmgt_registrationoperation varchar(100),
  msevtmgt_registrationstatus varchar(100),
  msevtmgt_sessionid uuid not null,
  msevtmgt_syncedwithprovider integer,
  msevtmgt_timescheckedin integer,
  msevtmgt_webinarregistrationid varchar(100),
  gr_joinurl varchar(2000),
  gr_publishmessage text,
  gr_canceledon timestamptz,
  gr_verdict integer,
  gr_attendedminutes integer,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

create table msevtmgt_checkin (
  msevtmgt_checkinid uuid primary key,
  msdynmkt_attendancepercentage double precision,
  msevtmgt_audiencetype integer,
  msevtmgt_checkintime timestamptz,
  msevtmgt_checkintype integer not null,
  msevtmgt_checkouttime timestamptz,
  msevtmgt_contact uuid,
  msevtmgt_event uuid,
  msevtmgt_name varchar(100),
  msevtmgt_numberofquestionsasked integer,
  msevtmgt_purchasedpassesid uuid,
  msevtmgt_registrationid uuid not null,
  msevtmgt_registrationidfromqr varchar(100),
  msevtmgt_sessionattended uuid,
  msevtmgt_sessioncode varchar(100),
  msevtmgt_sessionregistration uuid,
  msevtmgt_sessiontype integer,
  msevtmgt_transactioncurrencyid uuid,
  msevtmgt_viewingdurationinmins integer,
  gr_source integer,
  gr_reference varchar(300),
  gr_reason text,
  gr_supersededon timestamptz,
  createdon timestamptz not null,
  createdby uuid,
  modifiedon timestamptz not null,
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null,
  statuscode integer not null,
  ownerid uuid,
  owneridtype varchar(64),
  owningbusinessunit uuid
);

alter table organization add foreign key (basecurrencyid) references transactioncurrency on delete set null;
alter table businessunit add foreign key (organizationid) references organization on delete set null;
alter table businessunit add foreign key (parentbusinessunitid) references businessunit on delete set null;
alter table systemuser add foreign key (businessunitid) references businessunit on delete restrict;
alter table systemuser add foreign key (parentsystemuserid) references systemuser on delete set null;
alter table team add foreign key (administratorid) references systemuser on delete set null;
alter table team add foreign key (businessunitid) references businessunit on delete restrict;
alter table role add foreign key (businessunitid) references businessunit on delete restrict;
alter table account add foreign key (parentaccountid) references account on delete set null;
alter table account add foreign key (primarycontactid) references contact on delete set null;
alter table account add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table contact add foreign key (msevtmgt_originatingeventid) references msevtmgt_event on delete set null;
alter table contact add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_webinarconfiguration add foreign key (msevtmgt_webinarproviderid) references msevtmgt_webinarprovider on delete restrict;
alter table msevtmgt_webinartype add foreign key (msevtmgt_webinarconfiguration) references msevtmgt_webinarconfiguration on delete cascade;
alter table msevtmgt_webinartype add foreign key (msevtmgt_webinarproviderid) references msevtmgt_webinarprovider on delete set null;
alter table msevtmgt_webinarconsent add foreign key (msevtmgt_webinarprovider) references msevtmgt_webinarprovider on delete cascade;
alter table msevtmgt_event add foreign key (msevtmgt_building) references msevtmgt_building on delete set null;
alter table msevtmgt_event add foreign key (msevtmgt_layout) references msevtmgt_layout on delete set null;
alter table msevtmgt_event add foreign key (msevtmgt_primaryvenue) references msevtmgt_venue on delete set null;
alter table msevtmgt_event add foreign key (msevtmgt_producer) references msevtmgt_eventteammember on delete set null;
alter table msevtmgt_event add foreign key (msevtmgt_room) references msevtmgt_room on delete set null;
alter table msevtmgt_event add foreign key (msevtmgt_streamowner) references systemuser on delete set null;
alter table msevtmgt_event add foreign key (msevtmgt_transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_event add foreign key (msevtmgt_webinarconfigurationid) references msevtmgt_webinarconfiguration on delete set null;
alter table msevtmgt_event add foreign key (msevtmgt_webinartype) references msevtmgt_webinartype on delete set null;
alter table msevtmgt_event add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_building) references msevtmgt_building on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_event) references msevtmgt_event on delete cascade;
alter table msevtmgt_session add foreign key (msevtmgt_eventspeakerid) references msevtmgt_speaker on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_layout) references msevtmgt_layout on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_producer) references msevtmgt_eventteammember on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_room) references msevtmgt_room on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_streamowner) references systemuser on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_venue) references msevtmgt_venue on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_webinarconfigurationid) references msevtmgt_webinarconfiguration on delete set null;
alter table msevtmgt_session add foreign key (msevtmgt_webinartype) references msevtmgt_webinartype on delete set null;
alter table msevtmgt_venue add foreign key (msevtmgt_buildingid) references msevtmgt_building on delete set null;
alter table msevtmgt_venue add foreign key (msevtmgt_layoutid) references msevtmgt_layout on delete set null;
alter table msevtmgt_venue add foreign key (msevtmgt_parentvenueid) references msevtmgt_venue on delete set null;
alter table msevtmgt_venue add foreign key (msevtmgt_primarycontact) references contact on delete set null;
alter table msevtmgt_venue add foreign key (msevtmgt_roomid) references msevtmgt_room on delete set null;
alter table msevtmgt_venue add foreign key (msevtmgt_transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_venue add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_building add foreign key (msevtmgt_primarycontact) references contact on delete set null;
alter table msevtmgt_building add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_room add foreign key (msevtmgt_building) references msevtmgt_building on delete cascade;
alter table msevtmgt_room add foreign key (msevtmgt_primarycontact) references contact on delete set null;
alter table msevtmgt_layout add foreign key (msevtmgt_room) references msevtmgt_room on delete cascade;
alter table msevtmgt_speaker add foreign key (msevtmgt_contact) references contact on delete set null;
alter table msevtmgt_speaker add foreign key (msevtmgt_eventid) references msevtmgt_event on delete set null;
alter table msevtmgt_speaker add foreign key (msevtmgt_eventregistration) references msevtmgt_eventregistration on delete set null;
alter table msevtmgt_speaker add foreign key (msevtmgt_transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_speaker add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_speakerengagement add foreign key (msevtmgt_event) references msevtmgt_event on delete cascade;
alter table msevtmgt_speakerengagement add foreign key (msevtmgt_session) references msevtmgt_session on delete set null;
alter table msevtmgt_speakerengagement add foreign key (msevtmgt_speaker) references msevtmgt_speaker on delete cascade;
alter table msevtmgt_speakerengagement add foreign key (transactioncurrencyid) references transactioncurrency on delete set null;
alter table msevtmgt_eventteammember add foreign key (msevtmgt_contact) references contact on delete set null;
alter table msevtmgt_eventteammember add foreign key (msevtmgt_user) references systemuser on delete set null;
alter table msevtmgt_eventregistration add foreign key (msevtmgt_contactid) references contact on delete restrict;
alter table msevtmgt_eventregistration add foreign key (msevtmgt_eventid) references msevtmgt_event on delete cascade;
alter table msevtmgt_eventregistration add foreign key (msevtmgt_registeredby) references contact on delete set null;
alter table msevtmgt_sessionregistration add foreign key (msevtmgt_contactid) references contact on delete restrict;
alter table msevtmgt_sessionregistration add foreign key (msevtmgt_event) references msevtmgt_event on delete set null;
alter table msevtmgt_sessionregistration add foreign key (msevtmgt_registrationid) references msevtmgt_eventregistration on delete cascade;
alter table msevtmgt_sessionregistration add foreign key (msevtmgt_sessionid) references msevtmgt_session on delete cascade;
alter table msevtmgt_checkin add foreign key (msevtmgt_contact) references contact on delete set null;
alter table msevtmgt_checkin add foreign key (msevtmgt_event) references msevtmgt_event on delete set null;
alter table msevtmgt_checkin add foreign key (msevtmgt_registrationid) references msevtmgt_eventregistration on delete cascade;
alter table msevtmgt_checkin add foreign key (msevtmgt_sessionattended) references msevtmgt_session on delete set null;
alter table msevtmgt_checkin add foreign key (msevtmgt_sessionregistration) references msevtmgt_sessionregistration on delete set null;
alter table msevtmgt_checkin add foreign key (msevtmgt_transactioncurrencyid) references transactioncurrency on delete set null;

-- Deleting or listing by parent must not scan.
create index msevtmgt_session_event on msevtmgt_session (msevtmgt_event);
create index msevtmgt_eventregistration_event on msevtmgt_eventregistration (msevtmgt_eventid, createdon);
create index msevtmgt_eventregistration_contact on msevtmgt_eventregistration (msevtmgt_contactid);
create index msevtmgt_sessionregistration_session on msevtmgt_sessionregistration (msevtmgt_sessionid);
create index msevtmgt_sessionregistration_registration on msevtmgt_sessionregistration (msevtmgt_registrationid);
create index msevtmgt_checkin_registration on msevtmgt_checkin (msevtmgt_registrationid);
create index msevtmgt_checkin_event on msevtmgt_checkin (msevtmgt_event);
create index msevtmgt_speakerengagement_event on msevtmgt_speakerengagement (msevtmgt_event);
create index msevtmgt_room_building on msevtmgt_room (msevtmgt_building);
create index msevtmgt_layout_room on msevtmgt_layout (msevtmgt_room);
create index msevtmgt_event_publishstatus on msevtmgt_event (msevtmgt_publishstatus, msevtmgt_eventstartdate);
create unique index msevtmgt_event_readableeventid on msevtmgt_event (lower(msevtmgt_readableeventid));

-- The three ways a registrant is matched with a contact; only active contacts are considered.
create index contact_email on contact (lower(emailaddress1)) where statecode = 0;
create index contact_name on contact (lower(lastname), lower(firstname)) where statecode = 0;

-- Only one event administration record is active at a time.
create unique index msevtmgt_eventadministration_active on msevtmgt_eventadministration (statecode) where statecode = 0;

-- One consent row per provider.
create unique index msevtmgt_webinarconsent_provider on msevtmgt_webinarconsent (msevtmgt_webinarprovider) where statecode = 0;

-- Many-to-many links.
create table systemuserroles (
  systemuserid uuid not null references systemuser on delete cascade,
  roleid uuid not null references role on delete cascade,
  primary key (systemuserid, roleid)
);

create table teammembership (
  teamid uuid not null references team on delete cascade,
  systemuserid uuid not null references systemuser on delete cascade,
  primary key (teamid, systemuserid)
);

create table teamroles (
  teamid uuid not null references team on delete cascade,
  roleid uuid not null references role on delete cascade,
  primary key (teamid, roleid)
);

create table msevtmgt_session_speaker (
  msevtmgt_sessionid uuid not null references msevtmgt_session on delete cascade,
  msevtmgt_speakerid uuid not null references msevtmgt_speaker on delete cascade,
  primary key (msevtmgt_sessionid, msevtmgt_speakerid)
);

-- The organisation, its root business unit, the user in whose name the hub itself acts, and the roles.
insert into organization (organizationid, name, languagecode, isauditenabled, createdon, modifiedon, statecode, statuscode)
values ('00000000-0000-4000-8000-000000000001', 'Greenroom', 1033, true, now(), now(), 0, 1);

insert into businessunit (businessunitid, name, isdisabled, organizationid, createdon, modifiedon, statecode, statuscode)
values ('00000000-0000-4000-8000-000000000002', 'Greenroom', false, '00000000-0000-4000-8000-000000000001', now(), now(), 0, 1);

insert into systemuser (systemuserid, businessunitid, accessmode, lastname, domainname, isdisabled, createdon, modifiedon, statecode, statuscode)
values ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000002', 4, 'SYSTEM', 'SYSTEM', false, now(), now(), 0, 1);

insert into role (roleid, name, businessunitid, createdon, modifiedon, statecode, statuscode)
select id::uuid, name, '00000000-0000-4000-8000-000000000002', now(), now(), 0, 1
from (values
  ('00000000-0000-4000-8000-000000000011', 'System Administrator'),
  ('00000000-0000-4000-8000-000000000012', 'Event Manager'),
  ('00000000-0000-4000-8000-000000000013', 'Event Planner'),
  ('00000000-0000-4000-8000-000000000014', 'Webinar Curator'),
  ('00000000-0000-4000-8000-000000000015', 'Check-in Staff'),
  ('00000000-0000-4000-8000-000000000016', 'Reader'),
  ('00000000-0000-4000-8000-000000000017', 'Integration')
) as roles (id, name);

insert into systemuserroles (systemuserid, roleid)
values ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000011');
