"""What is PostgreSQL's own: packing, tables and their versions, a server that is gone."""

import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.servers import answers, free_port

from mediahub.catalog.settings import SearchSettings
from mediahub.errors import SettingsError
from mediahub.search import DamagedIndexError, Passage, SearchIndex, SearchServerError
from mediahub.search.engines.opening import DSN, schema_of
from mediahub.search.engines.postgres import engine, packing, server, writing
from mediahub.tongues import Said, swedish

Ask = Callable[[str], list[tuple[Any, ...]]]


def passage(item: str, text: str = "Ett ord här.") -> Passage:
    return Passage(item=item, start_ms=0, end_ms=1000, text=text)


def items(index: SearchIndex, query: str = "ord") -> list[str]:
    return [hit.item for hit in index.search(query, limit=100).hits]


@pytest.fixture
def index(postgres: SearchSettings, tmp_path: Path) -> SearchIndex:
    return SearchIndex.open(tmp_path, postgres)


@pytest.fixture
def ask(postgres: SearchSettings) -> Ask:
    """A function that asks the tables themselves."""
    import psycopg

    def asked(question: str) -> list[tuple[Any, ...]]:
        path = f"-c search_path={postgres.schema}"
        with psycopg.connect(postgres.dsn or "", options=path, autocommit=True) as connection:
            cursor = connection.execute(question)
            return cursor.fetchall() if cursor.description else []

    return asked


def test_what_is_fresh_is_found_however_often_one_commit_is_asked(index: SearchIndex) -> None:
    words = [f"x{first}{second}z" for first in "bdfgk" for second in "bdfgk"]
    index.replace("a", [passage("a", " ".join(words))])
    found = {word: items(index, f'"{word}"') for word in words}
    assert found == {word: ["a"] for word in words}


def test_a_speaker_may_have_any_signs_in_the_name(index: SearchIndex) -> None:
    name = "Bo \"Bo\\sse\" {Ek}, 'm' å"
    index.replace("a", [Passage("a", 0, 1000, "ord", speakers=(name,))])
    assert index.search("ord").facets["speaker"] == {name: 1}


@pytest.mark.parametrize("most_fresh", [0, 8, 1_000])
def test_what_is_found_does_not_hang_on_what_is_packed(
    index: SearchIndex,
    memory_engine: Callable[[], SearchIndex],
    monkeypatch: pytest.MonkeyPatch,
    most_fresh: int,
) -> None:
    monkeypatch.setattr(packing, "FRESH", most_fresh)
    rng = random.Random(most_fresh)  # noqa: S311
    memory = memory_engine()
    words = ["barn", "barnfattigdom", "hembesök", "skola", "stöd", "familj", "och", "oro"]
    for _ in range(40):  # enough for blocks to be joined, and to lose more than half
        item = f"i{rng.randrange(6)}"
        texts = [" ".join(rng.choices(words, k=6)) for _ in range(rng.randrange(4))]
        for one in (index, memory):
            if texts:
                one.replace(item, [passage(item, text) for text in texts])
            else:
                one.remove(item)
    index.verify()
    for query in ("barn", "skola stöd", '"barn skola"', "famil*", "barn -oro", "barnfatigdom"):
        mine, other = (one.search(query, limit=50) for one in (index, memory))
        told = [[(hit.item, hit.text, hit.marks) for hit in one.hits] for one in (mine, other)]
        assert sorted(told[0]) == sorted(told[1]), query
        assert (mine.total, mine.facets) == (other.total, other.facets), query


def test_before_the_first_commit_there_is_nothing_and_no_schema_is_made(
    index: SearchIndex, ask: Ask, postgres: SearchSettings
) -> None:
    results = index.search("ord och inga visor")
    assert (results.total, results.hits, index.newest(), index.fingerprints()) == (0, (), "", {})
    index.compact()
    index.verify()
    assert ask(f"SELECT to_regnamespace('{postgres.schema}')") == [(None,)]


def test_a_batch_that_fails_leaves_all_as_it_was(index: SearchIndex) -> None:
    index.replace("a", [passage("a")], fingerprint="1")
    mark = index.newest()
    with pytest.raises(KeyError), index.batch():
        index.replace("b", [passage("b")])
        index.remove("a")
        raise KeyError
    assert (items(index), index.fingerprints(), index.newest()) == (["a"], {"a": "1"}, mark)


