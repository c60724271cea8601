-- What a person sent can be taken back for a moment, and agents keep notes among the messages of a ticket.

-- How things stood before a letter of a person that has not gone out yet. Gone when its time is over.
CREATE TABLE sending (
  store_id {id} NOT NULL,
  draft_id {id} NOT NULL,
  outbox_id {id} NOT NULL,
  seq {int} NOT NULL,                 -- of its message in the ticket
  until_at {int} NOT NULL,            -- as long as it can be taken back: when the letter is due
  order_id {id},                      -- where ranges of it were promised
  order_version {int} NOT NULL,       -- as the sending left it
  changes_applied {int} NOT NULL,     -- confirmed changes, which are not undone
  ticket_state {text} NOT NULL,       -- the ticket, before it
  ticket_awaiting {text} NOT NULL,
  ticket_due_at {int},
  first_response_at {int},
  first_response_us {int},
  resolved_at {int},
  last_at {int} NOT NULL,
  last_author {text} NOT NULL,
  PRIMARY KEY (store_id, draft_id),
  FOREIGN KEY (store_id, draft_id) REFERENCES draft
) {clustered};
CREATE INDEX sending_until ON sending (store_id, until_at);

-- 1: a note of an agent, which is never sent, never assessed and never shown to the customer.
ALTER TABLE message ADD COLUMN internal {int} NOT NULL DEFAULT 0;
