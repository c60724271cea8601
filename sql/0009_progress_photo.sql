-- Photos of a piece in the making, which the studio adds and the customer may see. The pixels lie in file and thumbnail, like those
-- of any other photo; they go when the photo is withdrawn, or what is kept of the customer is erased, unless something else holds them.

CREATE TABLE progress_photo (
  store_id {id} NOT NULL,
  photo_id {id} NOT NULL,
  order_id {id} NOT NULL,
  item {int},                      -- the piece that it shows, from 0; NULL: the order as a whole
  stage {text} NOT NULL,           -- at which it was taken: 'design', 'production', 'quality_check', 'shipped'
  caption {text} NOT NULL,         -- in the studio's own words; '' where there are none
  shown {int} NOT NULL,            -- 1: the customer sees it on the page of their order
  type {text} NOT NULL,            -- of what is kept: 'image/jpeg', 'image/png'
  bytes {int} NOT NULL,            -- of what is kept
  width {int} NOT NULL,            -- pixels of the original
  height {int} NOT NULL,           -- likewise
  digest {bytes} NOT NULL,         -- SHA-256 of what is kept; see file
  added_by {text} NOT NULL,        -- an actor: 'account:…', 'token:…', 'cli'
  added_at {int} NOT NULL,
  PRIMARY KEY (store_id, photo_id),
  FOREIGN KEY (store_id, order_id) REFERENCES orders,
  FOREIGN KEY (store_id, digest) REFERENCES file
) {strict};
CREATE INDEX progress_photo_order ON progress_photo (store_id, order_id, photo_id);
CREATE INDEX progress_photo_digest ON progress_photo (store_id, digest);

-- Who else holds the content of a file, before it goes.
CREATE INDEX attachment_digest ON attachment (store_id, digest) WHERE digest IS NOT NULL;
