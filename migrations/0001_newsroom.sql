-- The newsroom's data. Instants are integers: epoch milliseconds, UTC. Days ('2026-03-31') and
-- months ('2026-03') are civil, in the site's time zone as it was when the release was filed.
-- Every table is STRICT. Migrations are only ever added.

-- One announcement, with an id for life. Its state is not stored, because an embargo lifts by
-- itself: a draft has no live_at; a withdrawn release has withdrawn_at; anything else is public
-- once live_at <= now, and under embargo until then.
CREATE TABLE releases (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  -- JSON array of topics.
  topics TEXT NOT NULL DEFAULT '[]' CHECK (json_type(topics) = 'array'),
  -- The number of the latest revision.
  revision INTEGER NOT NULL CHECK (revision >= 1),
  created_at INTEGER NOT NULL,
  revised_at INTEGER NOT NULL,
  -- The instant and day under which it is filed: when it went or goes public, or, for an office's
  -- older releases, the past instant that the editor named.
  live_at INTEGER,
  day TEXT,
  -- Its place in the sequence of all releases of its month, given when it was filed there. A
  -- withdrawn release keeps its place. Sitemap files cover ranges of places.
  month TEXT,
  place INTEGER,
  withdrawn_at INTEGER,
  -- JSON object, language to text.
  reason TEXT CHECK (reason IS NULL OR json_type(reason) = 'object'),
  replaced_by TEXT REFERENCES releases (id),
  -- JSON array of {at, note}, the public list; the same notes stand in the revisions.
  corrections TEXT NOT NULL DEFAULT '[]' CHECK (json_type(corrections) = 'array'),
  CHECK ((live_at IS NULL) = (day IS NULL)),
  CHECK ((live_at IS NULL) = (month IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (reason IS NULL)),
  CHECK (withdrawn_at IS NULL OR live_at IS NOT NULL)
) STRICT;
-- The public list, and what is under embargo, by when it goes live.
CREATE INDEX releases_live ON releases (live_at, id)
  WHERE live_at IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX releases_withdrawn ON releases (live_at, id) WHERE withdrawn_at IS NOT NULL;
CREATE INDEX releases_drafts ON releases (revised_at, id) WHERE live_at IS NULL;
-- The desk's list of everything, latest revised first.
CREATE INDEX releases_revised ON releases (revised_at, id);
-- The releases of a sitemap file.
CREATE UNIQUE INDEX releases_place ON releases (month, place) WHERE month IS NOT NULL;

-- Every slug that a release has or had in a language. A row is made when a text takes the slug
-- and stays for good once the release has left the draft, so that old URLs redirect and a slug
-- never moves to another release. texts.slug says which one is current.
CREATE TABLE slugs (
  language TEXT NOT NULL,
  slug TEXT NOT NULL,
  release_id TEXT NOT NULL REFERENCES releases (id),
  PRIMARY KEY (language, slug)
) STRICT, WITHOUT ROWID;

-- A release in one language.
CREATE TABLE texts (
  release_id TEXT NOT NULL REFERENCES releases (id),
  language TEXT NOT NULL,
  -- Null only while a draft has no headline to derive it from.
  slug TEXT,
  headline TEXT,
  subheadline TEXT,
  summary TEXT,
  department TEXT,
  dateline_place TEXT,
  -- CommonMark, no raw HTML.
  body TEXT,
  notes TEXT,
  -- When this text became or becomes public, and the last change that its reader would notice.
  public_from INTEGER,
  changed_at INTEGER,
  -- The release's live_at while the text may be listed from then on; null in a draft and once
  -- the release is withdrawn. Archive pages ask for listed_at <= now.
  listed_at INTEGER,
  -- Its place in the sequence of its language's texts of that month. Archive pages cover ranges.
  month TEXT,
  place INTEGER,
  PRIMARY KEY (release_id, language),
  CHECK ((month IS NULL) = (place IS NULL))
) STRICT;
CREATE INDEX texts_listed ON texts (language, listed_at, release_id) WHERE listed_at IS NOT NULL;
CREATE UNIQUE INDEX texts_place ON texts (language, month, place) WHERE month IS NOT NULL;

-- Counts kept as data, so that nothing counts the archive. sequence is a language, for its texts,
-- or '' for the releases in whatever language.
CREATE TABLE months (
  sequence TEXT NOT NULL,
  month TEXT NOT NULL,
  -- The last place given. Never goes down: a place is not given twice.
  last_place INTEGER NOT NULL CHECK (last_place >= 0),
  -- How many are filed and not withdrawn, those under embargo included.
  filed INTEGER NOT NULL CHECK (filed >= 0),
  PRIMARY KEY (sequence, month)
) STRICT, WITHOUT ROWID;

-- The ledger that is the lock. Every change inserts the next number; of two writers who saw the
-- same revision the slower breaks the key, and its whole batch rolls back.
CREATE TABLE revisions (
  release_id TEXT NOT NULL REFERENCES releases (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('created', 'edited', 'published', 'embargoed',
    'embargo-moved', 'embargo-cancelled', 'corrected', 'withdrawn')),
  at INTEGER NOT NULL,
  editor_id TEXT NOT NULL,
  -- As it was called at that time.
  editor_name TEXT NOT NULL,
  -- JSON object, language to text: a correction's note, a withdrawal's reason.
  note TEXT CHECK (note IS NULL OR json_type(note) = 'object'),
  -- JSON of the whole release after the change.
  snapshot TEXT NOT NULL CHECK (json_type(snapshot) = 'object'),
  PRIMARY KEY (release_id, number)
) STRICT;
CREATE TRIGGER revisions_are_not_updated BEFORE UPDATE ON revisions
BEGIN
  SELECT RAISE(ABORT, 'revisions are appended, never updated');
END;
CREATE TRIGGER revisions_are_not_deleted BEFORE DELETE ON revisions
BEGIN
  SELECT RAISE(ABORT, 'revisions are appended, never deleted');
END;

-- Archive pages and sitemap files, ready to send.
CREATE TABLE rendered_pages (
  path TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  etag TEXT NOT NULL,
  -- The last change that a reader would notice, where the page tells one: a sitemap's lastmod.
  changed_at INTEGER,
  -- Of the templates and settings that it was rendered with; another one makes it stale.
  fingerprint TEXT NOT NULL
) STRICT;
CREATE INDEX rendered_pages_fingerprint ON rendered_pages (fingerprint, path);

-- The ledger of rendered pages to rebuild, and from when. Every change adds rows of its own, so
-- that a rebuild clears, by id, only what it saw. Only rebuilds delete rows, and last_rebuild lets
-- one of them finish at a time: an id cannot come back under one that is still at work.
CREATE TABLE stale_pages (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  due INTEGER NOT NULL
) STRICT;
CREATE INDEX stale_pages_due ON stale_pages (due, path);

-- The lock of the rebuilds, one row. A rebuild adds one to number and says which number it saw; if
-- another one finished meanwhile, the CHECK fails, and its whole batch rolls back.
CREATE TABLE last_rebuild (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  at INTEGER NOT NULL,
  CHECK (number = seen + 1)
) STRICT;
INSERT INTO last_rebuild (id, number, seen, at) VALUES (1, 0, -1, 0);

-- Who may publish: a token's SHA-256 digest in hexadecimal, never the token.
CREATE TABLE editors (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('draft', 'publish', 'admin')),
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
