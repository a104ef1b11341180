"""The tables of an index, by version: what stands in a workspace's own schema.

An index is derived: `DROP SCHEMA … CASCADE` loses nothing that the next run does not bring back.
"""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE state (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        version integer NOT NULL,
        incarnation text NOT NULL,          -- another one for each schema that was ever made
        form text NOT NULL DEFAULT '',      -- which analysis the words are of
        mark bigint NOT NULL DEFAULT 0,     -- one more for each commit; 0 for none
        next_number bigint NOT NULL DEFAULT 1,
        next_block integer NOT NULL DEFAULT 1
    );
    CREATE TABLE items (
        id text COLLATE "C" PRIMARY KEY,
        fingerprint text NOT NULL,
        first bigint NOT NULL,              -- the number of its first passage
        count integer NOT NULL
    );
    CREATE TABLE passages (                 -- narrow: a reader keeps all of it
        number bigint PRIMARY KEY,
        lead smallint NOT NULL,
        length smallint NOT NULL,
        day integer NOT NULL,
        confidence real NOT NULL,
        described boolean NOT NULL
    );
    CREATE TABLE payloads (number bigint PRIMARY KEY, payload bytea NOT NULL);
    CREATE TABLE lexemes (                  -- the vocabulary, and labels and speakers
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        lexeme text COLLATE "C" NOT NULL UNIQUE,
        folded text COLLATE "C",            -- of words alone, as are the letters
        letters integer,
        count bigint NOT NULL
    );
    CREATE INDEX lexemes_folded ON lexemes (folded) WHERE folded IS NOT NULL;
    CREATE TABLE kin (                      -- which words have a stem, a sound …
        entry text COLLATE "C" NOT NULL,
        lexeme integer NOT NULL,
        PRIMARY KEY (entry, lexeme)
    );
    CREATE TABLE fresh (                    -- what is not packed yet
        number bigint NOT NULL,
        base integer NOT NULL,              -- the position that the vector counts from
        words tsvector NOT NULL
    );
    CREATE INDEX fresh_number ON fresh (number);
    CREATE INDEX fresh_words ON fresh USING gin (words);
    CREATE TABLE blocks (
        id integer PRIMARY KEY,
        passages integer NOT NULL,          -- when it was packed
        first bigint NOT NULL,
        last bigint NOT NULL
    );
    CREATE TABLE dead (                     -- runs of passages that are no more, and still packed
        first bigint NOT NULL,
        last bigint NOT NULL
    );
    CREATE TABLE places (
        lexeme integer NOT NULL,
        block integer NOT NULL,
        places bytea NOT NULL,              -- number << 12 | position, eight bytes each
        PRIMARY KEY (lexeme, block)
    );
    ALTER TABLE places ALTER COLUMN places SET STORAGE EXTERNAL;
    CREATE INDEX places_block ON places (block);
    """,
)
"""What leads from each version to the next; the first from nothing to version 1. Add, never edit:
there are indexes out there that were made by what stands here."""
VERSION = len(MIGRATIONS)
