"""What is told when a server refuses, or cannot be had: who acts, and how. A password never is."""

import re
from typing import LiteralString

import psycopg
from psycopg import errors

from mediahub.errors import MediahubError
from mediahub.search.values import DamagedIndexError, SearchServerError
from mediahub.tongues import Said, Words, joined

_AGAIN = Words(
    "; then run again. Nothing else is lost: the index is made of the transcripts.",
    ", och kör igen. Inget annat har gått förlorat: registret görs av avskrifterna.",
)
_ADVICE: tuple[tuple[LiteralString, Words], ...] = (
    (
        r"authentication failed|no password supplied|role .* does not exist",
        Words(
            "see whether user and password are right, in ~/.pgpass, PGPASSWORD, [search] dsn or "
            "MEDIAHUB_SEARCH_DSN",
            "Se efter om användare och lösenord stämmer, i ~/.pgpass, PGPASSWORD, [search] dsn "
            "eller MEDIAHUB_SEARCH_DSN",
        ),
    ),
    (
        r"database .* does not exist",
        Words(
            "create the database (docs/postgres.md), or mend its name in [search] dsn",
            "Skapa databasen (docs/postgres.md), eller rätta dess namn i [search] dsn",
        ),
    ),
    (
        r"too many (clients|connections)|connection slots|no more connections",
        Words(
            "raise its max_connections, or the limit of its user or database (docs/postgres.md)",
            "Höj dess max_connections, eller gränsen för användaren eller databasen "
            "(docs/postgres.md)",
        ),
    ),
    (
        r"pg_hba\.conf",
        Words(
            "let this machine in by its pg_hba.conf",
            "Släpp in den här datorn i dess pg_hba.conf",
        ),
    ),
    (
        r"\bSSL\b|certificate|sslmode|sslrootcert",
        Words(
            "see to its certificate, and to sslmode and sslrootcert in [search] dsn",
            "Se över dess certifikat, och sslmode och sslrootcert i [search] dsn",
        ),
    ),
    (
        r"resolve host|translate host|not known",
        Words(
            "see whether its name is right in [search] dsn or MEDIAHUB_SEARCH_DSN",
            "Se efter om dess namn är rätt i [search] dsn eller MEDIAHUB_SEARCH_DSN",
        ),
    ),
    (
        r"starting up|shutting down|not yet accepting|terminat|recovery|crash"
        r"|closed the connection",
        Words("wait until it is up again", "Vänta tills den är i gång igen"),
    ),
)
"""Patterns of what servers and libpq say in English, the first that fits; others get `_START`."""
_START = Words(
    "start it, or mend [search] dsn in mediahub.toml or MEDIAHUB_SEARCH_DSN",
    "Starta den, eller rätta [search] dsn i mediahub.toml eller MEDIAHUB_SEARCH_DSN",
)
_FULL = re.compile(_ADVICE[2][0])

