-- Topics have pages and feeds, and what is public is found by its words.

-- The texts of each topic, as texts_listed has those of each language: one may be shown from
-- listed_at on. The database keeps them, whoever writes.
CREATE TABLE topic_texts (
  topic TEXT NOT NULL,
  language TEXT NOT NULL,
  listed_at INTEGER NOT NULL,
  release_id TEXT NOT NULL REFERENCES releases (id),
  PRIMARY KEY (topic, language, listed_at, release_id)
) STRICT, WITHOUT ROWID;
INSERT INTO topic_texts (topic, language, listed_at, release_id)
  SELECT DISTINCT value, language, listed_at, release_id
  FROM texts JOIN releases ON releases.id = release_id, json_each(topics) WHERE listed_at IS NOT NULL;
CREATE TRIGGER topics_of_a_new_text AFTER INSERT ON texts WHEN NEW.listed_at IS NOT NULL
BEGIN
  INSERT OR IGNORE INTO topic_texts (topic, language, listed_at, release_id)
    SELECT value, NEW.language, NEW.listed_at, NEW.release_id
    FROM releases, json_each(topics) WHERE releases.id = NEW.release_id;
END;
CREATE TRIGGER topics_of_a_moved_text AFTER UPDATE OF listed_at ON texts
  WHEN OLD.listed_at IS NOT NEW.listed_at
BEGIN
  DELETE FROM topic_texts
    WHERE topic IN (SELECT value FROM releases, json_each(topics) WHERE releases.id = OLD.release_id)
    AND language = OLD.language AND listed_at = OLD.listed_at AND release_id = OLD.release_id;
  INSERT OR IGNORE INTO topic_texts (topic, language, listed_at, release_id)
    SELECT value, NEW.language, NEW.listed_at, NEW.release_id
    FROM releases, json_each(topics) WHERE releases.id = NEW.release_id AND NEW.listed_at IS NOT NULL;
END;
CREATE TRIGGER topics_without_a_text AFTER DELETE ON texts WHEN OLD.listed_at IS NOT NULL
BEGIN
  DELETE FROM topic_texts
    WHERE topic IN (SELECT value FROM releases, json_each(topics) WHERE releases.id = OLD.release_id)
    AND language = OLD.language AND listed_at = OLD.listed_at AND release_id = OLD.release_id;
END;
CREATE TRIGGER other_topics AFTER UPDATE OF topics ON releases WHEN OLD.topics <> NEW.topics
BEGIN
  DELETE FROM topic_texts
    WHERE topic IN (SELECT value FROM json_each(OLD.topics)) AND release_id = NEW.id
    AND (language, listed_at) IN (SELECT language, listed_at FROM texts WHERE release_id = NEW.id);
  INSERT OR IGNORE INTO topic_texts (topic, language, listed_at, release_id)
    SELECT value, language, listed_at, NEW.id FROM texts, json_each(NEW.topics)
    WHERE release_id = NEW.id AND listed_at IS NOT NULL;
END;

-- The texts that were withdrawn, under each of their topics and under '' for all: a feed tells that
-- they are gone. A withdrawal is for good.
CREATE TABLE withdrawn_texts (
  topic TEXT NOT NULL,
  language TEXT NOT NULL,
  live_at INTEGER NOT NULL,
  release_id TEXT NOT NULL REFERENCES releases (id),
  PRIMARY KEY (topic, language, live_at, release_id)
) STRICT, WITHOUT ROWID;
INSERT INTO withdrawn_texts (topic, language, live_at, release_id)
  SELECT DISTINCT value, language, live_at, releases.id
  FROM releases JOIN texts ON release_id = releases.id, json_each(json_insert(topics, '$[#]', ''))
  WHERE withdrawn_at IS NOT NULL;
CREATE TRIGGER withdrawn_for_good AFTER UPDATE OF withdrawn_at ON releases
  WHEN OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
BEGIN
  INSERT OR IGNORE INTO withdrawn_texts (topic, language, live_at, release_id)
    SELECT value, language, NEW.live_at, NEW.id
    FROM texts, json_each(json_insert(NEW.topics, '$[#]', '')) WHERE release_id = NEW.id;
END;

