-- The publishing endpoint as a contract: tokens with rotation and languages, one ledger of
-- everything that happened, and answers that can be given again.

-- A token of an editor. An editor may have several, so that a new one can take over from an old one;
-- history names the editor and the token.
CREATE TABLE tokens (
  id TEXT NOT NULL PRIMARY KEY,
  editor_id TEXT NOT NULL,
  editor_name TEXT NOT NULL,
  -- Each scope includes the ones before it.
  scope TEXT NOT NULL CHECK (scope IN ('read', 'draft', 'publish', 'admin')),
  -- JSON array of the only languages in which it may write; null for all.
  languages TEXT CHECK (languages IS NULL OR json_type(languages) = 'array'),
  -- The SHA-256 digest in hexadecimal, never the token.
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  -- The last day (UTC) on which it opened something: written once a day, not with each request.
  last_used_on TEXT
) STRICT;
CREATE INDEX tokens_editor ON tokens (editor_id);
INSERT INTO tokens (id, editor_id, editor_name, scope, hash, created_at, expires_at, revoked_at)
  SELECT id, id, name, scope, token_hash, created_at, expires_at, revoked_at FROM editors
  ORDER BY created_at, id;
DROP TABLE editors;
-- For the version before this one, which goes on for a moment while a deployment spreads.
CREATE VIEW editors AS
  SELECT id, editor_name AS name, scope, hash AS token_hash, created_at, expires_at, revoked_at
  FROM tokens WHERE languages IS NULL;

-- Which token did it. Where it is null an older version has written, for which both were one.
ALTER TABLE revisions ADD COLUMN token_id TEXT;

-- Embargoes that have not lifted yet, as far as the ledger of events has heard.
CREATE TABLE lifts (
  release_id TEXT NOT NULL PRIMARY KEY REFERENCES releases (id),
  due INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lifts_due ON lifts (due, release_id);

-- Everything that happened, in the order in which it was stored: a number is given when a change is
-- committed and never before, so that whoever has read up to one has missed nothing. A revision is
-- entered by the database itself, whoever writes; a lift, which nobody writes, by the next change
-- and by whoever asks what has changed.
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- A revision's kind, or 'lifted', 'token-created', 'token-changed', 'token-revoked'.
  kind TEXT NOT NULL,
  -- The release, and the revision that it has from then on.
  release_id TEXT REFERENCES releases (id),
  revision INTEGER,
  -- Which token did it, or to which token it was done.
  token_id TEXT,
  -- Whether it changed what is public.
  is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
  CHECK ((release_id IS NULL) = (revision IS NULL))
) STRICT;
CREATE INDEX events_public ON events (number) WHERE is_public = 1;
CREATE INDEX events_release ON events (release_id, number) WHERE release_id IS NOT NULL;

-- What there is already. A quotation mark within a text is escaped in JSON, so that the state stands
-- where it is looked for and nowhere else; all of them but 'draft' have nine letters. What follows
-- an embargo without publishing, moving or cancelling it, and is public, was done after it had
-- lifted.
CREATE VIEW history AS
  SELECT at, kind, release_id, number, editor_id,
    substr(snapshot, instr(snapshot, '"state":"') + 9, 9) AS state
  FROM revisions;
INSERT INTO lifts (release_id, due)
  SELECT id, live_at FROM releases JOIN history ON release_id = id AND number = revision
  WHERE live_at > unixepoch() * 1000 AND withdrawn_at IS NULL AND state = 'embargoed';
