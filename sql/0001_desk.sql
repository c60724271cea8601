-- The first schema of the desk: customers, orders and their life, tickets, what was decided, what was sent, who may do what.
--
-- Every table is led by store_id, so that several stores share a PostgreSQL database fully apart and tables can be
-- partitioned by it. Ids are UUIDv7. Times (…_at) are microseconds since 1970 UTC, days (…_day) days since 1970 in the
-- store's zone, money is minor units beside a currency. States are the words of src/model/states.h. `version` counts the
-- changes of a row, for ETags.
--
-- Tokens: {id} {int} {text} {bytes} {json} are types; {strict} and {clustered} end a table (SQLite: STRICT, and WITHOUT
-- ROWID for small rows that live by their key); a statement that begins with {sqlite} or {postgres} is that engine's alone.

CREATE TABLE store (
  store_id {id} NOT NULL PRIMARY KEY,
  name {text} NOT NULL UNIQUE,          -- as in store.yaml: which store of a shared database this is
  outbox_held {int} NOT NULL DEFAULT 0, -- 1 after a restore: nothing is delivered until a person releases it
  created_at {int} NOT NULL
) {strict};

-- ---------------------------------------------------------------------------------------------------- people

CREATE TABLE customer (
  store_id {id} NOT NULL REFERENCES store,
  customer_id {id} NOT NULL,
  name {text} NOT NULL,
  email {text} NOT NULL,       -- where letters go; '' where unknown
  phone {text} NOT NULL,
  locale {text} NOT NULL,      -- BCP 47, '' where unknown
  created_at {int} NOT NULL,
  erased_at {int},             -- name, addresses and texts are gone since then; figures stay
  version {int} NOT NULL,
  PRIMARY KEY (store_id, customer_id)
) {strict};

CREATE TABLE customer_address (
  store_id {id} NOT NULL,
  address {text} NOT NULL,     -- lower case
  customer_id {id} NOT NULL,
  added_at {int} NOT NULL,
  PRIMARY KEY (store_id, address),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer
) {clustered};
-- Holds all that is asked by it: without figures of the table SQLite would walk every address of the store instead.
CREATE INDEX customer_address_customer ON customer_address (store_id, customer_id, added_at, address);

CREATE TABLE consent (
  store_id {id} NOT NULL,
  customer_id {id} NOT NULL,
  kind {text} NOT NULL CHECK (kind IN ('sms', 'marketing')),
  given {int} NOT NULL,        -- 1 given, 0 withdrawn
  at {int} NOT NULL,           -- since when
  source {text} NOT NULL,      -- who said so: 'order', 'customer', an account
  PRIMARY KEY (store_id, customer_id, kind),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer
) {clustered};

-- ---------------------------------------------------------------------------------------------------- orders

