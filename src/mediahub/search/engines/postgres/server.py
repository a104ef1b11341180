"""The server: connections to it, each set up so that a pooler may stand in between.

psycopg is an extra, imported where it is used.
"""

import contextlib
import queue
import re
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, LiteralString

from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words

if TYPE_CHECKING:
    import psycopg

_MOST = 8
"""Connections of a process for searches, all together: eight web heads have 64, and a server 100
where nobody says otherwise. Python works on one at a time in any case."""
_PATIENCE_S = 10
"""Seconds that a server may take to answer the door, where the address says nothing else; and that
is waited for a connection, where all are in use."""
_AGAIN_S = 0.2
_WIRE: Mapping[str, object] = {
    "connect_timeout": _PATIENCE_S,
    "application_name": "mediahub",
    # A server that has gone without a word would be waited for until the system gives up: hours.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""What the operator's own dsn may set otherwise."""
_SETTINGS: LiteralString = (
    "; SET LOCAL jit = off; SET LOCAL statement_timeout = 0;"
    " SET LOCAL idle_in_transaction_session_timeout = 600000;"
)
"""Compiling a query takes longer than any of ours; a reader that hangs must not stop clean-up."""
_READ: LiteralString = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
    " SET LOCAL plan_cache_mode = force_generic_plan"
)
"""What a reader asks is prepared, and to plan it anew for each query takes longer than to answer
it: only `asking`, which knows better, has it planned where it pays."""
_WRITE: LiteralString = (
    "BEGIN READ WRITE; SET LOCAL tcp_keepalives_idle = 60; SET LOCAL tcp_keepalives_interval = 10;"
    " SET LOCAL tcp_keepalives_count = 6"
)
"""A writer whose machine is gone must not keep the others waiting for its turn to end."""
_WHERE = Words(
    "{host}:{port}, database {database}, schema {schema}",
    "{host}:{port}, databas {database}, schema {schema}",
)
_HERE, _ITS_OWN = Said("this machine", "den här datorn"), Said("its default", "enligt servern")
_NO_RIGHT = Words("no {right} on schema {schema}", "ingen rätt ({right}) till schemat {schema}")
OLDEST = 140000
"""PostgreSQL 14, the oldest that is still cared for and tried."""
_PORTS = re.compile(r"[\d,]*")