INSERT INTO events (at, kind, release_id, revision, token_id, is_public)
  WITH told AS MATERIALIZED (
    SELECT *, state IN ('published', 'withdrawn') AS is_public FROM history)
  SELECT at, kind, release_id, number, token_id, is_public FROM (
    SELECT at, kind, release_id, number, editor_id AS token_id, is_public FROM told
    UNION ALL
    SELECT live_at, 'lifted', release_id, number, NULL, 1
    FROM (SELECT release_id, number, state,
        lead(is_public AND kind <> 'published') OVER (PARTITION BY release_id ORDER BY number)
          AS is_lifted
      FROM told)
    JOIN releases ON releases.id = release_id
    WHERE state = 'embargoed'
    AND coalesce(is_lifted, release_id NOT IN (SELECT release_id FROM lifts))
    UNION ALL
    SELECT created_at, 'token-created', NULL, NULL, id, 0 FROM tokens
    UNION ALL
    SELECT revoked_at, 'token-revoked', NULL, NULL, id, 0 FROM tokens WHERE revoked_at IS NOT NULL)
  ORDER BY at, release_id, number, kind = 'lifted', token_id, kind;
DROP VIEW history;

CREATE TRIGGER a_revision_is_an_event AFTER INSERT ON revisions
BEGIN
  INSERT INTO events (at, kind, release_id, revision, is_public)
    SELECT due, 'lifted', release_id, iif(release_id = NEW.release_id, NEW.number - 1, revision), 1
    FROM lifts JOIN releases ON releases.id = release_id
    WHERE due <= NEW.at ORDER BY due, release_id;
  DELETE FROM lifts WHERE due <= NEW.at;
  DELETE FROM lifts WHERE release_id = NEW.release_id;
  INSERT INTO lifts (release_id, due)
    SELECT NEW.release_id, json_extract(NEW.snapshot, '$.liveAt')
    WHERE json_extract(NEW.snapshot, '$.state') = 'embargoed';
  INSERT INTO events (at, kind, release_id, revision, token_id, is_public)
    SELECT NEW.at, NEW.kind, NEW.release_id, NEW.number, coalesce(NEW.token_id, NEW.editor_id),
      json_extract(NEW.snapshot, '$.state') IN ('published', 'withdrawn');
END;
CREATE TRIGGER a_token_is_an_event AFTER INSERT ON tokens
BEGIN
  INSERT INTO events (at, kind, token_id) VALUES (NEW.created_at, 'token-created', NEW.id);
END;
CREATE TRIGGER a_changed_token_is_an_event AFTER UPDATE OF expires_at ON tokens
  WHEN OLD.expires_at <> NEW.expires_at
BEGIN
  INSERT INTO events (at, kind, token_id) VALUES (unixepoch() * 1000, 'token-changed', NEW.id);
END;
CREATE TRIGGER a_revoked_token_is_an_event AFTER UPDATE OF revoked_at ON tokens
  WHEN OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL
BEGIN
  INSERT INTO events (at, kind, token_id) VALUES (NEW.revoked_at, 'token-revoked', NEW.id);
END;
CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are appended, never updated');
END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are appended, never deleted');
END;

-- Answers to requests with an Idempotency-Key, kept for a day. The row is made in the batch of the
-- change that it answers: the primary key lets a request be done once, however often and however
-- fast it is sent, and what was done and not answered can still be answered.
CREATE TABLE answers (
  editor_id TEXT NOT NULL,
  key TEXT NOT NULL,
  -- SHA-256 of the request, in hexadecimal.
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  at INTEGER NOT NULL,
  -- What was done, if anything was.
  release_id TEXT REFERENCES releases (id),
  revision INTEGER,
  -- The answer; null while none was given.
  status INTEGER,
  headers TEXT CHECK (headers IS NULL OR json_type(headers) = 'object'),
  body TEXT,
  PRIMARY KEY (editor_id, key)
) STRICT;
CREATE INDEX answers_at ON answers (at);

-- When the schedule last ran, noted every few minutes: an idle minute writes nothing.
ALTER TABLE last_rebuild ADD COLUMN ran_at INTEGER NOT NULL DEFAULT 0;

-- Editors' lists are in the order of creation, which nothing changes: whoever reads page after page
-- meets every release once, whatever is revised meanwhile.
CREATE INDEX releases_created ON releases (created_at, id);
CREATE INDEX releases_drafts_created ON releases (created_at, id) WHERE live_at IS NULL;
DROP INDEX releases_drafts;
DROP INDEX releases_revised;
