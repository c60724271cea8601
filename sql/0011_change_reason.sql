-- Why a change came to be settled as it is, for the customer to read in words.

-- A decision's reason ('production_begun', 'window_waived', …), or 'by_desk', 'by_customer', 'later_wish', 'cancelled'; '': none is known.
ALTER TABLE change_request ADD COLUMN reason {text} NOT NULL DEFAULT '';
