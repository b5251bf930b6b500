-- Addresses that releases had before they stood here, such as those of a blog that was at the same
-- domain: old links live on.
CREATE TABLE redirects (
  -- In the one spelling in which it is kept: percent-encoded, without a slash at its end, with a query
  -- only where that is all that tells one address from another (/?p=12).
  path TEXT NOT NULL PRIMARY KEY CHECK (path LIKE '/%'),
  -- What it leads to: the text, whatever its slug is by now.
  release_id TEXT NOT NULL REFERENCES releases (id),
  language TEXT NOT NULL,
  -- When it was entered, and with which token.
  at INTEGER NOT NULL,
  token_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Both are entered in the ledger by the database itself, with the path. Whoever takes a redirect back
-- puts the moment and the token of that in its row first.
ALTER TABLE events ADD COLUMN path TEXT;
CREATE TRIGGER a_redirect_is_an_event AFTER INSERT ON redirects
BEGIN
  INSERT INTO events (at, kind, release_id, revision, token_id, path)
    SELECT NEW.at, 'redirected', id, revision, NEW.token_id, NEW.path
    FROM releases WHERE id = NEW.release_id;
END;
CREATE TRIGGER a_removed_redirect_is_an_event AFTER DELETE ON redirects
BEGIN
  INSERT INTO events (at, kind, release_id, revision, token_id, path)
    SELECT OLD.at, 'redirect-removed', id, revision, OLD.token_id, OLD.path
    FROM releases WHERE id = OLD.release_id;
END;
CREATE TRIGGER redirects_do_not_move BEFORE UPDATE OF path, release_id, language ON redirects
BEGIN
  SELECT RAISE(ABORT, 'a redirect is removed and entered again, never moved');
END;
