-- Customers on the page of their own order: the links that let them in, their sessions, what the page shows beside the order.

-- A letter carries a secret that is used up by coming in with it.
CREATE TABLE order_link (
  store_id {id} NOT NULL,
  secret {bytes} NOT NULL,         -- SHA-256 of it
  order_id {id} NOT NULL,
  address {text} NOT NULL,         -- where the letter went, lower case
  made_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  used_at {int},
  PRIMARY KEY (store_id, secret),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {strict};
CREATE INDEX order_link_order ON order_link (store_id, order_id, made_at);
CREATE INDEX order_link_expires ON order_link (store_id, expires_at);

CREATE TABLE order_session (
  store_id {id} NOT NULL,
  session_id {id} NOT NULL,
  order_id {id} NOT NULL,          -- the one order that it opens
  address {text} NOT NULL,         -- whose link it was
  secret {bytes} NOT NULL,         -- SHA-256 of the cookie
  csrf {bytes} NOT NULL,           -- the token that unsafe requests carry: worth nothing without the cookie
  created_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  PRIMARY KEY (store_id, session_id),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {strict};
CREATE UNIQUE INDEX order_session_secret ON order_session (store_id, secret);
CREATE INDEX order_session_order ON order_session (store_id, order_id);
CREATE INDEX order_session_expires ON order_session (store_id, expires_at);

-- Somebody asked for a link. It is looked at later, so that the answer knows as little as who asks.
CREATE TABLE link_request (
  store_id {id} NOT NULL REFERENCES store,
  request_id {id} NOT NULL,
  number {text} NOT NULL,
  address {text} NOT NULL,
  asked_at {int} NOT NULL,
  PRIMARY KEY (store_id, request_id)
) {strict};

CREATE INDEX survey_order ON survey (store_id, order_id, survey_id);

-- 1: the words hold a place for a link, which is put in when the letter leaves: no secret is kept.
ALTER TABLE outbox ADD COLUMN link {int} NOT NULL DEFAULT 0;