def test_anew_leaves_out_what_was_there_and_readers_see_the_old_one_until_then(
    index: SearchIndex, postgres: SearchSettings, tmp_path: Path
) -> None:
    reader = SearchIndex.open(tmp_path, postgres)
    index.replace("a", [passage("a")])
    with index.batch(anew=True):
        index.replace("b", [passage("b")])
        assert items(reader) == ["a"]
    assert items(reader) == ["b"]


_VICTIM = """
import sys
from pathlib import Path
from mediahub.catalog.settings import SearchSettings
from mediahub.search import Passage, SearchIndex
index = SearchIndex.open(Path("nowhere"), SearchSettings("postgres", sys.argv[1], sys.argv[2]))
number = 0
while True:
    text = f"Ett ord nummer{number}x"
    with index.batch():
        item = f"i{number:04}"
        index.replace(item, [Passage(item, 0, 1, text)], fingerprint=str(number))
        index.replace("samma", [Passage("samma", 0, 1, text)], fingerprint=str(number))
    print(number, flush=True)
    number += 1
"""


def test_a_killed_writer_leaves_every_commit_it_told_of(
    index: SearchIndex, postgres: SearchSettings
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _VICTIM, postgres.dsn or "", postgres.schema or ""],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) == 5:
            break
    process.kill()
    told = [5, *(int(line) for line in process.stdout)]
    process.wait()
    fingerprints = index.fingerprints()
    assert {f"i{number:04}" for number in range(max(told) + 1)} <= set(fingerprints)
    assert len(items(index)) == len(fingerprints)
    index.replace("efter", [passage("efter")])  # no lock is left
    assert "efter" in items(index)


def test_a_word_that_is_said_a_thousand_times_counts_a_thousand_times(
    index: SearchIndex, memory_engine: Callable[[], SearchIndex]
) -> None:
    long = " ".join(f"barn ord{number}x" for number in range(1_000))
    other = memory_engine()
    for one in (index, other):
        one.replace("a", [passage("a", long)])
    hits = [one.search("barn").hits[0] for one in (index, other)]
    assert (hits[0].score, len(hits[0].marks)) == (hits[1].score, len(hits[1].marks))
    assert index.search('"ord997x barn ord998x"').total == 1


def test_signs_that_mean_something_to_the_server_are_letters_like_others(
    index: SearchIndex, memory_engine: Callable[[], SearchIndex]
) -> None:
    text = r"O'Brien sa \\ att c:\temp & 'så' | <b> % _ gäller A:1 och ordet" + " x" * 2100
    speaker = r"Åsa 'Å' \ Öst; DROP TABLE items; --"
    for one in (index, memory_engine()):
        one.replace("a'b", [Passage("a'b", 0, 1, text + "y" * 3_000, speakers=(speaker,))])
        found = [one.search(query).total for query in ("O'Brien", "temp", "gäller", "y" * 900)]
        assert found == [1, 1, 1, 0]
        assert one.search("ordet").facets["speaker"] == {speaker: 1}


def test_a_compacted_index_holds_nothing_of_what_was_replaced(
    index: SearchIndex, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "FRESH", 2)
    with index.batch():
        index.replace("a", [passage("a", "Ord om grannfejden.")], fingerprint="1")
        index.replace("b", [passage("b"), passage("b", "Ännu ett ord."), passage("b", "Tredje.")])
    index.replace("c", [passage("c", "Ord om grannfejden.")])
    index.replace("a", [passage("a")], fingerprint="2")
    index.replace("c", [passage("c")])

    def holding() -> list[tuple[Any, ...]]:
        return ask(
            "SELECT lexeme FROM lexemes WHERE lexeme LIKE '%grannfejd%' UNION ALL"
            " SELECT entry FROM kin WHERE entry LIKE '%grannfejd%' UNION ALL"
            " SELECT words::text FROM fresh WHERE words::text LIKE '%grannfejd%' UNION ALL"
            " SELECT convert_from(payload, 'UTF8') FROM payloads"
            " WHERE convert_from(payload, 'UTF8') LIKE '%grannfejd%'"
        )

    assert holding() != []
    assert items(index, "grannfejden") == []
    found, fingerprints = items(index), index.fingerprints()
    index.compact()
    assert holding() == []
    assert ask("SELECT * FROM dead") == []
    assert (items(index), index.fingerprints()) == (found, fingerprints)
    index.verify()


def test_an_index_of_other_words_is_none_and_is_begun_anew(index: SearchIndex, ask: Ask) -> None:
    index.replace("a", [passage("a")], fingerprint="1")
    ask("UPDATE state SET form = 'of another analysis'")
    assert (index.newest(), index.fingerprints(), items(index)) == ("", {}, [])
    index.replace("b", [passage("b")])
    assert items(index) == ["b"]


