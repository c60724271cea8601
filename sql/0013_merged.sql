-- What was merged into a ticket is found by it, and one step leads from a merged ticket to a living one: a chain of merges is
-- drawn together.
CREATE INDEX ticket_merged ON ticket (store_id, merged_into, ticket_id) WHERE merged_into IS NOT NULL;
UPDATE ticket SET merged_into = (
  WITH RECURSIVE way(ticket_id, merged_into) AS (
    SELECT t.ticket_id, t.merged_into FROM ticket t WHERE t.store_id = ticket.store_id AND t.ticket_id = ticket.merged_into
    UNION
    SELECT t.ticket_id, t.merged_into FROM way JOIN ticket t ON t.ticket_id = way.merged_into
      WHERE t.store_id = ticket.store_id)
  SELECT ticket_id FROM way WHERE merged_into IS NULL)
WHERE merged_into IN (SELECT m.ticket_id FROM ticket m WHERE m.state = 'merged');
