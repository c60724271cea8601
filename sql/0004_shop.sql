-- The files of the shop that are edited while it is in use: policy, answers, calendars, templates. A row is one edit of one
-- file and is never changed; the last one of each path is the file as it is. See docs/decisions/shop-files.md.

CREATE TABLE shop_revision (
  store_id {id} NOT NULL REFERENCES store,
  edition {int} NOT NULL,       -- from 1 without gaps: the shop as a whole, as it was after this edit
  path {text} NOT NULL,         -- 'policy.md', 'templates/en/reply.liquid'
  version {int} NOT NULL,       -- from 1 without gaps: the edits of this file
  content {text},               -- the whole text; NULL: the file was taken away
  digest {bytes},               -- SHA-256 of content
  bytes {int} NOT NULL,
  made_at {int} NOT NULL,
  made_by {text} NOT NULL,
  origin {text} NOT NULL CHECK (origin IN ('folder', 'edit', 'restore')),
  restored {int},               -- the version whose text was taken up again
  PRIMARY KEY (store_id, edition)
) {strict};
CREATE UNIQUE INDEX shop_revision_file ON shop_revision (store_id, path, version);
