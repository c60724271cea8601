-- What must hold of a desk's books at any moment between two transactions (those marked `at rest`: once the loops have done
-- their work). Each query counts what breaks the law, so it must find 0. SQLite's dialect, whose functions a simulated desk on
-- PostgreSQL is given (tests/unit/simulation_postgres.h). tests/unit/test_simulation.c holds them against each simulated desk,
-- tests/blackbox/desk_laws.py against the database of a served desk after each of its failures.

-- a sent draft is one letter
SELECT COUNT(*)
  FROM draft d
  JOIN ticket t USING (ticket_id)
  WHERE d.state = 'sent' AND t.from_address LIKE '%@%' AND (SELECT COUNT(*)
  FROM outbox o
  WHERE o.kind = 'reply' AND REPLACE(SUBSTR(o.dedupe, 7), '-', '') = LOWER(HEX(d.draft_id))) <> 1;

-- a draft that was not sent is no letter
SELECT COUNT(*)
  FROM draft d
  WHERE d.state <> 'sent' AND (SELECT COUNT(*)
  FROM outbox o
  WHERE o.kind = 'reply' AND REPLACE(SUBSTR(o.dedupe, 7), '-', '') = LOWER(HEX(d.draft_id))) <> 0;

-- a sent draft is one message of the desk
SELECT COUNT(*)
  FROM ticket t
  WHERE (SELECT COUNT(*)
  FROM draft d
  WHERE d.ticket_id = t.ticket_id AND d.state = 'sent') <> (SELECT COUNT(*)
  FROM message m
  WHERE m.ticket_id = t.ticket_id AND m.author <> 'customer' AND m.internal = 0);

-- a sent draft is told of once, and once more for each time that it was taken back
SELECT COUNT(*)
  FROM draft d
  WHERE (SELECT COUNT(*)
  FROM audit a
  WHERE a.verb = 'reply.sent' AND a.object = d.draft_id) - (SELECT COUNT(*)
  FROM audit a
  WHERE a.verb = 'reply.unsent' AND a.object = d.draft_id) <> CASE d.state WHEN 'sent' THEN 1 ELSE 0 END;

-- what can be taken back is a letter that nobody has claimed, or its time is over
SELECT COUNT(*)
  FROM sending s
  JOIN draft d USING (draft_id)
  LEFT JOIN outbox o USING (outbox_id)
  WHERE d.state <> 'sent' OR o.outbox_id IS NULL OR (o.attempt > 0 AND o.not_before < s.until_at);

-- a ticket has one open draft at most
SELECT COUNT(*) FROM (SELECT 1 FROM draft WHERE state = 'open' GROUP BY ticket_id HAVING COUNT(*) > 1) x;

-- a merged ticket has no open draft
SELECT COUNT(*) FROM draft JOIN ticket t USING (ticket_id) WHERE draft.state = 'open' AND t.state = 'merged';

-- a ticket is merged into one where the conversation goes on
SELECT COUNT(*)
  FROM ticket t
  WHERE t.state = 'merged'
  AND NOT EXISTS (WITH RECURSIVE on_from (id, n) AS (SELECT t.merged_into, 1
  UNION SELECT u.merged_into, n + 1
  FROM on_from
  JOIN ticket u ON u.ticket_id = on_from.id
  WHERE u.merged_into IS NOT NULL AND n < 100) SELECT 1
  FROM on_from
  JOIN ticket v ON v.ticket_id = on_from.id
  WHERE v.state <> 'merged');

-- a resolved ticket says when
SELECT COUNT(*) FROM ticket WHERE state <> 'merged' AND (state = 'resolved') <> (resolved_at IS NOT NULL);

-- every message that came in is there once
SELECT (SELECT COUNT(*)
  FROM received r
  WHERE NOT EXISTS (SELECT 1
  FROM message m
  WHERE m.ticket_id = r.ticket_id AND m.seq = r.seq AND m.author = 'customer')) + ABS((SELECT COUNT(*)
  FROM received) - (SELECT COUNT(*)
  FROM message
  WHERE author = 'customer'));

-- an applied change is one version
SELECT COUNT(*)
  FROM change_request c
  WHERE c.state = 'applied' AND c.item >= 0 AND c.new_value <> '' AND c.field NOT IN ('quantity', 'item', 'address') AND
  c.ticket_id IS NOT NULL AND (SELECT COUNT(*)
  FROM personalization p
  WHERE p.change_id = c.change_id) <> 1;

-- a change that was not applied is no version
SELECT COUNT(*) FROM personalization p JOIN change_request c USING (change_id) WHERE c.state <> 'applied';

-- a change is applied once
SELECT COUNT(*)
  FROM change_request c
  WHERE (SELECT COUNT(*)
  FROM audit a
  WHERE a.verb = 'change.applied' AND a.object = c.change_id) <> CASE c.state WHEN 'applied' THEN 1 ELSE 0 END;

-- the hold of a settled change has ended
SELECT COUNT(*)
  FROM hold h
  JOIN change_request c USING (change_id)
  WHERE h.to_at IS NULL AND c.state IN ('applied', 'declined', 'withdrawn');

-- the hold of a change that waits goes on
SELECT COUNT(*)
  FROM hold h
  JOIN change_request c USING (change_id)
  WHERE h.to_at IS NOT NULL AND c.state NOT IN ('applied', 'declined', 'withdrawn');

