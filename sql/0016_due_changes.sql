-- Changes whose time to be confirmed has come are found by that time; by their state alone all that wait were read.
CREATE INDEX change_confirm ON change_request (store_id, confirm_by) WHERE state = 'awaiting_confirmation';
