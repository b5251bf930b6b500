-- What reading and rebuilding cost becomes independent of the archive's size.

-- The texts of a release without their bodies and notes: a JSON object, language to text. Lists,
-- sitemap files and the links between languages are made from this one row.
ALTER TABLE releases ADD COLUMN outline TEXT NOT NULL DEFAULT '{}'
  CHECK (json_type(outline) = 'object');
CREATE VIEW outlines AS
  SELECT release_id, json_group_object(language, json_object(
    'slug', slug,
    'headline', headline,
    'subheadline', subheadline,
    'summary', summary,
    'department', department,
    'dateline', json(iif(dateline_place IS NULL, 'null', json_object('place', dateline_place))),
    'publicFrom', public_from,
    'changedAt', changed_at)) AS outline
  FROM texts GROUP BY release_id;
UPDATE releases SET outline = coalesce(
  (SELECT outline FROM outlines WHERE release_id = releases.id), '{}');
-- The database keeps it, so that it is right whoever writes: also the version before this one,
-- which goes on for a moment while a deployment spreads.
CREATE TRIGGER outline_of_a_new_text AFTER INSERT ON texts
BEGIN
  UPDATE releases SET outline = (SELECT outline FROM outlines WHERE release_id = NEW.release_id)
  WHERE id = NEW.release_id;
END;
CREATE TRIGGER outline_of_a_changed_text AFTER UPDATE ON texts
BEGIN
  UPDATE releases SET outline = (SELECT outline FROM outlines WHERE release_id = NEW.release_id)
  WHERE id = NEW.release_id;
END;
CREATE TRIGGER outline_without_a_text AFTER DELETE ON texts
BEGIN
  UPDATE releases SET outline = coalesce(
    (SELECT outline FROM outlines WHERE release_id = OLD.release_id), '{}')
  WHERE id = OLD.release_id;
END;

-- The month that a rendered page is about ('2026-03'), '2026~' for a year, '~' for the whole site:
-- in falling order, what readers look for first. After a change of templates or settings the pages
-- are rendered anew in this order.
ALTER TABLE rendered_pages ADD COLUMN recency TEXT NOT NULL DEFAULT '~';
UPDATE rendered_pages SET recency = CASE
  WHEN path LIKE '/sitemaps/____-__%' THEN substr(path, 11, 7)
  WHEN path LIKE '%/archive/____/__%'
    THEN replace(substr(path, instr(path, '/archive/') + 9, 7), '/', '-')
  WHEN path LIKE '%/archive/____' THEN substr(path, -4) || '~'
  ELSE '~' END;
DROP INDEX rendered_pages_fingerprint;
CREATE INDEX rendered_pages_fingerprint ON rendered_pages (fingerprint, recency, path);

-- The fingerprint that every rendered page has, or '' while some may have another one: then the
-- schedule need not look for them.
ALTER TABLE last_rebuild ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
-- 1 while the ledger of purges may have entries: an idle minute looks at this row and the marks only.
ALTER TABLE last_rebuild ADD COLUMN purging INTEGER NOT NULL DEFAULT 0;

-- Whoever reads a page asks whether and from when it is stale: how long it may be kept depends on it.
CREATE INDEX stale_pages_path ON stale_pages (path, due);
-- The sitemap's files hold twice as many places as before: those that there are move together.
INSERT INTO stale_pages (path, due)
  SELECT path, 0 FROM rendered_pages WHERE path LIKE '/sitemaps/%' ORDER BY path;

-- The ledger of purges of the edge. What has changed is purged at once, and once more when neither
-- a lagging replica nor an answer under way can put the old page back; only then its row goes.
-- A purge that failed is thereby made again.
CREATE TABLE purges (
  id INTEGER PRIMARY KEY,
  -- JSON array of cache tags.
  tags TEXT NOT NULL CHECK (json_type(tags) = 'array'),
  -- The instant of the change.
  at INTEGER NOT NULL,
  -- How many times the schedule has failed to purge it.
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;
