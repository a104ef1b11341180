"""The server: connections to it, and what is told when it cannot be had. A password is never told.

psycopg is an extra, imported where it is used.
"""

import contextlib
import queue
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, LiteralString

from mediahub.errors import SettingsError
from mediahub.search.values import DamagedIndexError, SearchServerError

if TYPE_CHECKING:
    import psycopg

_KEPT = 16
"""Connections that are kept open between searches."""
_PATIENCE_S = 10
"""Seconds that a server may take to answer the door, where the address says nothing else."""
_OPTIONS = "-c jit=off -c statement_timeout=0 -c idle_in_transaction_session_timeout=600000"
"""Compiling a query takes longer than any of ours; a reader that hangs must not stop clean-up."""
_BEGIN: LiteralString = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
    " SET LOCAL plan_cache_mode = force_generic_plan"
)
"""What a reader asks is prepared, and to plan it anew for each query takes longer than to answer
it: only `asking`, which knows better, has it planned where it pays."""
OLDEST = 140000
"""PostgreSQL 14, the oldest that is still cared for and tried."""


class Server:
    """A PostgreSQL server at a `dsn`, where everything stands in `schema`. For any threads."""

    def __init__(self, dsn: str, schema: str) -> None:
        """Raises SettingsError when psycopg is not installed or the dsn is none."""
        try:
            import psycopg.conninfo
        except ImportError as error:
            raise SettingsError(
                '[search] engine = "postgres" needs psycopg, which is not installed here; '
                "install it: pip install 'mediahub[postgres]'",
                swedish='[search] engine = "postgres" behöver psycopg, som inte är '
                "installerat här. "
                "Installera det: pip install 'mediahub[postgres]'.",
            ) from error
        self.schema = schema
        try:
            known: dict[str, Any] = dict(psycopg.conninfo.conninfo_to_dict(dsn))
        except psycopg.Error:  # its words may hold a part of the password
            raise SettingsError(
                "[search] dsn is no address of a PostgreSQL server; write "
                "postgresql://USER@HOST:5432/DATABASE, or host=… dbname=… user=…",
                swedish="[search] dsn är ingen adress till en PostgreSQL-server. Skriv "
                "postgresql://ANVÄNDARE@VÄRD:5432/DATABAS, eller host=… dbname=… user=….",
            ) from None
        options = known.get("options")
        self._known = {
            "connect_timeout": _PATIENCE_S,
            "application_name": "mediahub",
            **known,
            "options": f'{_OPTIONS} -c search_path="{schema}"' + (f" {options}" if options else ""),
        }
        self._idle: queue.LifoQueue[Any] = queue.LifoQueue(_KEPT)

    @property
    def where(self) -> str:
        """The server, database and schema, as people are told; without user and password."""
        host = self._known.get("host") or self._known.get("hostaddr") or "this machine"
        port = self._known.get("port", 5432)
        database = self._known.get("dbname", "its default")
        return f"{host}:{port}, database {database}, schema {self.schema}"

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection of one's own, every statement by itself. Raises SearchServerError."""
        import psycopg

        with self.told():
            connection = psycopg.connect(**self._known, autocommit=True)
            if connection.info.server_version < OLDEST:
                found = connection.info.server_version // 10000
                connection.close()
                raise SettingsError(
                    f"the search server ({self.where}) is PostgreSQL {found}; "
                    f"mediahub needs {OLDEST // 10000} or later",
                    swedish=f"Sökservern ({self.where}) är PostgreSQL {found}. mediahub behöver "
                    f"{OLDEST // 10000} eller senare.",
                )
            return connection

    @contextlib.contextmanager
    def reading(self) -> "Iterator[psycopg.Cursor[tuple[Any, ...]]]":
        """A cursor that sees one commit, whole, until the block ends. Raises SearchServerError."""
        connection = self._begun()
        try:
            with self.told():
                yield connection.cursor(binary=True)
                connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        try:
            self._idle.put_nowait(connection)
        except queue.Full:
            connection.close()

    def _begun(self) -> "psycopg.Connection[tuple[Any, ...]]":
        import psycopg

        while True:
            try:
                connection: Any = self._idle.get_nowait()
            except queue.Empty:
                break
            try:
                connection.execute(_BEGIN)
            except psycopg.Error:  # the server has been started anew since
                connection.close()
            else:
                return connection
        connection = self.connect()
        with self.told():
            connection.execute(_BEGIN)
        return connection

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """What the server or the way to it refuses, in words that say who acts; bugs as they are.

        Raises SearchServerError, or DamagedIndexError for what the server cannot read any more.
        """
        import psycopg
        from psycopg import errors

        try:
            yield
        except (errors.DataCorrupted, errors.IndexCorrupted) as error:
            raise DamagedIndexError(
                f"The search index on {self.where} is damaged ({_first_line(error)}): drop its"
                " schema and run `mediahub run`, which builds it anew from the transcripts.",
                swedish=f"Sökregistret på {self.where} är skadat ({_first_line(error)}). Ta "
                "bort dess "
                "schema och kör `mediahub run`, som bygger det på nytt ur avskrifterna.",
            ) from error
        except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
            raise SearchServerError(
                f"the search server ({self.where}) does not let mediahub do this: "
                f"{_first_line(error)}; give its user the right (docs/postgres.md), then run"
                " again. Nothing else is lost.",
                swedish=f"Sökservern ({self.where}) låter inte mediahub göra det här: "
                f"{_first_line(error)}. Ge dess användare rätten (docs/postgres.md), och kör "
                "igen. Inget annat har gått förlorat.",
            ) from error
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise SearchServerError(
                f"the search server ({self.where}) cannot be asked: {_first_line(error)}; start"
                " it, or mend [search] dsn in mediahub.toml or MEDIAHUB_SEARCH_DSN, then run"
                " again. Nothing else is lost: the index is made of the transcripts.",
                swedish=f"Sökservern ({self.where}) går inte att fråga: {_first_line(error)}. "
                "Starta "
                "den, eller rätta [search] dsn i mediahub.toml eller MEDIAHUB_SEARCH_DSN, och "
                "kör igen. Inget annat har gått förlorat: registret görs av avskrifterna.",
            ) from error


def _first_line(error: Exception) -> str:
    """What the server says, in one line; libpq's words name no password."""
    import psycopg

    said = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    lines = (said or str(error) or type(error).__name__).strip().splitlines()
    return lines[0].strip().rstrip(".:") if lines else type(error).__name__