def test_tables_of_an_earlier_version_are_brought_up_and_keep_what_they_hold(
    index: SearchIndex, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.replace("a", [passage("a")], fingerprint="1")
    step = "ALTER TABLE items ADD COLUMN later integer NOT NULL DEFAULT 7"
    monkeypatch.setattr(writing, "MIGRATIONS", (*writing.MIGRATIONS, step))
    for module in (writing, engine):
        monkeypatch.setattr(module, "VERSION", len(writing.MIGRATIONS))
    assert index.newest() == ""  # until the first that writes
    index.replace("b", [passage("b")], fingerprint="2")
    assert (items(index), index.fingerprints()) == (["a", "b"], {"a": "1", "b": "2"})
    assert ask("SELECT id, later FROM items ORDER BY id") == [("a", 7), ("b", 7)]


def test_without_psycopg_it_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"pip install 'mediahub\[postgres\]'"):
        SearchIndex.open(tmp_path, SearchSettings("postgres", "postgresql://a@b/c"))


def test_tables_of_a_later_version_are_left_alone(index: SearchIndex, ask: Ask) -> None:
    index.replace("a", [passage("a")])
    ask("UPDATE state SET version = 999")
    with pytest.raises(SearchServerError, match="later mediahub"):
        index.replace("b", [passage("b")])
    assert ask("SELECT id FROM items") == [("a",)]


def test_a_dropped_schema_is_an_empty_index_that_the_next_writer_makes_anew(
    index: SearchIndex, ask: Ask, postgres: SearchSettings
) -> None:
    index.replace("a", [passage("a")])
    assert items(index) == ["a"]
    mark = index.newest()
    ask(f"DROP SCHEMA {postgres.schema} CASCADE")
    assert (items(index), index.newest()) == ([], "")
    index.replace("b", [passage("b")])
    assert items(index) == ["b"]
    assert index.newest() not in ("", mark)


def test_tables_of_a_later_version_are_no_empty_index_to_who_asks(
    index: SearchIndex, ask: Ask
) -> None:
    index.replace("a", [passage("a")])
    ask("UPDATE state SET version = 999")
    with pytest.raises(SearchServerError, match="made by a later mediahub"):
        index.newest()


