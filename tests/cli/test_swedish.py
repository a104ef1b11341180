"""What a person reads in a terminal, in Swedish for who has it so: by the locale, as POSIX says."""

import pickle
from pathlib import Path

import pytest

from mediahub.catalog import load
from mediahub.cli.main import main
from mediahub.cli.planned import plan_lines
from mediahub.cli.shared import reads_swedish, say
from mediahub.cli.summary import summary_lines
from mediahub.edits.conflicts import Conflict, Difference, JournalVersion
from mediahub.edits.entries import ReplaceWords
from mediahub.errors import SettingsError, system_reason
from mediahub.notices import NoticeKind, Words
from mediahub.pipeline.noticing import Notices
from mediahub.pipeline.overview import Overview
from mediahub.pipeline.plan import NOT_MADE, Status
from mediahub.pipeline.summary import Failure, Summary
from mediahub.tongues import Said, swedish
from mediahub.transcript import Span

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        ({}, False),
        ({"LANG": "sv_SE.UTF-8"}, True),
        ({"LANG": "sv"}, True),
        ({"LANG": "svx_SE"}, False),
        ({"LANG": "sv_SE.UTF-8", "LC_MESSAGES": "C"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "sv_FI.UTF-8"}, True),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "C.UTF-8"}, False),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": ""}, True),
    ],
)
def test_the_locale_says_who_reads_swedish(
    locale: dict[str, str], found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert reads_swedish() is found


def test_a_line_is_said_in_the_persons_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for locale in ("C.UTF-8", "sv_SE.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        say(Said("nothing to do", "ingenting att göra"))
    assert capsys.readouterr().out == "nothing to do\ningenting att göra\n"


def test_the_plan_in_swedish() -> None:
    late = NoticeKind("late", Words("It is late.", "Det är sent."))
    view = Overview(
        [
            *(Status("tal", stage, "missing", (NOT_MADE,)) for stage in ("probe", "recognise")),
            Status(
                "tal", "diarise", "stale", (Said("follows recognise", "följer på: höra orden"),)
            ),
            Status("tal", "index", "missing", (Said("not in the index", "går inte att söka i"),)),
            Status("podden", "feed", "stale", (Said("its episodes changed", "avsnitten ändrade"),)),
        ],
        notices=Notices({"tal": (late.at("media/tal.mp3"),)}),
        seconds=600,
    )
    assert [swedish(line) for line in plan_lines(view)] == [
        "tal",
        "  saknas     probe, recognise: inte gjort än",
        "  sedan      diarise",
        "flödet podden",
        "  inaktuell  avsnitten ändrade",
        "sökregistret",
        "  saknas     1 text: går inte att söka i",
        "",
        "1 avsnitt: 1 att göra.",
        "En körning tar ungefär 10 min.",
        "Titta på tal: media/tal.mp3: Det är sent.",
        "1 sak i allt.",
    ]


def test_a_summary_in_swedish(tmp_path: Path) -> None:
    failed = Failure("tal", "probe", Said("it is no sound", "det är inget ljud"))
    summary = Summary(
        items=1200, sound_ms=3_600_000, failures=(failed,), renewable=1, drafts=("a", "b")
    )
    assert [swedish(line) for line in summary_lines(summary, tmp_path)] == [
        "GICK INTE tal (probe): det är inget ljud",
        "",
        "Ingenting annat att göra: 1\N{NO-BREAK SPACE}200 avsnitt (1:00:00 ljud); 1 gick inte, som "
        "det står ovan.",
        "1 avsnitt kan bli bättre nu: `mediahub plan` säger varför, `mediahub run --renew all` gör "
        "det.",
        "Inte i något flöde än: a, b",
    ]


def test_every_fault_in_a_workspace_in_swedish(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "mediahub.toml").write_text(
        'publisher = { name = "Huset" }\nfot = 1\n[[series]]\nid = "a"\ntitle = 3\nkind = "flm"\n',
        encoding="utf-8",
    )
    (tmp_path / "media" / "people.toml").write_text("[[people]]\nid = “lisa”\n", encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        load(tmp_path)
    assert told.value.swedish.splitlines() == [
        "4 fel i arbetsytan:",
        "mediahub.toml: [[series]] 1, nyckeln ”title”: ska vara text inom citattecken, är 3",
        "mediahub.toml: [[series]] 1, nyckeln ”kind”: okänd nyckel. Menades ”kinds”?",
        "mediahub.toml: nyckeln ”fot”: okänd nyckel",
        'media/people.toml: rad 2, tecken 6: “ är inte TOML:s citattecken. Skriv det raka " före '
        "och efter texten.",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run", "--jobs", "x"), "--jobs: ska vara ett heltal\nSe `mediahub run --help`."),
        (("run", "--jobs", "99"), "--jobs: högst 64\nSe `mediahub run --help`."),
        (("rnu",), "det finns inget kommando ”rnu”. Menades run?\nSe `mediahub --help`."),
        (("run", "--modl"), "det finns ingen flagga --modl. Menades --model, --only?\nSe `mediahub "
         "run --help`."),
        (("name",), "ITEM saknas\nSe `mediahub name --help`."),
        (("run", "--until", "9"), "--until 9: skriv en tid som 06:00, +3h, +6d eller "
         "2026-11-30T06:00"),
        (("backup", "mediahub.toml/a"), "{root} är ingen arbetsyta: den har varken mediahub.toml "
         "eller media/"),
        (("restore", "b.tar.gz"), "b.tar.gz finns inte"),
        (("user", "token", "remove", "x"), "Det finns ingen nyckel ”x”"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_command_is_told_in_swedish(
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"mediahub: {told.format(root=tmp_path)}\n"


def test_what_the_system_refuses_is_told_by_its_number() -> None:
    refused = PermissionError(13, "Permission denied", "ljud.mp3")
    assert (system_reason(refused), system_reason(refused).swedish) == (
        "Permission denied",
        "åtkomst nekas",
    )
    assert system_reason(OSError(9999, "Odd")).swedish == "Odd"


def test_who_decided_otherwise_is_told_with_both_versions_and_what_to_do() -> None:
    span = Span(12_000, 13_000)
    theirs = ReplaceWords("", span, ("hemma", "besök"), "hembesök", by="Åsa")
    mine = ReplaceWords("", span, ("hemma", "besök"), "hemmabesök")
    seen = JournalVersion(1, "abc")
    told = Conflict("tal.edits.json", [Difference(theirs, mine)], seen, seen)
    assert told.said.swedish.splitlines() == [
        "tal.edits.json: ändrat sedan du tittade, till något annat än det du vill",
        '- 0:12 "hemma besök" blev "hembesök" (av Åsa); ditt: "hemma besök" blev "hemmabesök"',
        "Inget av ditt är skrivet. Se efter vad som står där nu, och gör om de ändringar som "
        "fortfarande behövs.",
    ]
    assert pickle.loads(pickle.dumps(told)).said.swedish == told.said.swedish  # noqa: S301