-- The texts that the search index knows. The id is the text's position in time, so that the index
-- gives the newest first without sorting: 49 bits for the millisecond from which the text may be
-- listed, counted from 2^45 milliseconds before 1970, and 14 bits that tell apart the texts of one.
CREATE TABLE searchable (
  id INTEGER PRIMARY KEY,
  release_id TEXT NOT NULL REFERENCES releases (id),
  language TEXT NOT NULL,
  UNIQUE (release_id, language)
) STRICT;
-- Words as src/newsroom/terms.ts folds them, and no more than that a text has them. Those of the
-- headline stand there three times: 'h·word', 's·word' as all that stands above the body, and 'word'
-- as all that the text says. So each list is as short as it can be: a word of a headline is looked for
-- among headlines. 'l·ar' is the language, 't·budget' a topic. It has public texts and those under
-- embargo; whether one may be shown is decided when it is asked for.
CREATE VIRTUAL TABLE search_index USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- The ledger of texts that the index does not know yet. SQL cannot fold Arabic, so the database
-- forgets a text that changes and enters it here, whoever writes; a change takes it out again in its
-- own batch, and what an older version left, or a migration, the schedule does: newest first.
CREATE TABLE unindexed (
  id INTEGER PRIMARY KEY,
  release_id TEXT NOT NULL,
  language TEXT NOT NULL,
  UNIQUE (release_id, language)
) STRICT;
INSERT INTO unindexed (release_id, language)
  SELECT release_id, language FROM texts WHERE listed_at IS NOT NULL ORDER BY listed_at;
CREATE TRIGGER search_knows_a_text AFTER INSERT ON searchable
BEGIN
  DELETE FROM unindexed WHERE release_id = NEW.release_id AND language = NEW.language;
END;
CREATE TRIGGER search_awaits_a_new_text AFTER INSERT ON texts WHEN NEW.listed_at IS NOT NULL
BEGIN
  INSERT OR IGNORE INTO unindexed (release_id, language) VALUES (NEW.release_id, NEW.language);
END;
CREATE TRIGGER search_forgets_a_changed_text AFTER UPDATE ON texts
  WHEN OLD.listed_at IS NOT NULL OR NEW.listed_at IS NOT NULL
BEGIN
  DELETE FROM search_index WHERE rowid = (SELECT id FROM searchable
    WHERE release_id = OLD.release_id AND language = OLD.language);
  DELETE FROM searchable WHERE release_id = OLD.release_id AND language = OLD.language;
  DELETE FROM unindexed WHERE release_id = OLD.release_id AND language = OLD.language;
  INSERT INTO unindexed (release_id, language)
    SELECT NEW.release_id, NEW.language WHERE NEW.listed_at IS NOT NULL;
END;
CREATE TRIGGER search_forgets_a_text AFTER DELETE ON texts WHEN OLD.listed_at IS NOT NULL
BEGIN
  DELETE FROM search_index WHERE rowid = (SELECT id FROM searchable
    WHERE release_id = OLD.release_id AND language = OLD.language);
  DELETE FROM searchable WHERE release_id = OLD.release_id AND language = OLD.language;
  DELETE FROM unindexed WHERE release_id = OLD.release_id AND language = OLD.language;
END;

-- A feed is stored under its JSON address now. The version before this one, which goes on for a
-- moment while a deployment spreads, knows the feed of each language by the address of its Atom
-- format, and nothing of topics, news and the feed of all: its mark stands for all of them.
CREATE TRIGGER feeds_have_moved AFTER INSERT ON stale_pages WHEN NEW.path LIKE '%/feed.xml'
BEGIN
  INSERT INTO stale_pages (path, due)
    SELECT replace(NEW.path, '/feed.xml', '/feed.json'), NEW.due
    UNION ALL SELECT replace(NEW.path, '/feed.xml', '/news-sitemap.xml'), NEW.due
    UNION ALL SELECT '/all/feed.json', NEW.due
    UNION ALL SELECT path, NEW.due FROM rendered_pages WHERE path LIKE '%/topics/%';
END;
-- What there is by now gets these pages at the next run of the schedule: the trigger marks those of
-- each language that has a feed.
INSERT INTO stale_pages (path, due) SELECT path, 0 FROM rendered_pages WHERE path LIKE '%/feed.xml';
-- A page of a topic that has other letters than these is stored when something on it changes.
INSERT INTO stale_pages (path, due)
  SELECT DISTINCT replace(path, '/feed.xml', '/topics/') || topic || ending, 0
  FROM rendered_pages, topic_texts, (SELECT '' AS ending UNION ALL SELECT '/feed.json')
  WHERE path LIKE '%/feed.xml' AND topic NOT GLOB '*[^a-z0-9-]*';
-- What is news at the moment of the upgrade is none any more 48 hours after it went live.
INSERT INTO stale_pages (path, due)
  SELECT DISTINCT replace(path, '/feed.xml', '/news-sitemap.xml'), listed_at + 172800000
  FROM rendered_pages, texts
  WHERE path LIKE '%/feed.xml' AND listed_at > (unixepoch() - 172800) * 1000;
