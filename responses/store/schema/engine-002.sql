-- engine.db, step 2: who may sign in, their sessions, and what was done to accounts.

CREATE TABLE staff (
    name         TEXT PRIMARY KEY COLLATE NOCASE, -- what they sign in with
    role         INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3), -- keyer supervisor analyst administrator
    is_disabled  INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1)),
    password     TEXT,             -- Argon2id, with its own salt and cost; NULL until one is chosen
    totp         BLOB,             -- seed of the second factor, sealed by the store's staff.key; NULL: none
    totp_waiting BLOB,             -- a seed of which no code was given yet, sealed
    totp_step    INTEGER NOT NULL DEFAULT 0, -- of the last code that was used: each is good once
    auto_advance INTEGER NOT NULL DEFAULT 1 CHECK (auto_advance IN (0, 1)), -- the keying screen goes on by itself
    last_seen    INTEGER NOT NULL DEFAULT 0  -- moment, seconds since 1970 UTC, to the minute; 0: never
) STRICT, WITHOUT ROWID;

CREATE TABLE link ( -- one-time links
    hash    BLOB PRIMARY KEY,      -- BLAKE2b-256 of the secret
    staff   TEXT COLLATE NOCASE REFERENCES staff (name), -- NULL: makes the first administrator
    expires INTEGER NOT NULL       -- moment
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,   -- BLAKE2b-256 of the token in the cookie
    staff      TEXT NOT NULL COLLATE NOCASE REFERENCES staff (name),
    began      INTEGER NOT NULL,   -- moment
    seen       INTEGER NOT NULL,   -- moment, to the minute
    needs_code INTEGER NOT NULL CHECK (needs_code IN (0, 1)) -- 1: the code of the second factor is still to come
) STRICT, WITHOUT ROWID;
CREATE INDEX session_staff ON session (staff);

CREATE TABLE audit ( -- sign-ins, refusals, changes of accounts; takes additions only
    seq     INTEGER PRIMARY KEY,
    moment  INTEGER NOT NULL,
    who     TEXT NOT NULL,         -- who did it
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,         -- whose account
    reason  TEXT NOT NULL          -- '' where there is none
) STRICT;
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit takes additions only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit takes additions only'); END;