NO_DSN = Words(
    "[search] dsn is no address of a PostgreSQL server; write "
    "postgresql://USER@HOST:5432/DATABASE, or host=… dbname=… user=…",
    "[search] dsn är ingen adress till en PostgreSQL-server. Skriv "
    "postgresql://ANVÄNDARE@VÄRD:5432/DATABAS, eller host=… dbname=… user=….",
)
ODD_SIGNS = Words(
    "[search] dsn cannot be read: a sign of its password parts it in the wrong place. Write @ there"
    " as %40, / as %2F, : as %3A, % as %25; or keep the password in ~/.pgpass or PGPASSWORD",
    "[search] dsn går inte att läsa: ett tecken i lösenordet delar den på fel ställe. Skriv @ "
    "där som %40, / som %2F, : som %3A, % som %25, eller lägg lösenordet i ~/.pgpass eller "
    "PGPASSWORD.",
)
_OLD = Words(
    "the search server ({where}) is PostgreSQL {found}; mediahub needs {oldest} or later",
    "Sökservern ({where}) är PostgreSQL {found}. mediahub behöver {oldest} eller senare.",
)
_ENCODING = Words(
    "the database of the search server ({where}) is encoded in {found}, which does not hold every "
    "text; create one with ENCODING 'UTF8' TEMPLATE template0 (docs/postgres.md)",
    "Sökserverns databas ({where}) har kodningen {found}, som inte rymmer alla texter. Skapa en "
    "med ENCODING 'UTF8' TEMPLATE template0 (docs/postgres.md).",
)
_REPLICA = Words(
    "the search server ({where}) is a read-only copy, which searches may ask; a run writes to its "
    "primary: name that by MEDIAHUB_SEARCH_DSN where it runs",
    "Sökservern ({where}) är en kopia som bara kan läsas: sökningar får fråga den, men en "
    "körning skriver till originalet. Ange det med MEDIAHUB_SEARCH_DSN där den körs.",
)
_RIGHTS = Words(
    "the search server ({where}) does not let mediahub do this: {why}; give its user the right "
    "(docs/postgres.md), then run again. Nothing else is lost.",
    "Sökservern ({where}) låter inte mediahub göra det här: {why}. Ge dess användare rätten "
    "(docs/postgres.md), och kör igen. Inget annat har gått förlorat.",
)
_FOREIGN = Words(
    "on the search server ({where}) stands something in the schema that mediahub did not put there"
    " ({why}), and it is left alone: write another schema_name under [search] in mediahub.toml",
    "På sökservern ({where}) finns något i schemat som mediahub inte har lagt dit ({why}), och "
    "det lämnas i fred. Skriv ett annat schema_name under [search] i mediahub.toml.",
)
_LATER = Words(
    "the search index on {where} was made by a later mediahub (its tables are of version {found}, "
    "and this one knows {known}): update mediahub here, or write another schema_name under "
    "[search] in mediahub.toml",
    "Sökregistret på {where} är gjort av en senare version av mediahub (dess tabeller har version "
    "{found}, och den här känner {known}). Uppdatera mediahub här, eller skriv ett annat "
    "schema_name under [search] i mediahub.toml.",
)
_DAMAGED = Words(
    "The search index on {where} is damaged ({why}): drop its schema and run `mediahub run`, which "
    "builds it anew from the transcripts.",
    "Sökregistret på {where} är skadat ({why}). Ta bort dess schema och kör `mediahub run`, som "
    "bygger det på nytt ur avskrifterna.",
)
_BUSY = Words(
    "{most} searches at once have waited for the search server ({where}) for {seconds} s: try "
    "again in a while",
    "{most} sökningar på en gång har väntat på sökservern ({where}) i {seconds} s. Försök igen om "
    "en stund.",
)
_AWAY = Words(
    "the search server ({where}) cannot be asked: {why}; ",
    "Sökservern ({where}) går inte att fråga: {why}. ",
)


def too_old(where: Said, found: int, oldest: int) -> SearchServerError:
    """The server is of a version that cannot do what is asked of it."""
    numbers = {"found": found // 10000, "oldest": oldest // 10000}
    return SearchServerError(_OLD.said(where=where, **numbers))


def wrong_encoding(where: Said, found: str) -> SearchServerError:
    """The database cannot hold every text."""
    return SearchServerError(_ENCODING.said(where=where, found=found))


def replica(where: Said) -> SearchServerError:
    """A writer has come to a server that only follows another."""
    return SearchServerError(_REPLICA.said(where=where))


def no_right(where: Said, why: str) -> SearchServerError:
    """The user may not do what is asked."""
    return SearchServerError(_RIGHTS.said(where=where, why=why))


def foreign(where: Said, why: str) -> SearchServerError:
    """The schema is another program's."""
    return SearchServerError(_FOREIGN.said(where=where, why=why))


def later(where: Said, found: int, known: int) -> SearchServerError:
    """The tables are of a mediahub that is later than this one."""
    return SearchServerError(_LATER.said(where=where, found=found, known=known))


def damaged(where: Said, why: str) -> DamagedIndexError:
    """What stands there cannot be what was put there."""
    return DamagedIndexError(_DAMAGED.said(where=where, why=why))


def busy(where: Said, most: int, seconds: int) -> SearchServerError:
    """All connections of this process have been in use for too long."""
    return SearchServerError(_BUSY.said(where=where, most=most, seconds=seconds))


def is_full(error: psycopg.Error) -> bool:
    """Whether a server has no connection left now, which may pass in a moment."""
    return isinstance(error, errors.TooManyConnections) or bool(_FULL.search(str(error)))


def refused(where: Said, error: psycopg.Error) -> MediahubError | None:
    """What to raise for what a server or the way to it refuses; None for a bug of ours."""
    why = first_line(error)
    match error:
        case errors.DataCorrupted() | errors.IndexCorrupted() | errors.UndefinedTable():
            return damaged(where, why)
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            return no_right(where, why)
        case psycopg.OperationalError() | psycopg.InterfaceError():
            advice = next((own for one, own in _ADVICE if re.search(one, why)), _START)
            parts = (_AWAY.said(where=where, why=why), advice.said(), _AGAIN.said())
            return SearchServerError(joined("", parts))
    return None


def first_line(error: Exception) -> str:
    """What the server says, in one line; libpq's words name no password."""
    said = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    lines = (said or str(error) or type(error).__name__).strip().splitlines()
    line = lines[0].strip().rstrip(".:") if lines else type(error).__name__
    # `where` says to whom, so what libpq says of that is left out.
    return re.sub(r"^connection (failed|is bad): (connection to server at .*? failed: )?"
                  r"((FATAL|ERROR):\s+)?", "", line)  # fmt: skip
