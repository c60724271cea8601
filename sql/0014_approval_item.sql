-- A proposal may be about one item of its order, and only an order without an item left counts as cancelled.

ALTER TABLE approval ADD COLUMN item {int} NOT NULL DEFAULT -1; -- -1: the whole order
UPDATE orders SET cancelled_at = NULL WHERE cancelled_at IS NOT NULL AND stage <> 'cancelled';