CREATE TABLE orders (
  store_id {id} NOT NULL REFERENCES store,
  order_id {id} NOT NULL,
  number {text} NOT NULL,           -- as the store writes it
  number_key {text} NOT NULL,       -- letters and digits only, upper case: how it is looked up
  customer_id {id} NOT NULL,
  recipient_name {text} NOT NULL,   -- of a gift, else ''
  recipient_email {text} NOT NULL,
  currency {text} NOT NULL,         -- ISO 4217, '' where unknown
  total {text} NOT NULL,            -- decimal text, '' where unknown
  placed_at {int},
  remake_of {text} NOT NULL,        -- the number of the order it makes good, or ''
  rush_available {int} NOT NULL,
  production_lo {int} NOT NULL,     -- business days; lo 0: the product's or the default; hi 0: lo alone was given
  production_hi {int} NOT NULL,
  rush {int} NOT NULL,
  window_waived {int} NOT NULL,
  shipping_lo {int} NOT NULL,
  shipping_hi {int} NOT NULL,
  carrier {text} NOT NULL,
  country {text} NOT NULL,          -- ISO 3166 alpha-2
  tracking {text} NOT NULL,
  stage {text} NOT NULL,            -- the stage of the item that is furthest behind, or 'cancelled'; '' before the first
  shipped_at {int},                 -- when the last item was handed over
  delivered_at {int},
  cancelled_at {int},
  created_at {int} NOT NULL,
  updated_at {int} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (store_id, order_id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer
) {strict};
CREATE UNIQUE INDEX orders_number ON orders (store_id, number_key);
CREATE INDEX orders_customer ON orders (store_id, customer_id, order_id);
CREATE INDEX orders_updated ON orders (store_id, updated_at, order_id);
CREATE INDEX orders_stage ON orders (store_id, stage, order_id);
CREATE INDEX orders_shipped ON orders (store_id, shipped_at);
CREATE INDEX orders_delivered ON orders (store_id, delivered_at);
CREATE INDEX orders_remake ON orders (store_id, remake_of) WHERE remake_of <> '';

CREATE TABLE item (
  store_id {id} NOT NULL,
  order_id {id} NOT NULL,
  item {int} NOT NULL,          -- its place in the order, from 0
  sku {text} NOT NULL,
  title {text} NOT NULL,
  stock {int} NOT NULL,         -- 1: off the shelf
  quantity {int} NOT NULL,
  rules {json} NOT NULL,        -- what each field may hold, as in the order document; '{}' where the order says nothing
  PRIMARY KEY (store_id, order_id, item),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {clustered};

-- Versions of what is to be made. A row is never changed; the last version of a piece is what production sees.
CREATE TABLE personalization (
  store_id {id} NOT NULL,
  order_id {id} NOT NULL,
  item {int} NOT NULL,
  piece {int} NOT NULL,         -- from 0, or -1 for the item itself
  spec_version {int} NOT NULL,  -- from 1
  fields {json} NOT NULL,       -- {"engraving": "…"}
  digest {bytes} NOT NULL,      -- SHA-256 of fields
  made_at {int} NOT NULL,
  made_by {text} NOT NULL,      -- 'order', or who confirmed it
  change_id {id},               -- the change request that it applies
  PRIMARY KEY (store_id, order_id, item, piece, spec_version),
  FOREIGN KEY (store_id, order_id, item) REFERENCES item
) {strict};

CREATE TABLE stage_event (
  store_id {id} NOT NULL,
  order_id {id} NOT NULL,
  stage {text} NOT NULL,
  item {int} NOT NULL,          -- -1: all items
  at {int} NOT NULL,            -- when it began
  recorded_at {int} NOT NULL,
  recorded_by {text} NOT NULL,
  PRIMARY KEY (store_id, order_id, at, stage, item),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {clustered};

CREATE TABLE hold (
  store_id {id} NOT NULL,
  order_id {id} NOT NULL,
  hold_id {id} NOT NULL,
  item {int} NOT NULL,          -- -1: all items
  from_at {int} NOT NULL,
  to_at {int},                  -- NULL: still held
  reason {text} NOT NULL,
  change_id {id},               -- the change request that set it
  PRIMARY KEY (store_id, order_id, hold_id),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {clustered};
CREATE INDEX hold_open ON hold (store_id, from_at) WHERE to_at IS NULL;

CREATE TABLE shipment (
  store_id {id} NOT NULL,
  order_id {id} NOT NULL,
  shipment {int} NOT NULL,      -- its place in the order, from 0
  items {json} NOT NULL,        -- [0, 2]; [] for all
  carrier {text} NOT NULL,
  tracking {text} NOT NULL,
  PRIMARY KEY (store_id, order_id, shipment),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {clustered};

CREATE TABLE scan (
  store_id {id} NOT NULL,
  order_id {id} NOT NULL,
  shipment {int} NOT NULL,      -- -1: the order's own parcel
  at {int} NOT NULL,
  status {text} NOT NULL,
  PRIMARY KEY (store_id, order_id, shipment, at, status),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {clustered};

-- ---------------------------------------------------------------------------------------------------- tickets

CREATE TABLE ticket (
  store_id {id} NOT NULL REFERENCES store,
  ticket_id {id} NOT NULL,
  order_id {id},
  customer_id {id},
  from_address {text} NOT NULL,    -- who wrote first, lower case
  subject {text} NOT NULL,
  state {text} NOT NULL,           -- open, waiting (for the customer), resolved, merged
  awaiting {text} NOT NULL,        -- what the desk asked for: the words of the rule book, '' for nothing
  concern {text} NOT NULL,         -- the gravest of the last message
  action {text} NOT NULL,          -- what was decided on it
  locale {text} NOT NULL,
  identity {text} NOT NULL,
  escalated {int} NOT NULL,
  confidence {int} NOT NULL,       -- of the gravest concern, in thousandths
  contacts {int} NOT NULL,         -- messages of the customer
  assignee_id {id},                -- the account that has it
  merged_into {id},
  received_at {int} NOT NULL,      -- the first message that has no answer yet, or the first at all
  due_at {int} NOT NULL,           -- by when something is due: the first response, or what a decision named;
                                   -- the greatest number where nothing is
  first_due_at {int} NOT NULL,     -- by when the first response is due
  first_response_at {int},
  first_response_us {int},         -- from receipt to first response, in opening hours
  resolved_at {int},
  created_at {int} NOT NULL,
  updated_at {int} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (store_id, ticket_id),
  FOREIGN KEY (store_id, order_id) REFERENCES orders,
  FOREIGN KEY (store_id, customer_id) REFERENCES customer
) {strict};
CREATE INDEX ticket_due ON ticket (store_id, state, due_at, ticket_id);
CREATE INDEX ticket_recent ON ticket (store_id, state, ticket_id);
CREATE INDEX ticket_order ON ticket (store_id, order_id, ticket_id);
CREATE INDEX ticket_from ON ticket (store_id, from_address, ticket_id);
CREATE INDEX ticket_customer ON ticket (store_id, customer_id, ticket_id);
CREATE INDEX ticket_created ON ticket (store_id, created_at);
CREATE INDEX ticket_assignee ON ticket (store_id, assignee_id, ticket_id) WHERE assignee_id IS NOT NULL;

CREATE TABLE message (
  store_id {id} NOT NULL,
  ticket_id {id} NOT NULL,
  seq {int} NOT NULL,              -- from 1
  message_id {id} NOT NULL,
  author {text} NOT NULL CHECK (author IN ('customer', 'agent', 'system')),
  account_id {id},                 -- the agent's
  channel {text} NOT NULL,
  from_address {text} NOT NULL,
  subject {text} NOT NULL,
  body {text} NOT NULL,            -- plain text of customers, Markdown of the desk
  at {int} NOT NULL,               -- received or sent
  link_verified {int} NOT NULL,
  erased {int} NOT NULL DEFAULT 0,
  PRIMARY KEY (store_id, ticket_id, seq),
  FOREIGN KEY (store_id, ticket_id) REFERENCES ticket
) {strict};

-- Which messages came in already: the same id from the same sender is the same message.
CREATE TABLE received (
  store_id {id} NOT NULL REFERENCES store,
  source {bytes} NOT NULL,         -- SHA-256 of sender and message id
  ticket_id {id} NOT NULL,
  seq {int} NOT NULL,
  PRIMARY KEY (store_id, source)
) {clustered};

-- Who has written: a row that the messages of one sender take turns at.
CREATE TABLE sender (
  store_id {id} NOT NULL REFERENCES store,
  who {bytes} NOT NULL,            -- SHA-256 of the address
  messages {int} NOT NULL,
  PRIMARY KEY (store_id, who)
) {clustered};

CREATE TABLE attachment (
  store_id {id} NOT NULL,
  ticket_id {id} NOT NULL,
  seq {int} NOT NULL,              -- of the message
  place {int} NOT NULL,            -- from 0
  name {text} NOT NULL,
  type {text} NOT NULL,
  bytes {int} NOT NULL,
  width {int} NOT NULL,            -- pixels, 0 where unknown
  height {int} NOT NULL,
  digest {bytes},                  -- SHA-256 of the content where it was handed in; see file
  PRIMARY KEY (store_id, ticket_id, seq, place),
  FOREIGN KEY (store_id, ticket_id, seq) REFERENCES message
) {clustered};

CREATE TABLE file (
  store_id {id} NOT NULL REFERENCES store,
  digest {bytes} NOT NULL,
  content {bytes} NOT NULL,
  added_at {int} NOT NULL,
  PRIMARY KEY (store_id, digest)
) {strict};

CREATE TABLE assessment (
  store_id {id} NOT NULL,
  assessment_id {id} NOT NULL,
  ticket_id {id} NOT NULL,
  seq {int} NOT NULL,              -- the message that was assessed
  at {int} NOT NULL,
  input {json} NOT NULL,           -- the inquiry document with its order: what is needed to replay it
  output {json} NOT NULL,          -- burin.assessment/1
  build {text} NOT NULL,
  model {text} NOT NULL,
  shop {text} NOT NULL,
  PRIMARY KEY (store_id, assessment_id),
  FOREIGN KEY (store_id, ticket_id, seq) REFERENCES message
) {strict};
CREATE INDEX assessment_ticket ON assessment (store_id, ticket_id, seq);

CREATE TABLE draft (
  store_id {id} NOT NULL,
  draft_id {id} NOT NULL,
  ticket_id {id} NOT NULL,
  assessment_id {id} NOT NULL,
  state {text} NOT NULL,           -- open, sent, discarded, superseded
  subject {text} NOT NULL,
  markdown {text} NOT NULL,
  locale {text} NOT NULL,
  awaits {text} NOT NULL,          -- what it asks the customer for, as in ticket.awaiting
  leaves {text} NOT NULL,          -- the state the ticket has when it is sent
  leaves_due {int},                -- what the desk itself has to do after that
  free {int} NOT NULL,             -- 1: a person's own words, which tell none of the assessment's dates
  edited_by {text} NOT NULL,       -- '' as the engine wrote it
  override_by {text} NOT NULL,     -- who sent it against lint's errors, or ''
  override_reason {text} NOT NULL,
  created_at {int} NOT NULL,
  settled_at {int},
  version {int} NOT NULL,
  PRIMARY KEY (store_id, draft_id),
  FOREIGN KEY (store_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (store_id, assessment_id) REFERENCES assessment
) {strict};
CREATE INDEX draft_ticket ON draft (store_id, ticket_id, draft_id);

-- ---------------------------------------------------------------------------------------------------- wishes and faults

CREATE TABLE change_request (
  store_id {id} NOT NULL,
  change_id {id} NOT NULL,
  order_id {id} NOT NULL,
  ticket_id {id},
  item {int} NOT NULL,             -- -1: the order itself (its address)
  piece {int} NOT NULL,
  field {text} NOT NULL,
  old_value {text} NOT NULL,
  new_value {text} NOT NULL,
  state {text} NOT NULL,
  received_at {int} NOT NULL,      -- it is judged as of then
  inside_window {int} NOT NULL,    -- received while the window was open
  confirm_by {int},                -- reminded then, and later handed to a person
  reminded_at {int},
  settled_at {int},
  settled_by {text} NOT NULL,      -- 'customer', an account, 'timer', ''
  version {int} NOT NULL,
  PRIMARY KEY (store_id, change_id),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {strict};
CREATE INDEX change_order ON change_request (store_id, order_id, change_id);
CREATE INDEX change_state ON change_request (store_id, state, change_id);
CREATE INDEX change_received ON change_request (store_id, received_at);

CREATE TABLE claim (
  store_id {id} NOT NULL,
  claim_id {id} NOT NULL,
  order_id {id} NOT NULL,
  ticket_id {id},
  item {int} NOT NULL,
  concern {text} NOT NULL,         -- damaged, wrong_spec, not_received
  state {text} NOT NULL,
  fault {text} NOT NULL,
  opened_at {int} NOT NULL,
  photos_due {int},
  photos {int} NOT NULL,
  offered {json} NOT NULL,         -- the remedies on offer, as in the assessment document
  chosen {text} NOT NULL,          -- a remedy's kind, or ''
  remake_order_id {id},
  settled_at {int},
  version {int} NOT NULL,
  PRIMARY KEY (store_id, claim_id),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {strict};
CREATE INDEX claim_order ON claim (store_id, order_id, claim_id);
CREATE INDEX claim_state ON claim (store_id, state, claim_id);
CREATE INDEX claim_opened ON claim (store_id, opened_at);

CREATE TABLE claim_evidence (
  store_id {id} NOT NULL,
  claim_id {id} NOT NULL,
  ticket_id {id} NOT NULL,
  seq {int} NOT NULL,
  place {int} NOT NULL,
  added_at {int} NOT NULL,
  PRIMARY KEY (store_id, claim_id, ticket_id, seq, place),
  FOREIGN KEY (store_id, claim_id) REFERENCES claim
) {clustered};

-- What moves money or cannot be undone: proposed until somebody with the right decides.
CREATE TABLE approval (
  store_id {id} NOT NULL,
  approval_id {id} NOT NULL,
  kind {text} NOT NULL,            -- cancel, refund, remake, address, rush, reorder
  state {text} NOT NULL,           -- proposed, approved, refused, withdrawn
  order_id {id} NOT NULL,
  ticket_id {id},
  claim_id {id},
  change_id {id},
  amount {int},                    -- minor units
  currency {text} NOT NULL,
  reason {text} NOT NULL,          -- of the decision it comes from
  proposed_by {text} NOT NULL,
  proposed_at {int} NOT NULL,
  decided_by {text} NOT NULL,
  decided_at {int},
  note {text} NOT NULL,
  version {int} NOT NULL,
  PRIMARY KEY (store_id, approval_id),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {strict};
CREATE INDEX approval_state ON approval (store_id, state, approval_id);
CREATE INDEX approval_order ON approval (store_id, order_id, approval_id);

-- ---------------------------------------------------------------------------------------------------- what was said

CREATE TABLE promise (
  store_id {id} NOT NULL,
  promise_id {id} NOT NULL,
  order_id {id} NOT NULL,
  item {int} NOT NULL,
  milestone {text} NOT NULL,
  from_day {int} NOT NULL,
  to_day {int} NOT NULL,
  told_at {int} NOT NULL,
  told_to {text} NOT NULL,         -- the address
  outbox_id {id},                  -- by which message; NULL where it was imported with the order
  state {text} NOT NULL,           -- open, kept, broken, superseded
  settled_at {int},
  warned_at {int},                 -- when the delay notice went out
  PRIMARY KEY (store_id, promise_id),
  FOREIGN KEY (store_id, order_id) REFERENCES orders
) {strict};
CREATE INDEX promise_order ON promise (store_id, order_id, promise_id);
CREATE INDEX promise_due ON promise (store_id, state, to_day);

CREATE TABLE outbox (
  store_id {id} NOT NULL REFERENCES store,
  outbox_id {id} NOT NULL,
  kind {text} NOT NULL,            -- reply, acknowledgement, notice, reminder, link, survey
  notice {text} NOT NULL,          -- which of section 10, or ''
  dedupe {text} NOT NULL,          -- never twice: unique in the store
  ticket_id {id},
  order_id {id},
  channel {text} NOT NULL CHECK (channel IN ('email', 'sms')),
  recipient {text} NOT NULL,
  subject {text} NOT NULL,
  text {text} NOT NULL,
  html {text} NOT NULL,
  automatic {int} NOT NULL,        -- sent without a person
  state {text} NOT NULL,           -- queued, leased, sent, failed, withheld
  withheld {text} NOT NULL,        -- why, where it was not to be sent
  not_before {int} NOT NULL,
  lease_owner {text} NOT NULL,
  lease_until {int},
  attempt {int} NOT NULL,          -- counts the leases: the fence
  last_error {text} NOT NULL,
  created_at {int} NOT NULL,
  sent_at {int},
  erased {int} NOT NULL DEFAULT 0,
  PRIMARY KEY (store_id, outbox_id)
) {strict};
CREATE UNIQUE INDEX outbox_once ON outbox (store_id, dedupe);
CREATE INDEX outbox_due ON outbox (store_id, not_before, outbox_id) WHERE state IN ('queued', 'leased');
CREATE INDEX outbox_order ON outbox (store_id, order_id, outbox_id);
CREATE INDEX outbox_ticket ON outbox (store_id, ticket_id, outbox_id);
CREATE INDEX outbox_state ON outbox (store_id, state, outbox_id);

CREATE TABLE survey (
  store_id {id} NOT NULL,
  survey_id {id} NOT NULL,
  occasion {text} NOT NULL CHECK (occasion IN ('resolution', 'delivery')),
  ticket_id {id},
  order_id {id},
  customer_id {id},
  agent_id {id},                   -- who answered the ticket, where a person did
  concern {text} NOT NULL,
  asked_at {int} NOT NULL,
  answered_at {int},
  score {int},                     -- 1–5
  comment {text} NOT NULL,
  PRIMARY KEY (store_id, survey_id)
) {strict};
CREATE INDEX survey_answered ON survey (store_id, answered_at);
CREATE INDEX survey_ticket ON survey (store_id, ticket_id);

-- ---------------------------------------------------------------------------------------------------- who may

CREATE TABLE account (
  store_id {id} NOT NULL REFERENCES store,
  account_id {id} NOT NULL,
  email {text} NOT NULL,           -- lower case
  name {text} NOT NULL,
  role {text} NOT NULL,
  password {text} NOT NULL,        -- Argon2id, in libsodium's own form; '' until it is set
  invite {bytes},                  -- SHA-256 of the code that sets a password once
  invite_until {int},
  totp_secret {bytes},             -- NULL: no second factor
  totp_offered {bytes},            -- a secret that is not confirmed by a code yet
  totp_step {int} NOT NULL,        -- the last time step that was used: a code counts once
  created_at {int} NOT NULL,
  disabled_at {int},
  version {int} NOT NULL,
  PRIMARY KEY (store_id, account_id)
) {strict};
CREATE UNIQUE INDEX account_email ON account (store_id, email);
CREATE UNIQUE INDEX account_invite ON account (store_id, invite) WHERE invite IS NOT NULL;

CREATE TABLE session (
  store_id {id} NOT NULL,
  session_id {id} NOT NULL,
  account_id {id} NOT NULL,
  secret {bytes} NOT NULL,         -- SHA-256 of the cookie
  previous {bytes},                -- of the cookie before the last rotation, good for a short while
  csrf {bytes} NOT NULL,           -- the token that unsafe requests carry: worth nothing without the cookie
  created_at {int} NOT NULL,
  rotated_at {int} NOT NULL,
  seen_at {int} NOT NULL,          -- to a few minutes
  expires_at {int} NOT NULL,
  PRIMARY KEY (store_id, session_id),
  FOREIGN KEY (store_id, account_id) REFERENCES account
) {strict};
CREATE UNIQUE INDEX session_secret ON session (store_id, secret);
CREATE INDEX session_previous ON session (store_id, previous) WHERE previous IS NOT NULL;
CREATE INDEX session_account ON session (store_id, account_id);
CREATE INDEX session_expires ON session (store_id, expires_at);

CREATE TABLE api_token (
  store_id {id} NOT NULL REFERENCES store,
  token_id {id} NOT NULL,
  name {text} NOT NULL,
  scope {text} NOT NULL,           -- owner, desk, studio, read
  secret {bytes} NOT NULL,         -- SHA-256 of the token
  created_by {text} NOT NULL,
  created_at {int} NOT NULL,
  expires_at {int},
  revoked_at {int},
  used_at {int},                   -- to the hour
  PRIMARY KEY (store_id, token_id)
) {strict};
CREATE UNIQUE INDEX api_token_secret ON api_token (store_id, secret);

CREATE TABLE sign_in_failure (
  store_id {id} NOT NULL REFERENCES store,
  who {bytes} NOT NULL,            -- SHA-256 of address and account together: nobody can lock another out
  failures {int} NOT NULL,         -- counted before the password is looked at, so that many at once count, too
  last_at {int} NOT NULL,
  PRIMARY KEY (store_id, who)
) {clustered};

CREATE TABLE idempotency (
  store_id {id} NOT NULL REFERENCES store,
  actor {text} NOT NULL,
  key {text} NOT NULL,
  request {bytes} NOT NULL,        -- SHA-256 of method, path and body
  status {int} NOT NULL,
  body {text} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (store_id, actor, key)
) {strict};
CREATE INDEX idempotency_age ON idempotency (store_id, created_at);

-- Who did what: never changed, never erased, holds digests and not texts. `seq` and the hashes are given behind the
-- commits by one closure at a time, so that the chain holds nobody up; `seq` is also what event streams resume from.
CREATE TABLE audit (
  store_id {id} NOT NULL REFERENCES store,
  audit_id {id} NOT NULL,
  at {int} NOT NULL,
  actor {text} NOT NULL,           -- account:…, token:…, customer, engine, timer, cli
  verb {text} NOT NULL,            -- 'ticket.opened', 'change.confirmed', …
  object {id},                     -- what it was done to
  order_id {id},
  ticket_id {id},
  detail {json} NOT NULL,          -- states, numbers, digests
  seq {int},
  hash {bytes},                    -- SHA-256 of the hash before and of this row
  PRIMARY KEY (store_id, audit_id)
) {strict};
CREATE UNIQUE INDEX audit_seq ON audit (store_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_unchained ON audit (store_id, audit_id) WHERE seq IS NULL;
CREATE INDEX audit_order ON audit (store_id, order_id, audit_id);
CREATE INDEX audit_ticket ON audit (store_id, ticket_id, audit_id);

-- ---------------------------------------------------------------------------------------------------- search

-- One row for each thing that can be found: an order, or a message. `words` are folded words and Chinese characters and
-- bigrams, parted by spaces; see src/store/search.h.
{sqlite} CREATE TABLE search_row (
  row_id INTEGER PRIMARY KEY,      -- newest last
  store_id BLOB NOT NULL,
  kind TEXT NOT NULL,              -- order, message
  object BLOB NOT NULL,            -- the order, or the ticket
  seq INTEGER NOT NULL,            -- of the message, else 0
  UNIQUE (store_id, object, seq)
) STRICT;
{sqlite} CREATE VIRTUAL TABLE search USING fts5 (words, tokenize='unicode61 remove_diacritics 0', detail=none);
{postgres} CREATE TABLE search_row (
  row_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  store_id UUID NOT NULL,
  kind TEXT NOT NULL,
  object UUID NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (store_id, object, seq)
);
{postgres} CREATE TABLE search (
  row_id BIGINT NOT NULL PRIMARY KEY,
  words TSVECTOR NOT NULL
);
{postgres} CREATE INDEX search_words ON search USING gin (words);
