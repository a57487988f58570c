-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 1: everything a project must be able to say. Times are milliseconds since 1970 (UTC). JSON columns hold objects
-- whose keys are those of the eval config. Nothing here is ever overwritten but what says so.

CREATE TABLE project (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Long text, stored once. Lists never touch it.
CREATE TABLE text_body (
  id   INTEGER PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

-- Eval sets ---------------------------------------------------------------------------------------------------------
CREATE TABLE item (
  id  INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE item_revision (
  id          INTEGER PRIMARY KEY,
  item_id     INTEGER NOT NULL REFERENCES item(id),
  hash        BLOB NOT NULL,              -- SHA-256 of the content below: equal items share a revision
  external_id TEXT NOT NULL,
  instruction TEXT NOT NULL,
  input       TEXT NOT NULL,
  reference   TEXT NOT NULL,
  category    TEXT NOT NULL,
  system      TEXT NOT NULL,
  turns       TEXT NOT NULL,              -- JSON array of the further turns
  metadata    TEXT NOT NULL,              -- JSON object or empty
  UNIQUE (item_id, hash)
) STRICT;

CREATE TABLE evalset (
  id      INTEGER PRIMARY KEY,
  uid     TEXT NOT NULL UNIQUE,
  name    TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE evalset_revision (
  id         INTEGER PRIMARY KEY,
  evalset_id INTEGER NOT NULL REFERENCES evalset(id),
  number     INTEGER NOT NULL,
  hash       BLOB NOT NULL,               -- of the ordered item revisions
  note       TEXT NOT NULL,
  source     TEXT NOT NULL,               -- file name and slice it came from, for people
  created    INTEGER NOT NULL,
  UNIQUE (evalset_id, number)
) STRICT;

CREATE TABLE evalset_item (
  evalset_revision_id INTEGER NOT NULL REFERENCES evalset_revision(id),
  position            INTEGER NOT NULL,
  item_revision_id    INTEGER NOT NULL REFERENCES item_revision(id),
  PRIMARY KEY (evalset_revision_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX evalset_item_by_item ON evalset_item(item_revision_id);

-- Rubrics and prompts -----------------------------------------------------------------------------------------------
CREATE TABLE rubric (
  id      INTEGER PRIMARY KEY,
  uid     TEXT NOT NULL UNIQUE,
  name    TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE rubric_revision (
  id        INTEGER PRIMARY KEY,
  rubric_id INTEGER NOT NULL REFERENCES rubric(id),
  number    INTEGER NOT NULL,
  hash      BLOB NOT NULL,
  body      TEXT NOT NULL,                -- JSON: criteria, scale, descriptions
  created   INTEGER NOT NULL,
  UNIQUE (rubric_id, number)
) STRICT;

CREATE TABLE prompt_revision (
  id      INTEGER PRIMARY KEY,
  hash    BLOB NOT NULL UNIQUE,
  name    TEXT NOT NULL,
  body    TEXT NOT NULL,                  -- the template; a prompt itself is stored as recipe and hash
  created INTEGER NOT NULL
) STRICT;

-- Models: candidates and judges alike -------------------------------------------------------------------------------
CREATE TABLE endpoint (
  id                   INTEGER PRIMARY KEY,
  uid                  TEXT NOT NULL UNIQUE,
  api                  TEXT NOT NULL,
  base_url             TEXT NOT NULL,
  origin               TEXT NOT NULL,     -- scheme://host:port, what a key is bound to
  key_name             TEXT NOT NULL,     -- the name of a key, never the key
  concurrency          INTEGER NOT NULL,
  requests_per_minute  INTEGER,
  tokens_per_minute    INTEGER,
  timeout_s            REAL NOT NULL,
  allow_plain_http_key INTEGER NOT NULL
) STRICT;

CREATE TABLE candidate (
  id      INTEGER PRIMARY KEY,
  uid     TEXT NOT NULL UNIQUE,
  role    TEXT NOT NULL CHECK (role IN ('candidate', 'judge')),
  name    TEXT NOT NULL,
  slot    INTEGER NOT NULL,               -- colour and shape, given for good
  pinned  INTEGER NOT NULL DEFAULT 0,     -- may change
  created INTEGER NOT NULL,
  UNIQUE (role, name)
) STRICT;

-- A set of weights and the way it is asked. Loss, tags, price and address may be corrected in place; the rest may not.
CREATE TABLE candidate_revision (
  id            INTEGER PRIMARY KEY,
  uid           TEXT NOT NULL UNIQUE,
  candidate_id  INTEGER NOT NULL REFERENCES candidate(id),
  number        INTEGER NOT NULL,
  api           TEXT NOT NULL,
  endpoint_id   INTEGER REFERENCES endpoint(id),
  model         TEXT NOT NULL,
  template      TEXT NOT NULL,
  system        TEXT NOT NULL,
  parameters    TEXT NOT NULL,            -- JSON, the decoding settings
  identity      BLOB NOT NULL,            -- SHA-256 of what makes a revision, fingerprint included
  fingerprint   TEXT NOT NULL,            -- of the weights; empty where the server cannot tell
  source        TEXT NOT NULL,            -- file the recorded responses came from
  test_loss     REAL,
  test_loss_se  REAL,
  loss_set      TEXT NOT NULL,
  tokenizer     TEXT NOT NULL,
  parent        TEXT NOT NULL,            -- name of the checkpoint it was trained from
  tags          TEXT NOT NULL,            -- JSON
  price_input   REAL,                     -- US dollars a million tokens
  price_output  REAL,
  created       INTEGER NOT NULL,
  UNIQUE (candidate_id, number)
) STRICT;
CREATE INDEX candidate_revision_by_identity ON candidate_revision(candidate_id, identity);

CREATE TABLE replica (
  candidate_revision_id INTEGER NOT NULL REFERENCES candidate_revision(id),
  endpoint_id           INTEGER NOT NULL REFERENCES endpoint(id),
  PRIMARY KEY (candidate_revision_id, endpoint_id)
) STRICT, WITHOUT ROWID;

-- Calls -------------------------------------------------------------------------------------------------------------
-- One answered (or finally failed) question to a model. Same key, same answer.
CREATE TABLE call (
  id                    INTEGER PRIMARY KEY,
  key                   BLOB NOT NULL UNIQUE,
  candidate_revision_id INTEGER NOT NULL REFERENCES candidate_revision(id),
  text_id               INTEGER REFERENCES text_body(id),
  finish_reason         TEXT NOT NULL,
  model_returned        TEXT NOT NULL,
  prompt_tokens         INTEGER,
  completion_tokens     INTEGER,
  cached_tokens         INTEGER,
  reasoning_tokens      INTEGER,
  latency_ms            REAL,
  ttft_ms               REAL,
  cost                  REAL,             -- US dollars at the price then; null where unknown
  attempts              INTEGER NOT NULL,
  failure               TEXT NOT NULL,    -- empty: answered
  finished              INTEGER NOT NULL
) STRICT;

CREATE INDEX call_by_revision ON call(candidate_revision_id);

-- Every try that is worth keeping: failed ones, and the last one's envelope (the raw reply without the answer's text).
CREATE TABLE attempt (
  id          INTEGER PRIMARY KEY,
  call_id     INTEGER NOT NULL REFERENCES call(id),
  number      INTEGER NOT NULL,
  started     INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  failure     TEXT NOT NULL,
  detail      TEXT NOT NULL,
  envelope    TEXT NOT NULL,
  latency_ms  REAL
) STRICT;
CREATE INDEX attempt_by_call ON attempt(call_id);

-- Runs --------------------------------------------------------------------------------------------------------------
CREATE TABLE run (
  id                  INTEGER PRIMARY KEY,
  uid                 TEXT NOT NULL UNIQUE,
  name                TEXT NOT NULL,
  evalset_revision_id INTEGER REFERENCES evalset_revision(id), -- null: scores imported without items
  config_hash         BLOB NOT NULL,
  config              TEXT NOT NULL,      -- canonical JSON of the eval config, without keys
  baseline            TEXT NOT NULL,      -- candidate it is held against; may change
  status              TEXT NOT NULL,      -- planned, running, stopped, finished; may change
  created             INTEGER NOT NULL,
  started             INTEGER,
  finished            INTEGER,
  deleted             INTEGER             -- tombstone: hidden, spend is kept
) STRICT;

CREATE TABLE run_candidate (
  run_id                INTEGER NOT NULL REFERENCES run(id),
  position              INTEGER NOT NULL,
  candidate_revision_id INTEGER NOT NULL REFERENCES candidate_revision(id),
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

-- A response that came from a file rather than a call.
CREATE TABLE imported (
  id                INTEGER PRIMARY KEY,
  text_id           INTEGER NOT NULL REFERENCES text_body(id),
  finish_reason     TEXT NOT NULL,
  prompt_tokens     INTEGER,
  completion_tokens INTEGER,
  latency_ms        REAL,
  source            TEXT NOT NULL,
  line              INTEGER NOT NULL
) STRICT;

CREATE TABLE response (
  id                    INTEGER PRIMARY KEY,
  run_id                INTEGER NOT NULL REFERENCES run(id),
  item_revision_id      INTEGER NOT NULL REFERENCES item_revision(id),
  candidate_revision_id INTEGER NOT NULL REFERENCES candidate_revision(id),
  repeat                INTEGER NOT NULL,
  turn                  INTEGER NOT NULL,
  call_id               INTEGER REFERENCES call(id),
  imported_id           INTEGER REFERENCES imported(id),
  UNIQUE (run_id, item_revision_id, candidate_revision_id, repeat, turn),
  CHECK ((call_id IS NULL) <> (imported_id IS NULL))
) STRICT;
CREATE INDEX response_by_call ON response(call_id) WHERE call_id IS NOT NULL;

-- Judgings ----------------------------------------------------------------------------------------------------------
CREATE TABLE judging (
  id                 INTEGER PRIMARY KEY,
  uid                TEXT NOT NULL UNIQUE,
  run_id             INTEGER NOT NULL REFERENCES run(id),
  name               TEXT NOT NULL,
  protocol           TEXT NOT NULL,
  rubric_revision_id INTEGER REFERENCES rubric_revision(id),
  prompt_revision_id INTEGER REFERENCES prompt_revision(id),
  repeats            INTEGER NOT NULL,
  seed               INTEGER NOT NULL,
  settings           TEXT NOT NULL,       -- canonical JSON of the judging as configured
  settings_hash      BLOB NOT NULL,
  status             TEXT NOT NULL,       -- planned, running, stopped, finished; may change until finished
  notes              TEXT NOT NULL,       -- JSON array: what was reported while judging, such as replies about nobody
  created            INTEGER NOT NULL,
  started            INTEGER,
  finished           INTEGER
) STRICT;
CREATE INDEX judging_by_run ON judging(run_id);

CREATE TABLE judging_judge (
  judging_id            INTEGER NOT NULL REFERENCES judging(id),
  position              INTEGER NOT NULL,
  kind                  TEXT NOT NULL CHECK (kind IN ('endpoint', 'scorer', 'recorded', 'person', 'imported')),
  name                  TEXT NOT NULL,
  candidate_revision_id INTEGER REFERENCES candidate_revision(id),
  PRIMARY KEY (judging_id, position)
) STRICT, WITHOUT ROWID;

-- One prompt to one judge, or one application of a scorer.
CREATE TABLE unit (
  id               INTEGER PRIMARY KEY,
  judging_id       INTEGER NOT NULL REFERENCES judging(id),
  item_revision_id INTEGER NOT NULL REFERENCES item_revision(id),
  turn             INTEGER NOT NULL,
  repeat           INTEGER NOT NULL,
  group_no         INTEGER NOT NULL,      -- which part of the candidates, or which candidate
  orientation      INTEGER NOT NULL,      -- pairwise: 0 as given, 1 swapped
  judge            INTEGER NOT NULL,      -- position in judging_judge
  UNIQUE (judging_id, item_revision_id, turn, repeat, group_no, orientation, judge)
) STRICT;

-- What stood where. Identical responses share a position.
CREATE TABLE unit_position (
  unit_id     INTEGER NOT NULL REFERENCES unit(id),
  position    INTEGER NOT NULL,           -- from 1
  response_id INTEGER NOT NULL REFERENCES response(id),
  anchor      INTEGER NOT NULL,
  PRIMARY KEY (unit_id, position, response_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_position_by_response ON unit_position(response_id);

CREATE TABLE reply (
  id        INTEGER PRIMARY KEY,
  unit_id   INTEGER NOT NULL REFERENCES unit(id),
  call_id   INTEGER REFERENCES call(id),
  text_id   INTEGER REFERENCES text_body(id), -- recorded elsewhere; null for a call (its text is the call's) and for scorers
  repair    INTEGER NOT NULL,             -- 1: the answer to a request for the format
  received  INTEGER NOT NULL
) STRICT;
CREATE INDEX reply_by_unit ON reply(unit_id);

-- A reading of a reply. The newest readable one counts unless another is pinned.
CREATE TABLE parse (
  id             INTEGER PRIMARY KEY,
  reply_id       INTEGER NOT NULL REFERENCES reply(id),
  parser_version INTEGER NOT NULL,
  status         TEXT NOT NULL CHECK (status IN ('read', 'parse_failure', 'failed', 'not_judged')),
  reason         TEXT NOT NULL,
  pinned         INTEGER NOT NULL,        -- may change
  created        INTEGER NOT NULL
) STRICT;
CREATE INDEX parse_by_reply ON parse(reply_id);

CREATE TABLE verdict (
  id                   INTEGER PRIMARY KEY,
  parse_id             INTEGER NOT NULL REFERENCES parse(id),
  response_id          INTEGER NOT NULL REFERENCES response(id),
  opponent_response_id INTEGER REFERENCES response(id),
  criterion            TEXT NOT NULL,
  score                REAL,
  winner               TEXT NOT NULL,     -- pairwise: win, loss, tie; empty elsewhere
  comment              TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_by_parse ON verdict(parse_id);
CREATE INDEX verdict_by_response ON verdict(response_id);

-- Scores that came as a table, without responses behind them.
CREATE TABLE imported_score (
  id                    INTEGER PRIMARY KEY,
  judging_id            INTEGER NOT NULL REFERENCES judging(id),
  candidate_revision_id INTEGER NOT NULL REFERENCES candidate_revision(id),
  run_index             INTEGER NOT NULL, -- from 1
  score                 REAL NOT NULL,
  UNIQUE (judging_id, candidate_revision_id, run_index)
) STRICT;

-- People's labels: append only.
CREATE TABLE label (
  uid           TEXT PRIMARY KEY,
  run_id        INTEGER NOT NULL REFERENCES run(id),
  item_revision_id INTEGER NOT NULL REFERENCES item_revision(id),
  annotator     TEXT NOT NULL,
  responses     TEXT NOT NULL,            -- JSON array of response ids in the order shown
  outcome       TEXT NOT NULL,
  rationale     TEXT NOT NULL,
  supersedes    TEXT,
  created       INTEGER NOT NULL
) STRICT;
CREATE INDEX label_by_run ON label(run_id);

-- Who works on what ---------------------------------------------------------------------------------------------------
CREATE TABLE lease (
  run_id    INTEGER PRIMARY KEY REFERENCES run(id),
  process   TEXT NOT NULL,                -- UUID of the program's start
  host      TEXT NOT NULL,
  pid       INTEGER NOT NULL,
  heartbeat INTEGER NOT NULL
) STRICT;

CREATE TABLE batch_line (
  custom_id TEXT PRIMARY KEY,
  key       BLOB NOT NULL,
  batch     TEXT NOT NULL,
  state     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Words --------------------------------------------------------------------------------------------------------------
-- External content; kept by explicit statements of the writer, since triggers on it fail under trusted_schema=OFF.
CREATE VIRTUAL TABLE text_words USING fts5(body, content='text_body', content_rowid='id', tokenize='unicode61');
CREATE VIRTUAL TABLE item_words USING fts5(instruction, input, reference, content='item_revision', content_rowid='id', tokenize='unicode61');
