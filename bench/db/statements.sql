SELECT id, version FROM bench_customer WHERE email = ?1
INSERT INTO bench_ticket (id, customer, state, subject, at) VALUES (?1, ?2, 'open', 'Where is my order', ?3)
INSERT INTO bench_message (ticket, seq, body, at) VALUES (?1, 1, ?2, ?3)
INSERT INTO bench_assessment (ticket, output, at) VALUES (?1, ?2, ?3)
INSERT INTO bench_outbox (ticket, body, state, at) VALUES (?1, ?2, 'queued', ?3)
INSERT INTO bench_audit (ticket, seq, verb, at) VALUES (?1, 1, 'ticket.opened', ?2)
INSERT INTO bench_audit (ticket, seq, verb, at) VALUES (?1, 2, 'reply.queued', ?2)
UPDATE bench_customer SET contacts = contacts + 1, version = version + 1 WHERE id = ?1
