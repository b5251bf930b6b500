-- Histories that are put back: a newsroom that was taken out comes in again, release by release.

-- The first parts of a history that is longer than one request may be, put aside until the last one
-- comes and all of it is stored at once. Nobody reads them but who stores. What was given up goes when
-- it is a day old and the next history comes.
CREATE TABLE restorations (
  release_id TEXT NOT NULL,
  -- Two editors who put the same release back do not mix up their parts.
  editor_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1),
  -- The request that brought it: tells whether it is still what was judged.
  part TEXT NOT NULL,
  put_at INTEGER NOT NULL,
  -- JSON of the revision, its release without what the texts say: a long history can be judged in
  -- little memory.
  outline TEXT NOT NULL CHECK (json_type(outline) = 'object'),
  -- As in revisions.
  snapshot TEXT NOT NULL CHECK (json_type(snapshot) = 'object'),
  PRIMARY KEY (release_id, editor_id, number)
) STRICT;
CREATE INDEX restorations_put_at ON restorations (put_at);

-- Withdrawn releases that were put back before the release that replaces them: histories come in any
-- order, and two may even replace each other.
CREATE TABLE awaited_replacements (
  release_id TEXT NOT NULL PRIMARY KEY REFERENCES releases (id),
  replaced_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX awaited_replacements_by ON awaited_replacements (replaced_by, release_id);
CREATE TRIGGER a_replacement_has_come AFTER INSERT ON releases
BEGIN
  UPDATE releases SET replaced_by = NEW.id
    WHERE id IN (SELECT release_id FROM awaited_replacements WHERE replaced_by = NEW.id);
  DELETE FROM awaited_replacements WHERE replaced_by = NEW.id;
END;
