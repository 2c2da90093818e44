-- Credentials, each encrypted with a data key of its own that the master key wraps (src/vault).
-- Both texts are base64 of nonce, ciphertext and tag. No foreign key: secrets belong to rows of any table.

create table gr_secret (
  gr_secretid uuid primary key,
  tablename varchar(128) not null,
  rowid uuid not null,
  columnname varchar(128) not null,
  keyid varchar(16) not null,
  wrappedkey varchar(80) not null,
  sealed text not null,
  modifiedon timestamptz not null,
  unique (tablename, rowid, columnname)
);
