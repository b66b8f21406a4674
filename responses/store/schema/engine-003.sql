-- engine.db, step 3: definitions that are being worked on. Every revision is kept, so that a change can be taken back.

CREATE TABLE workpiece (
    id             INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
    revision       INTEGER NOT NULL,  -- the newest
    survey         TEXT NOT NULL,     -- id of the survey, as the newest revision says
    title          TEXT NOT NULL,     -- likewise
    previewed      INTEGER NOT NULL DEFAULT 0, -- the revision that was last looked at in the preview; 0: none
    pilot          TEXT,              -- id of the survey that tries it out; NULL: none was begun
    pilot_revision INTEGER NOT NULL DEFAULT 0, -- that it tries out
    pilot_ended    INTEGER NOT NULL DEFAULT 0 CHECK (pilot_ended IN (0, 1))
) STRICT;

CREATE TABLE workpiece_revision (
    workpiece INTEGER NOT NULL REFERENCES workpiece (id) ON DELETE CASCADE,
    revision  INTEGER NOT NULL,
    source    BLOB NOT NULL,          -- the definition, whole
    who       TEXT NOT NULL,
    moment    INTEGER NOT NULL,       -- seconds since 1970 UTC
    what      TEXT NOT NULL,          -- was done, in words
    PRIMARY KEY (workpiece, revision)
) STRICT;
