-- What the studio has seen of a changed personalization, and who has a ticket open now.

-- The last version of a piece that somebody in the studio has acknowledged; the audit log says when each one was.
CREATE TABLE spec_acknowledged (
  store_id {id} NOT NULL,
  order_id {id} NOT NULL,
  item {int} NOT NULL,
  piece {int} NOT NULL,           -- -1: the item itself
  spec_version {int} NOT NULL,
  acknowledged_by {text} NOT NULL,
  acknowledged_at {int} NOT NULL,
  PRIMARY KEY (store_id, order_id, item, piece),
  FOREIGN KEY (store_id, order_id, item) REFERENCES item
) {clustered};

-- Rows are old after half a minute; they are forgotten with time.
CREATE TABLE presence (
  store_id {id} NOT NULL,
  ticket_id {id} NOT NULL,
  account_id {id} NOT NULL,
  doing {text} NOT NULL CHECK (doing IN ('reading', 'writing')),
  seen_at {int} NOT NULL,
  PRIMARY KEY (store_id, ticket_id, account_id),
  FOREIGN KEY (store_id, ticket_id) REFERENCES ticket
) {clustered};
CREATE INDEX presence_seen ON presence (store_id, seen_at);
