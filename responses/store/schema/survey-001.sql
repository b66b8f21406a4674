-- SURVEY.db, step 1: everything that is kept for one survey.
-- The variables' own columns of "response" and "special" are added by responses/store/wide.c, one an answer:
-- integers, NULL = not asked, -1 = left blank, -2 = unreadable, -3 = several ticked; text: 1 = there are words.

CREATE TABLE definition (
    version   INTEGER PRIMARY KEY, -- as the definition says
    hash      TEXT NOT NULL,       -- BLAKE2b-256 of its canonical form, hexadecimal
    source    BLOB NOT NULL,       -- the file, whole
    published INTEGER NOT NULL     -- moment, seconds since 1970 UTC
) STRICT;

CREATE TABLE variable (
    name        TEXT PRIMARY KEY,  -- as a definition names it
    number      INTEGER NOT NULL,  -- its key in "words" and in digests; never given twice. An alias shares it
    column_name TEXT NOT NULL,     -- its column: the name it had first
    apart       INTEGER NOT NULL CHECK (apart IN (0, 1)), -- 1: its column is in "special"
    since       INTEGER NOT NULL   -- the first version that had it
) STRICT, WITHOUT ROWID;

CREATE TABLE response (
    _id           INTEGER PRIMARY KEY,  -- in order of arrival
    reference     TEXT NOT NULL UNIQUE, -- what the respondent was given; opens nothing
    submitted     INTEGER NOT NULL,     -- moment, seconds since 1970 UTC
    channel       INTEGER NOT NULL CHECK (channel BETWEEN 0 AND 5), -- web paper phone event import simulated
    language      TEXT NOT NULL,        -- tag of the language it was answered in
    version       INTEGER NOT NULL REFERENCES definition (version), -- of the definition it answers
    _submit_key   BLOB UNIQUE,          -- 16 bytes; the same key again is the same submission
    _digest       BLOB NOT NULL,        -- BLAKE2b-128 of this row
    _digest_words BLOB                  -- BLAKE2b-128 of its words; NULL when there are none
) STRICT;

CREATE TABLE special ( -- answers of special category, apart so that they can be deleted alone
    _response INTEGER PRIMARY KEY REFERENCES response (_id) ON DELETE CASCADE,
    _digest   BLOB NOT NULL -- BLAKE2b-128 of this row
) STRICT;

CREATE TABLE words ( -- what was typed
    response INTEGER NOT NULL REFERENCES response (_id) ON DELETE CASCADE,
    variable INTEGER NOT NULL, -- variable.number
    words    TEXT NOT NULL,
    PRIMARY KEY (response, variable)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft ( -- a resident's unfinished answers, readable with their own token only
    token_hash BLOB PRIMARY KEY,  -- BLAKE2b-256 of the token
    version    INTEGER NOT NULL,  -- of the definition it answers
    revision   INTEGER NOT NULL,  -- 1 for the first save; two tabs cannot overwrite each other
    expires    INTEGER NOT NULL,  -- moment, seconds since 1970 UTC
    sealed     BLOB,              -- nonce and secretbox of the words; NULL once submitted
    reference  TEXT               -- of the response it became; NULL until then
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_expires ON draft (expires);

CREATE TABLE audit ( -- what was done to the survey's data, without answers
    seq       INTEGER PRIMARY KEY,
    moment    INTEGER NOT NULL, -- seconds since 1970 UTC
    action    TEXT NOT NULL,    -- publish, replace, import, erase
    subject   TEXT NOT NULL     -- a version, a number of rows, a reference
) STRICT;
