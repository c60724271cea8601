-- SQLite, which keeps no figures of its tables here, may take either of two indexes that have as many columns which must be
-- equal. By state it then walked through all open promises of a store to find those of one order.
DROP INDEX promise_due;
CREATE INDEX promise_due ON promise (store_id, to_day) WHERE state = 'open';
-- Promises that count in a period.
CREATE INDEX promise_day ON promise (store_id, to_day, promise_id) WHERE state IN ('open', 'kept', 'broken');

DROP INDEX survey_ticket;
CREATE INDEX survey_ticket ON survey (store_id, ticket_id, survey_id);
CREATE INDEX survey_customer ON survey (store_id, customer_id, survey_id);

-- What is erased: the traces of one ticket, and letters to an address that is no customer's.
CREATE INDEX received_ticket ON received (store_id, ticket_id, seq);
CREATE INDEX outbox_recipient ON outbox (store_id, LOWER(recipient), outbox_id);
