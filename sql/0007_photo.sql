-- A small picture of each photo that is kept, under the digest of the photo it shows; it goes when that goes.

CREATE TABLE thumbnail (
  store_id {id} NOT NULL,
  digest {bytes} NOT NULL,
  content {bytes} NOT NULL,        -- of the same type as the photo
  PRIMARY KEY (store_id, digest),
  FOREIGN KEY (store_id, digest) REFERENCES file ON DELETE CASCADE
) {strict};
