-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 2: people's labels in all their modes and by packet, notes, what was found in training data, batches, spending caps.

-- Labels: `responses` stays the order shown. A label of another copy of the file comes in under its own uid.
ALTER TABLE label ADD COLUMN mode    TEXT NOT NULL DEFAULT 'pair';  -- pair, rank, rubric
ALTER TABLE label ADD COLUMN detail  TEXT NOT NULL DEFAULT '';      -- JSON: ranks by response, or scores by criterion
ALTER TABLE label ADD COLUMN purpose TEXT NOT NULL DEFAULT 'tie-break'; -- tie-break, agreement (the random fifth), again (sides swapped)
ALTER TABLE label ADD COLUMN judging_id INTEGER REFERENCES judging(id); -- whose tie it was to break; null: none
ALTER TABLE label ADD COLUMN packet  TEXT NOT NULL DEFAULT '';      -- uid of the label packet it came back in
ALTER TABLE label ADD COLUMN card    TEXT NOT NULL DEFAULT '';      -- the packet's card
CREATE UNIQUE INDEX label_by_card ON label(packet, card, annotator, created) WHERE packet <> '';
CREATE INDEX label_by_item ON label(item_revision_id);

-- A label packet that was handed out: what its cards stand for never leaves the project.
CREATE TABLE packet (
  uid        TEXT PRIMARY KEY,
  run_id     INTEGER NOT NULL REFERENCES run(id),
  judging_id INTEGER REFERENCES judging(id),
  cards      TEXT NOT NULL,               -- JSON: card -> response ids in the order shown, and purpose
  created    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A person's words on an item, a run or both. Changing one adds a row that supersedes it; an empty body takes it back.
CREATE TABLE note (
  id         INTEGER PRIMARY KEY,
  uid        TEXT NOT NULL UNIQUE,
  run_id     INTEGER REFERENCES run(id),
  item_id    INTEGER REFERENCES item(id),
  author     TEXT NOT NULL,
  body       TEXT NOT NULL,
  supersedes TEXT,                        -- uid of the note this one changes
  created    INTEGER NOT NULL
) STRICT;
CREATE INDEX note_by_item ON note(item_id);
CREATE INDEX note_by_run ON note(run_id);
CREATE VIRTUAL TABLE note_words USING fts5(body, content='note', content_rowid='id', tokenize='unicode61');

-- Training files that items were looked up in. The file's text is not kept, only where it matches.
CREATE TABLE training_set (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  hash    BLOB NOT NULL UNIQUE,           -- SHA-256 of the file
  rows    INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE training_match (
  training_set_id  INTEGER NOT NULL REFERENCES training_set(id),
  item_revision_id INTEGER NOT NULL REFERENCES item_revision(id),
  row_no           INTEGER NOT NULL,      -- row of the training file, from 1
  kind             TEXT NOT NULL CHECK (kind IN ('exact', 'near')),
  similarity       REAL NOT NULL,         -- 0 to 1
  excerpt          TEXT NOT NULL,         -- of the matching row
  PRIMARY KEY (training_set_id, item_revision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX training_match_by_item ON training_match(item_revision_id);

-- A run or judging that left as files for a batch service. Lines stand in batch_line.
CREATE TABLE batch (
  uid        TEXT PRIMARY KEY,
  run_id     INTEGER NOT NULL REFERENCES run(id),
  judging_id INTEGER REFERENCES judging(id),
  candidate_revision_id INTEGER NOT NULL REFERENCES candidate_revision(id), -- whom it asks
  service    TEXT NOT NULL,               -- openai, anthropic
  lines      INTEGER NOT NULL,
  created    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_line_by_batch ON batch_line(batch);

ALTER TABLE run ADD COLUMN max_cost REAL; -- US dollars; the run pauses there; null: no cap. May change
ALTER TABLE run_candidate ADD COLUMN samples INTEGER NOT NULL DEFAULT 1; -- answers asked for an item
CREATE INDEX reply_by_call ON reply(call_id) WHERE call_id IS NOT NULL; -- who paid for a call

-- Whether answers come token by token.
ALTER TABLE endpoint ADD COLUMN stream INTEGER NOT NULL DEFAULT 1;

ALTER TABLE candidate ADD COLUMN deleted INTEGER;  -- tombstone: no longer offered; runs that used it keep it. May change
