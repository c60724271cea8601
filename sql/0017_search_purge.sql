-- What was deleted from SQLite's full-text index stays in its parts until these are merged, which goes on beside other work:
-- 1 where that is wanted, 2 where it is under way.
ALTER TABLE store ADD COLUMN search_purge {int} NOT NULL DEFAULT 0;
