-- A user's query is FetchXML or OData; that it is one of them is checked when it is saved.

alter table userquery add column gr_odataquery text;
alter table userquery alter column fetchxml drop not null;
