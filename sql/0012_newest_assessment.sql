-- The newest assessment of a message is found without sorting.
DROP INDEX assessment_ticket;
CREATE INDEX assessment_ticket ON assessment (store_id, ticket_id, seq, assessment_id);
