-- engine.db, step 1: which surveys this store holds. What concerns one survey is in its own file.

CREATE TABLE survey (
    id        TEXT PRIMARY KEY,
    version   INTEGER NOT NULL, -- the newest one published
    published INTEGER NOT NULL  -- moment of its publication, seconds since 1970 UTC
) STRICT, WITHOUT ROWID;