-- what is settled says when, and nothing else does
SELECT (SELECT COUNT(*)
  FROM change_request
  WHERE (state IN ('applied', 'declined', 'withdrawn')) <> (settled_at IS NOT NULL)) + (SELECT COUNT(*)
  FROM claim
  WHERE (state IN ('fulfilled', 'rejected', 'withdrawn')) <> (settled_at IS NOT NULL)) + (SELECT COUNT(*)
  FROM draft
  WHERE (state = 'open') <> (settled_at IS NULL)) + (SELECT COUNT(*)
  FROM promise
  WHERE (state = 'open') <> (settled_at IS NULL)) + (SELECT COUNT(*)
  FROM approval
  WHERE (state = 'proposed') <> (decided_at IS NULL)) + (SELECT COUNT(*)
  FROM outbox
  WHERE (state = 'sent') <> (sent_at IS NOT NULL));

-- one claim is open on an item
SELECT COUNT(*)
  FROM (SELECT 1
  FROM claim
  WHERE state NOT IN ('fulfilled', 'rejected', 'withdrawn') GROUP BY order_id, item HAVING COUNT(*) > 1) x;

-- a proposal waits once
SELECT COUNT(*)
  FROM (SELECT 1
  FROM approval
  WHERE state = 'proposed' GROUP BY order_id, kind, claim_id, change_id, item HAVING COUNT(*) > 1) x;

-- a fulfilled claim was approved once, as it was chosen
SELECT COUNT(*)
  FROM claim c
  WHERE c.state = 'fulfilled' AND (SELECT COUNT(*)
  FROM approval a
  WHERE a.claim_id = c.claim_id AND a.state = 'approved' AND a.kind = CASE c.chosen WHEN 'remake' THEN 'remake' ELSE
  'refund' END) <> 1;

-- an approved choice is a fulfilled claim
SELECT COUNT(*) FROM approval a JOIN claim c USING (claim_id) WHERE a.state = 'approved' AND c.state <> 'fulfilled';

-- a proposal waits only for a claim whose choice it is
SELECT COUNT(*)
  FROM approval a
  JOIN claim c USING (claim_id)
  WHERE a.state = 'proposed' AND (c.state <> 'chosen' OR a.kind <> CASE c.chosen WHEN 'remake' THEN 'remake' ELSE
  'refund' END);

-- an approved remake is one linked order
SELECT COUNT(*)
  FROM approval a
  JOIN claim c USING (claim_id)
  WHERE a.state = 'approved' AND a.kind = 'remake' AND (SELECT COUNT(*)
  FROM orders r
  JOIN orders o ON o.order_id = a.order_id
  WHERE r.order_id = c.remake_order_id AND r.remake_of = o.number) <> 1;

-- every remake was approved
SELECT ABS((SELECT COUNT(*)
  FROM orders
  WHERE remake_of <> '') - (SELECT COUNT(*)
  FROM approval
  WHERE kind = 'remake' AND state = 'approved'));

-- one promise is open for an item and a milestone
SELECT COUNT(*)
  FROM (SELECT 1
  FROM promise
  WHERE state = 'open' GROUP BY order_id, item, milestone HAVING COUNT(*) > 1) x;

-- a cancelled or delivered order owes nothing
SELECT COUNT(*)
  FROM promise p
  JOIN orders o USING (order_id)
  WHERE p.state = 'open' AND (o.stage = 'cancelled' OR o.delivered_at IS NOT NULL);

-- every range that a sent reply tells is in the ledger
SELECT COUNT(*)
  FROM draft d
  JOIN assessment s USING (assessment_id)
  JOIN audit a ON a.object = d.draft_id AND a.verb = 'reply.sent', JSON_EACH(s.output, '$.promises') p
  WHERE d.state = 'sent' AND a.order_id IS NOT NULL
  AND NOT EXISTS (SELECT 1
  FROM promise q
  WHERE q.order_id = a.order_id AND q.milestone = JSON_EXTRACT(p.value, '$.milestone') AND q.from_day =
  CAST(JULIANDAY(JSON_EXTRACT(p.value, '$.from')) - 2440587.5 AS INTEGER) AND q.to_day =
  CAST(JULIANDAY(JSON_EXTRACT(p.value, '$.to')) - 2440587.5 AS INTEGER));

-- a letter withheld was never sent, but where it is in somebody's hands
SELECT COUNT(*) FROM outbox WHERE withheld <> '' AND (state NOT IN ('withheld', 'leased') OR sent_at IS NOT NULL);

-- at rest: every letter is delivered, withheld or visibly failed
SELECT COUNT(*) FROM outbox WHERE state NOT IN ('sent', 'withheld', 'failed');

-- every sent letter is told of once
SELECT COUNT(*)
  FROM outbox
  WHERE (SELECT COUNT(*)
  FROM audit a
  WHERE a.verb = 'letter.sent' AND a.object = outbox_id) <> CASE state WHEN 'sent' THEN 1 ELSE 0 END;

-- at rest: every row of the audit log has its place
SELECT COUNT(*) FROM audit WHERE seq IS NULL;

-- a key has one effect at most
SELECT COUNT(*) FROM (SELECT 1 FROM hold WHERE reason LIKE 'k%' GROUP BY reason HAVING COUNT(*) > 1) x;

-- a customer's address is one customer's
SELECT COUNT(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM customer c WHERE c.customer_id = o.customer_id);

-- every order is found by its words
SELECT COUNT(*)
  FROM orders
  WHERE (SELECT COUNT(*)
  FROM search_row r
  WHERE r.object = order_id AND r.kind = 'order') <> 1;

-- every message is found by its words
SELECT ABS((SELECT COUNT(*)
  FROM search_row
  WHERE kind = 'message') - (SELECT COUNT(*)
  FROM message));
