-- What the inbox counts its views by, in the order of its groups: the whole of it is read from this index.
CREATE INDEX ticket_live ON ticket (store_id, state, concern, locale, escalated, assignee_id, due_at)
  WHERE state IN ('open', 'waiting');
