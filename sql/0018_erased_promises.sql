-- What was promised to an address that is erased.
CREATE INDEX promise_told_to ON promise (store_id, LOWER(told_to), promise_id);
-- A merge that was begun is gone on with, whatever small parts have come since: by default some of them stop it.
{sqlite} INSERT INTO search (search, rank) VALUES ('usermerge', 2);
