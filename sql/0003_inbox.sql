-- What the inbox shows of a ticket stands on its row, so that a page of it is one walk along an index, however many tickets are
-- closed; and what a person keeps for themselves: views of the inbox and how the console looks.

ALTER TABLE ticket ADD COLUMN channel {text} NOT NULL DEFAULT '';      -- of the customer's last message
ALTER TABLE ticket ADD COLUMN snippet {text} NOT NULL DEFAULT '';      -- its first words, in one line
ALTER TABLE ticket ADD COLUMN further {text} NOT NULL DEFAULT '';      -- its concerns but the gravest, parted by spaces
ALTER TABLE ticket ADD COLUMN last_at {int} NOT NULL DEFAULT 0;        -- the last message of all
ALTER TABLE ticket ADD COLUMN last_author {text} NOT NULL DEFAULT '';  -- and whose it is
ALTER TABLE ticket ADD COLUMN seen_at {int} NOT NULL DEFAULT 0;        -- when a person last had it open; counts no version
ALTER TABLE ticket ADD COLUMN inbox_at {int} NOT NULL DEFAULT 0;       -- due_at; where nothing is due, later for older ones

UPDATE ticket SET
  channel = COALESCE((SELECT m.channel FROM message m WHERE m.store_id = ticket.store_id AND m.ticket_id = ticket.ticket_id
    AND m.author = 'customer' ORDER BY m.seq DESC LIMIT 1), ''),
  snippet = COALESCE((SELECT SUBSTR(m.body, 1, 140) FROM message m WHERE m.store_id = ticket.store_id
    AND m.ticket_id = ticket.ticket_id AND m.author = 'customer' ORDER BY m.seq DESC LIMIT 1), ''),
  last_at = COALESCE((SELECT m.at FROM message m WHERE m.store_id = ticket.store_id AND m.ticket_id = ticket.ticket_id
    ORDER BY m.seq DESC LIMIT 1), received_at),
  last_author = COALESCE((SELECT m.author FROM message m WHERE m.store_id = ticket.store_id
    AND m.ticket_id = ticket.ticket_id ORDER BY m.seq DESC LIMIT 1), 'customer');
UPDATE ticket SET inbox_at = CASE WHEN due_at = 9223372036854775807 THEN due_at - last_at ELSE due_at END;

CREATE INDEX ticket_inbox ON ticket (store_id, inbox_at, ticket_id) WHERE state IN ('open', 'waiting');
CREATE INDEX ticket_inbox_state ON ticket (store_id, state, inbox_at, ticket_id);

CREATE TABLE account_view (
  store_id {id} NOT NULL,
  account_id {id} NOT NULL,
  view_id {id} NOT NULL,
  name {text} NOT NULL,
  query {text} NOT NULL,        -- as behind the question mark of GET /v1/inbox
  created_at {int} NOT NULL,
  PRIMARY KEY (store_id, account_id, view_id),
  FOREIGN KEY (store_id, account_id) REFERENCES account
) {clustered};

CREATE TABLE account_setting (
  store_id {id} NOT NULL,
  account_id {id} NOT NULL,
  lang {text} NOT NULL,         -- '' where nothing was chosen
  theme {text} NOT NULL,
  PRIMARY KEY (store_id, account_id),
  FOREIGN KEY (store_id, account_id) REFERENCES account
) {clustered};
