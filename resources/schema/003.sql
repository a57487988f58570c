-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 3: answers that copy training data; ways from a found text to what it is of. "IF NOT EXISTS": builds between two versions wrote some of this into files that call themselves 2.

CREATE INDEX IF NOT EXISTS label_by_superseded ON label(supersedes) WHERE supersedes IS NOT NULL;

-- Answers that are copies of a row of a training file.
CREATE TABLE IF NOT EXISTS training_copy (
  training_set_id INTEGER NOT NULL REFERENCES training_set(id),
  text_id         INTEGER NOT NULL REFERENCES text_body(id),
  row_no          INTEGER NOT NULL,
  similarity      REAL NOT NULL,          -- 0 to 1; 1: the same words
  excerpt         TEXT NOT NULL,
  PRIMARY KEY (training_set_id, text_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS training_copy_by_text ON training_copy(text_id);

-- From a text that holds what a person looks for to the answer or reply it is.
CREATE INDEX IF NOT EXISTS call_by_text ON call(text_id) WHERE text_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS imported_by_text ON imported(text_id);
CREATE INDEX IF NOT EXISTS reply_by_text ON reply(text_id) WHERE text_id IS NOT NULL;
