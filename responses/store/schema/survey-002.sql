-- SURVEY.db, step 2: settings, paper that came in and its keying, and an audit that takes additions only.

CREATE TABLE setting ( -- what is decided for the survey while it runs; the latest row of a name counts
    seq    INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,    -- letters, digits, dashes; a first "_": a secret of the store, in no history
    value  TEXT NOT NULL,    -- '' = no longer set
    moment INTEGER NOT NULL, -- seconds since 1970 UTC
    who    TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX setting_name ON setting (name, seq);
CREATE TRIGGER setting_is_not_changed BEFORE UPDATE ON setting
BEGIN SELECT RAISE(ABORT, 'settings take additions only'); END;
CREATE TRIGGER setting_is_not_deleted BEFORE DELETE ON setting
BEGIN SELECT RAISE(ABORT, 'settings take additions only'); END;

ALTER TABLE audit ADD COLUMN who TEXT NOT NULL DEFAULT '';    -- member of staff, "command line"; '' = not known
ALTER TABLE audit ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit takes additions only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit takes additions only'); END;

CREATE TABLE audit_value ( -- old and new value of an audit line, apart so that erasing a response can take its answers away
    seq       INTEGER PRIMARY KEY REFERENCES audit (seq),
    before    TEXT NOT NULL,
    after     TEXT NOT NULL,
    reference TEXT,          -- of the response whose answers they are; NULL = no answers
    apart     INTEGER NOT NULL CHECK (apart IN (0, 1)) -- 1: answers of special category
) STRICT;
CREATE INDEX audit_value_reference ON audit_value (reference) WHERE reference IS NOT NULL;
CREATE TRIGGER audit_value_is_not_changed BEFORE UPDATE ON audit_value
BEGIN SELECT RAISE(ABORT, 'the audit takes additions only'); END;
CREATE TRIGGER audit_value_is_not_deleted BEFORE DELETE ON audit_value
WHEN OLD.reference IS NULL OR EXISTS (
    SELECT 1 FROM response AS r WHERE r.reference = OLD.reference
    AND (OLD.apart = 0 OR EXISTS (SELECT 1 FROM special AS s WHERE s._response = r._id)))
BEGIN SELECT RAISE(ABORT, 'the audit takes additions only'); END;

CREATE TABLE batch (
    _id        INTEGER PRIMARY KEY, -- in order of first receipt
    name       TEXT NOT NULL UNIQUE COLLATE NOCASE,
    received   INTEGER NOT NULL,           -- moment of the first receipt
    closed     INTEGER NOT NULL DEFAULT 0, -- moments; 0 = not yet
    destroy_by INTEGER NOT NULL DEFAULT 0,
    destroyed  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE form ( -- one sheet or booklet that came in
    serial     INTEGER PRIMARY KEY CHECK (serial BETWEEN 1 AND 9999999), -- without its check digit
    batch      INTEGER NOT NULL REFERENCES batch (_id),
    is_printed INTEGER NOT NULL CHECK (is_printed IN (0, 1)), -- 0: the serial was given on receipt
    received   INTEGER NOT NULL,                              -- moment
    state      INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 5), -- received keyed to-verify disputed verified void
    reason     TEXT,                       -- of a void one
    claimed_by TEXT COLLATE NOCASE,        -- who has it on the screen
    claimed    INTEGER NOT NULL DEFAULT 0, -- moment
    reference  TEXT UNIQUE,                -- of its response
    erased     INTEGER NOT NULL DEFAULT 0  -- moment at which its response was erased
) STRICT;
CREATE INDEX form_batch ON form (batch, state);
CREATE INDEX form_given ON form (serial) WHERE is_printed = 0;

CREATE TABLE unfinished ( -- what was typed of a form that is not done; deleted when it is
    serial INTEGER NOT NULL REFERENCES form (serial),
    who    TEXT NOT NULL COLLATE NOCASE,
    words  TEXT NOT NULL,
    PRIMARY KEY (serial, who)
) STRICT, WITHOUT ROWID;

CREATE TABLE keying (
    serial       INTEGER NOT NULL REFERENCES form (serial),
    pass         INTEGER NOT NULL CHECK (pass IN (1, 2)),
    who          TEXT NOT NULL COLLATE NOCASE,
    moment       INTEGER NOT NULL,
    asks_second  INTEGER NOT NULL CHECK (asks_second IN (0, 1)), -- the rules ask for a second keying of it
    n_fields     INTEGER NOT NULL,           -- fields that were keyed: those with a value
    n_different  INTEGER NOT NULL DEFAULT 0, -- second keying: fields that did not agree
    n_wrong      INTEGER NOT NULL DEFAULT 0, -- fields wrong as settled
    words        TEXT,                       -- all entries; NULL once the batch is closed or the response erased
    _digest      BLOB,                       -- BLAKE2b-128 of serial, pass, who and words; goes with the words
    PRIMARY KEY (serial, pass)
) STRICT, WITHOUT ROWID;
CREATE INDEX keying_who ON keying (who, pass);

CREATE TABLE difference ( -- a field whose two entries did not agree
    serial  INTEGER NOT NULL REFERENCES form (serial),
    item    TEXT NOT NULL, -- its id
    first   TEXT,          -- entry of the first keying; both NULL once settled
    second  TEXT,
    settled INTEGER NOT NULL DEFAULT 0, -- moment
    who     TEXT COLLATE NOCASE,        -- who settled it
    PRIMARY KEY (serial, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX difference_open ON difference (serial) WHERE settled = 0;

CREATE TABLE note ( -- what a clerk wrote for the supervisor; gone once it is settled
    serial INTEGER NOT NULL REFERENCES form (serial),
    pass   INTEGER NOT NULL,
    place  INTEGER NOT NULL, -- of the field in printed order
    item   TEXT NOT NULL,    -- its id
    words  TEXT NOT NULL,
    PRIMARY KEY (serial, pass, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt ( -- codes that withdraw a response: nothing but their hash is kept
    hash      BLOB NOT NULL, -- BLAKE2b-256 of the code
    reference TEXT NOT NULL,
    PRIMARY KEY (hash, reference)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_reference ON receipt (reference);