class Server:
    """A PostgreSQL server at a `dsn`, where everything stands in `schema`. For any threads."""

    def __init__(self, dsn: str, schema: str) -> None:
        """Raises SettingsError when psycopg is not installed or the dsn is none."""
        try:
            import psycopg  # noqa: F401
        except ImportError as error:
            raise SettingsError(
                '[search] engine = "postgres" needs psycopg, which is not installed here; '
                "install it: pip install 'mediahub[postgres]'",
                swedish='[search] engine = "postgres" behöver psycopg, som inte är '
                "installerat här. "
                "Installera det: pip install 'mediahub[postgres]'.",
            ) from error
        self.schema = schema
        # The text is ours, whatever PGCLIENTENCODING says.
        self._known = {**_WIRE, **_parted(dsn), "client_encoding": "utf8"}
        # Set for each transaction: a pooler need not hand on what is set once and for all.
        self._settings = f'{_SETTINGS} SET LOCAL search_path = "{schema}"'
        self._idle: queue.LifoQueue[Any] = queue.LifoQueue(_MOST)
        self._places = threading.BoundedSemaphore(_MOST)

    @property
    def where(self) -> Said:
        """The server, database and schema, as people are told; without user and password."""
        known = self._known
        return _WHERE.said(
            host=known.get("host") or known.get("hostaddr") or _HERE,
            port=known.get("port", 5432),
            database=known.get("dbname") or _ITS_OWN,
            schema=self.schema,
        )

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection of one's own, every statement by itself. Raises SearchServerError."""
        from mediahub.search.engines.postgres.refusals import too_old, wrong_encoding

        connection = self._connected()
        try:
            if connection.info.server_version < OLDEST:
                raise too_old(self.where, connection.info.server_version, OLDEST)
            encoding = connection.info.parameter_status("server_encoding") or "UTF8"
            if encoding != "UTF8":
                raise wrong_encoding(self.where, encoding)
            with self.told():
                served = connection.execute("SELECT pg_backend_pid()").fetchone()
            if served != (connection.info.backend_pid,):
                # A pooler is in between: the next transaction may be another process's, which
                # knows nothing of what was prepared.
                connection.prepare_threshold = None
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self) -> "psycopg.Connection[tuple[Any, ...]]":
        import psycopg

        from mediahub.search.engines.postgres.refusals import is_full

        end = time.monotonic() + _PATIENCE_S
        with self.told():
            while True:
                try:
                    return psycopg.connect(**self._known, autocommit=True)
                except psycopg.OperationalError as error:
                    if not is_full(error) or time.monotonic() >= end:
                        raise
                time.sleep(_AGAIN_S)

    def require_use(self) -> None:
        """Return where there is no such schema, or it may be used. Raises SearchServerError."""
        with contextlib.closing(self.connect()) as connection, self.told():
            self._require(connection, "USAGE")

    def _require(self, connection: "psycopg.Connection[Any]", right: str) -> bool:
        """Whether there is such a schema. Raises SearchServerError without that right to it."""
        from mediahub.search.engines.postgres.refusals import no_right

        found = connection.execute(
            "SELECT has_schema_privilege(oid, %s) FROM pg_namespace WHERE nspname = %s",
            (right, self.schema),
        ).fetchone()
        if found == (False,):
            raise no_right(self.where, _NO_RIGHT.said(right=right, schema=self.schema))
        return found is not None

    def begin_change(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        """Begin a writer's transaction. Raises SearchServerError on a read-only copy."""
        from mediahub.search.engines.postgres.refusals import replica

        with self.told():
            if connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,):
                raise replica(self.where)
            self._begin(connection, _WRITE)

    def have_schema(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        """Have the schema there. Raises SearchServerError where that, or to use it, is not let."""
        with self.told():
            there = [self._require(connection, right) for right in ("USAGE", "CREATE")]
            if not all(there):
                connection.execute(f'CREATE SCHEMA "{self.schema}"'.encode())

    def _begin(self, connection: "psycopg.Connection[Any]", how: LiteralString) -> None:
        connection.execute((how + self._settings).encode())

    @contextlib.contextmanager
    def reading(self) -> "Iterator[psycopg.Cursor[tuple[Any, ...]]]":
        """A cursor that sees one commit, whole, until the block ends. Raises SearchServerError.

        A thread that is in one begins no other: each holds one of the process's connections.
        """
        from mediahub.search.engines.postgres.refusals import busy

        if not self._places.acquire(timeout=_PATIENCE_S):
            raise busy(self.where, _MOST, _PATIENCE_S)
        try:
            connection = self._begun()
            try:
                with self.told():
                    yield connection.cursor(binary=True)
                    connection.execute("COMMIT")
            except BaseException:
                connection.close()
                raise
            self._idle.put_nowait(connection)
        finally:
            self._places.release()

    def _begun(self) -> "psycopg.Connection[tuple[Any, ...]]":
        import psycopg

        while True:
            try:
                connection: Any = self._idle.get_nowait()
            except queue.Empty:
                break
            try:
                self._begin(connection, _READ)
            except psycopg.Error:  # the server has been started anew since
                connection.close()
            else:
                return connection
        connection = self.connect()
        with self.told():
            self._begin(connection, _READ)
        return connection

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """What the server or the way to it refuses, in words that say who acts; bugs as they are.

        Raises SearchServerError, or DamagedIndexError for what the server cannot read any more.
        """
        import psycopg

        from mediahub.search.engines.postgres.refusals import refused

        try:
            yield
        except psycopg.Error as error:
            told = refused(self.where, error)
            if told is None:
                raise
            raise told from error


def _parted(dsn: str) -> dict[str, Any]:
    """The parts of a dsn. Raises SettingsError for none, and for one that its password parts."""
    import psycopg.conninfo

    from mediahub.search.engines.postgres.refusals import NO_DSN, ODD_SIGNS

    try:
        known: dict[str, Any] = dict(psycopg.conninfo.conninfo_to_dict(dsn))
    except psycopg.Error:  # its words may hold a part of the password
        raise SettingsError(NO_DSN.said()) from None
    # An @ or / in a password ends it, and the rest would be told as the server's name.
    stray = any("@" in str(known.get(part, "")) for part in ("host", "hostaddr", "port"))
    stray = stray or ("@" in str(known.get("dbname", "")) and "%40" not in dsn)
    if stray or _PORTS.fullmatch(str(known.get("port", ""))) is None:
        raise SettingsError(ODD_SIGNS.said())
    return known