@pytest.mark.parametrize("table", ["state (other text)", "state (version text)", "items (x text)"])
def test_what_is_not_ours_in_the_schema_is_told_and_left_alone(
    index: SearchIndex, ask: Ask, postgres: SearchSettings, table: str
) -> None:
    ask(f"CREATE SCHEMA {postgres.schema} CREATE TABLE {table}")
    with pytest.raises(SearchServerError, match="did not put there") as caught:
        index.replace("a", [passage("a")])
    assert "skriv ett annat schema_name" in swedish(caught.value.said).lower()
    if table.startswith("state"):
        with pytest.raises(SearchServerError, match="did not put there"):
            index.search("ord")
    assert len(ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")) == 1


def test_a_table_that_is_gone_is_damage(index: SearchIndex, ask: Ask) -> None:
    index.replace("a", [passage("a")])
    ask("DROP TABLE places")
    with pytest.raises(DamagedIndexError, match='relation "places" does not exist'):
        items(index)


@pytest.fixture
def poor(postgres: SearchSettings, ask: Ask) -> Iterator[SearchSettings]:
    """The same index as a user sees it who has no right to it."""
    from psycopg.conninfo import make_conninfo

    name = f"arm_{uuid.uuid4().hex[:8]}"
    ask(f"CREATE USER {name}")
    yield replace(postgres, dsn=make_conninfo(postgres.dsn or "", user=name))
    ask(f"DROP OWNED BY {name}; DROP USER {name}")


def test_who_lacks_a_right_is_told_which_and_no_empty_index(
    index: SearchIndex, poor: SearchSettings, ask: Ask, tmp_path: Path
) -> None:
    other = SearchIndex.open(tmp_path, poor)
    with pytest.raises(SearchServerError, match="permission denied for database"):
        other.replace("b", [passage("b")])
    index.replace("a", [passage("a")])
    for ask_it in (other.newest, lambda: other.replace("b", [passage("b")])):
        with pytest.raises(SearchServerError, match=f"no USAGE on schema {poor.schema}"):
            ask_it()
    user = (poor.dsn or "").split("user=")[1].split()[0]
    ask(f"GRANT USAGE ON SCHEMA {poor.schema} TO {user};"
        f" GRANT SELECT ON ALL TABLES IN SCHEMA {poor.schema} TO {user}")  # fmt: skip
    assert items(other) == ["a"]  # a reader needs no more
    with pytest.raises(SearchServerError, match=f"no CREATE on schema {poor.schema}"):
        other.replace("b", [passage("b")])


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_does_not_hold_every_text_is_refused(
    postgres: SearchSettings, ask: Ask, tmp_path: Path, encoding: str
) -> None:
    from psycopg.conninfo import make_conninfo

    name = f"test_{encoding.lower()}"
    ask(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
    try:
        dsn = make_conninfo(postgres.dsn or "", dbname=name)
        index = SearchIndex.open(tmp_path, replace(postgres, dsn=dsn))
        with pytest.raises(SearchServerError, match=f"is encoded in {encoding}"):
            index.replace("a", [passage("a")])
    finally:
        ask(f"DROP DATABASE {name}")


def test_the_environment_s_encoding_is_not_ours(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    index.replace("a", [passage("a", "Ett ord – och 文字.")])
    assert items(index, "文字") == ["a"]


def test_a_server_that_is_too_old_is_told(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "OLDEST", 990000)
    with pytest.raises(SearchServerError, match="mediahub needs 99 or later"):
        index.newest()


def test_many_who_ask_at_once_share_a_few_connections(
    index: SearchIndex, postgres: SearchSettings, ask: Ask, tmp_path: Path
) -> None:
    from psycopg.conninfo import make_conninfo

    index.replace("a", [passage("a")])
    name = f"test-{uuid.uuid4().hex}"
    dsn = make_conninfo(postgres.dsn or "", application_name=name)
    other = SearchIndex.open(tmp_path, replace(postgres, dsn=dsn))
    with ThreadPoolExecutor(24) as pool:
        found = list(pool.map(lambda _: items(other), range(96)))
    assert found == [["a"]] * 96
    names = ask("SELECT application_name FROM pg_stat_activity")
    assert 1 <= names.count((name,)) <= server._MOST


def test_a_server_without_a_free_connection_is_waited_for_and_then_told(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    index.replace("a", [passage("a")])
    connect = psycopg.connect
    refusals = 3

    def full(**known: Any) -> Any:
        nonlocal refusals
        refusals -= 1
        if refusals >= 0:
            raise psycopg.OperationalError("connection failed: FATAL:  sorry, too many clients")
        return connect(**known)

    monkeypatch.setattr(server, "_AGAIN_S", 0.0)
    monkeypatch.setattr(psycopg, "connect", full)
    assert (items(index), refusals) == (["a"], -1)
    monkeypatch.setattr(server, "_PATIENCE_S", 0)
    refusals = 1
    with pytest.raises(SearchServerError, match="raise its max_connections"):
        index.replace("b", [passage("b")])


@pytest.fixture
def pooled(postgres: SearchSettings, tmp_path: Path) -> Iterator[SearchSettings]:
    """The same index behind a pooler that hands every transaction to any of its connections."""
    import psycopg

    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH')}:/usr/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed")
    port, known = free_port(), psycopg.conninfo.conninfo_to_dict(postgres.dsn or "")
    with tempfile.TemporaryDirectory(prefix="mediahub-pooler-") as folder:
        Path(folder).chmod(0o755)
        settings = Path(folder) / "pgbouncer.ini"
        at = " ".join(f"{name}={known[name]}" for name in ("host", "port", "user") if name in known)
        settings.write_text(
            f"[databases]\n* = {at}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {port}\nunix_socket_dir =\nauth_type = any\n"
            "pool_mode = transaction\ndefault_pool_size = 2\n"
        )
        # It refuses to be root, and whose folder it is may reach the server's socket.
        as_user = ["-u", Path(str(known["host"])).owner()] if os.geteuid() == 0 else []
        process = subprocess.Popen([program, "-q", *as_user, str(settings)])
        try:
            dsn = psycopg.conninfo.make_conninfo(
                postgres.dsn or "", host="127.0.0.1", port=port, user="any"
            )
            answers(lambda: psycopg.connect(dsn).close())
            yield replace(postgres, dsn=dsn)
        finally:
            process.terminate()
            process.wait()


def test_a_pooler_may_hand_every_transaction_to_another_connection(
    pooled: SearchSettings, tmp_path: Path
) -> None:
    index = SearchIndex.open(tmp_path, pooled)
    for number in range(8):
        index.replace(f"i{number}", [passage(f"i{number}")])
    index.compact()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: len(items(index)), range(60)))
    assert found == [8] * 60


def test_what_does_not_fit_together_is_damage(index: SearchIndex, ask: Ask) -> None:
    index.replace("a", [passage("a")])
    ask("DELETE FROM payloads")
    with pytest.raises(DamagedIndexError, match="mediahub run"):
        index.verify()


def test_a_server_that_is_gone_is_told_with_where_and_what_to_do_and_no_password(
    postgres_server: str, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        dsn = f"postgresql://anna:hemligt@127.0.0.1:{port}/arkiv"
        index = SearchIndex.open(tmp_path, SearchSettings("postgres", dsn, "s"))
        for ask_it in (index.newest, index.fingerprints, lambda: index.search("ord"),
                       lambda: index.replace("a", [passage("a")])):  # fmt: skip
            with pytest.raises(SearchServerError) as caught:
                ask_it()
            said = str(caught.value)
            assert f"127.0.0.1:{port}, database arkiv" in said
            assert "start it" in said
            assert "hemligt" not in said + repr(caught.value.__cause__)


def test_connections_that_broke_are_made_anew(index: SearchIndex, ask: Ask) -> None:
    index.replace("a", [passage("a")])
    assert items(index) == ["a"]
    ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND application_name = 'mediahub'")  # fmt: skip
    assert items(index) == ["a"]


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://a:in@hemligt@x/y",
        "postgresql://a:hemligt/mer@x/y",
        "postgresql://a:1/hemligt@x/y",
        "postgresql://a:a:hemligt/9@x:1/y",
        "host=x port=hemligt",
    ],
)
def test_a_dsn_that_a_sign_of_its_password_parts_is_told_without_it(
    tmp_path: Path, dsn: str
) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with pytest.raises(SettingsError, match="as %40") as caught:
        SearchIndex.open(tmp_path, SearchSettings("postgres", dsn))
    assert "hemligt" not in str(caught.value) + swedish(caught.value.said)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ('FATAL:  password authentication failed for user "a"', "see whether user and password"),
        ('FATAL:  database "x" does not exist', "create the database"),
        ("FATAL:  sorry, too many clients already", "raise its max_connections"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.9"', "let this machine in"),
        ("server does not support SSL, but SSL was required", "see to its certificate"),
        ("FATAL:  the database system is starting up", "wait until it is up again"),
        ("Connection refused", "start it"),
    ],
)
def test_who_acts_and_how_hangs_on_what_the_server_says(said: str, advice: str) -> None:
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    from mediahub.search.engines.postgres.refusals import refused

    way = 'connection failed: connection to server at "db" (10.0.0.5), port 5432 failed: '
    told = refused(Said("db:5432", "db:5432"), psycopg.OperationalError(way + said))
    assert isinstance(told, SearchServerError)
    plain = said.removeprefix("FATAL:  ")
    assert str(told).startswith(f"the search server (db:5432) cannot be asked: {plain}; {advice}")
    assert swedish(told.said).startswith(f"Sökservern (db:5432) går inte att fråga: {plain}. ")


