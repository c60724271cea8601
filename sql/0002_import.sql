-- How far a file of orders has come in: where reading goes on after it was stopped. Gone when the file is all in.

CREATE TABLE import_mark (
  store_id {id} NOT NULL REFERENCES store,
  source {bytes} NOT NULL,      -- SHA-256 of the file and of how it is read
  position {int} NOT NULL,      -- bytes that are done with
  line {int} NOT NULL,          -- lines likewise
  created {int} NOT NULL,       -- orders: new, changed, as they were, refused
  changed {int} NOT NULL,
  same {int} NOT NULL,
  refused {int} NOT NULL,
  updated_at {int} NOT NULL,
  PRIMARY KEY (store_id, source)
) {clustered};
