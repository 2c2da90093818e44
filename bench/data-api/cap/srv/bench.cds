@path: '/bench' @requires: 'any'
service Bench {
  @readonly @cds.persistence.exists
  entity contacts {
    key contactid : UUID;
    @odata.etag versionnumber : Integer64;
    firstname : String(50);
    lastname : String(50);
    emailaddress1 : String(100);
    jobtitle : String(100);
    createdon : Timestamp;
  }
  @readonly @cds.persistence.exists @cds.query.limit: { default: 50, max: 5000 }
  entity registrations {
    key msevtmgt_eventregistrationid : UUID;
    @odata.etag versionnumber : Integer64;
    msevtmgt_name : String(100);
    createdon : Timestamp;
    statuscode : Integer;
    eventid : UUID;
    contact : Association to contacts;
  }
}