@pytest.mark.parametrize("dsn", ["hemligt =", "postgresql://a:hemligt@[x/y", None])
def test_a_dsn_that_is_none_is_told_without_it(
    tmp_path: Path, dsn: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    monkeypatch.delenv(DSN, raising=False)
    with pytest.raises(SettingsError) as caught:
        SearchIndex.open(tmp_path, SearchSettings("postgres", dsn))
    assert "hemligt" not in str(caught.value)
    assert "postgresql://USER@HOST" in str(caught.value)


def test_the_environment_s_dsn_goes_before_the_file_s(
    index: SearchIndex, postgres: SearchSettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    index.replace("a", [passage("a")])
    monkeypatch.setenv(DSN, postgres.dsn or "")
    other = SearchSettings("postgres", "postgresql://nowhere.invalid/x", postgres.schema)
    assert items(SearchIndex.open(tmp_path, other)) == ["a"]
    assert "nowhere" not in repr(other)


def test_the_files_of_the_engine_before_go_with_the_first_commit_and_nothing_else(
    postgres: SearchSettings, tmp_path: Path
) -> None:
    SearchIndex.open(tmp_path).replace("a", [passage("a")])
    (tmp_path / "README.md").write_text("Här bodde indexet.")
    SearchIndex.open(tmp_path, postgres).replace("b", [passage("b")])
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_two_workspaces_of_one_name_have_two_schemas() -> None:
    one, other = (schema_of(Path(f"/{at}/Höstens föredrag/index/search")) for at in "ab")
    assert one != other
    assert one.startswith("mediahub_hostens_foredrag_")
