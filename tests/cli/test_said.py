"""What commands say that they have done, in a terminal that is set to Swedish."""

import io

import pytest

from tests.cli.conftest import Mediahub, Place

ITEM = "2020-06-03-tema-samtal"
JOURNAL = "media/2020-06-03-tema/samtal.edits.json"
STANDS = "Det står nu i textningen, i sökningen och på sidan."
CHAPTERS = "De står nu på sidan, i flödet och i filen att ladda ned."


@pytest.fixture
def made(themed: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A workspace that has been run, and a person who reads Swedish."""
    assert mediahub("-C", str(themed.root), "run").code == 0
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    return themed


def test_a_name_given_and_taken_back(made: Place, mediahub: Mediahub):
    place = ("-C", str(made.root))
    assert mediahub(*place, "name", ITEM, "Anna", "Anna Lindh", "--by", "Åsa").lines == [
        f"{ITEM}: Anna heter Anna Lindh (sparat i {JOURNAL}). Menades Anna Lind (anna-lind)? "
        "Namnge då talaren en gång till.",
        STANDS,
    ]
    (line,) = mediahub(*place, "edits", ITEM).lines
    entry, told = line.split("  ", 1)
    assert "Anna Lindh (Åsa " in told
    assert mediahub(*place, "edits", ITEM, "--undo", entry).lines == [
        f"{ITEM}: taget tillbaka: S1 heter Anna Lindh (sparat i {JOURNAL}).",
        STANDS,
    ]
    assert mediahub(*place, "edits", ITEM, "--pending").lines == [f"{ITEM}: inget väntar på svar."]


def test_captions_corrected_and_reviewed(made: Place, mediahub: Mediahub):
    captions = made.root / "ny.vtt"
    text = made.text(f"transcripts/{ITEM}/transcript.vtt")
    captions.write_text(text.replace("utflyktsdagen", "skolresan"), encoding="utf-8")
    place = ("-C", str(made.root))
    corrected = [mediahub(*place, "correct", ITEM, str(captions)).lines for _ in range(2)]
    assert corrected == [
        [f"{ITEM}: sparade 1 rättelse i {JOURNAL}", STANDS],
        [f"{ITEM}: allt som ny.vtt rättar står redan i {JOURNAL}"],
    ]
    assert mediahub(*place, "review", ITEM).lines == [
        f"{ITEM}: granskat: hela avskriften, 18 ord (sparat i {JOURNAL}).",
        "Det står nu i textningen och i sökningen.",
    ]


def test_an_episode_withdrawn_and_published_again(made: Place, mediahub: Mediahub):
    place = ("-C", str(made.root))
    file = made.root / "published" / "items" / f"{ITEM}.toml"
    assert mediahub(*place, "withdraw", ITEM, "--yes", "--why", "fel ljud").lines == [
        f"{ITEM}: tillbakadraget (sparat i {file})",
        "Flödet är uppdaterat.",
    ]
    line, *rest = mediahub(*place, "publish", ITEM).lines
    assert line.startswith(f"{ITEM}: published = ")
    assert rest == [
        "Att det drogs tillbaka är upphävt i published/: det återkommer som samma avsnitt.",
        "Flödet är uppdaterat.",
    ]


def test_a_passage_withheld(made: Place, mediahub: Mediahub):
    passage = ("withhold", ITEM, "--from", "0:04", "--to", "5", "--why", "bad om det", "--sound")
    assert mediahub("-C", str(made.root), "withhold", ITEM).lines == [
        f"{ITEM}: inget är undanhållet."
    ]
    *lines, undo = mediahub("-C", str(made.root), *passage).lines
    assert lines == [
        f"{ITEM}: 0:03.951–0:05.043 är undanhållet (sparat i {JOURNAL}).",
        "  Borttaget inom klamrar: till ett samtal om hembesök. Fattigdomen [bland barn märks på] "
        "utflyktsdagen. Tack för att ni har",
        "Det är nu borta ur textning, sökning, citat och sidor.",
        "Det är tyst i den publicerade filen, och den gamla filen är borta ur feeds/.",
        "Kopiera feeds/ till webbservern nu, och ta bort det där som inte längre finns i feeds/.",
        "Det finns kvar hos appar och människor som redan har avsnittet, i säkerhetskopior, och "
        f"på den här datorn i själva inspelningen, transcripts/{ITEM}/recognition.json och "
        ".mediahub/bases.",
    ]
    assert undo.startswith(f"Så tas det tillbaka: `mediahub edits {ITEM} --undo ")
    assert mediahub("-C", str(made.root), *passage).lines == [
        f"{ITEM}: 0:03.951–0:05.043 är redan undanhållet, och inget är ändrat."
    ]


def test_segments_split_and_joined(made: Place, mediahub: Mediahub):
    place = ("-C", str(made.root))
    split, join = (mediahub(*place, word, ITEM, "--at", "4").lines for word in ("split", "join"))
    where = "vid 0:03.951, mellan ”om hembesök. Fattigdomen” och ”bland barn märks”"
    assert split == [
        f"{ITEM}: ett nytt stycke börjar {where} (sparat i {JOURNAL}).",
        STANDS,
    ]
    assert join == [f"{ITEM}: styckena är ett {where} (sparat i {JOURNAL}).", STANDS]


def test_chapters_of_a_persons_own(made: Place, mediahub: Mediahub):
    place = ("-C", str(made.root), "chapters")
    assert mediahub(*place, "add", ITEM, "0:06", "Frågor").lines == [
        f"{ITEM}: ”Frågor” (0:06) tillagt (sparat i {JOURNAL}).",
        "Listan är en människas från och med nu: ingen körning ändrar den.",
        CHAPTERS,
    ]
    assert mediahub(*place, "rename", ITEM, "0:06", "Svar").lines == [
        f"{ITEM}: ”Frågor” (0:06) heter nu ”Svar” (sparat i {JOURNAL}).",
        CHAPTERS,
    ]
    heading, *_ = mediahub(*place, ITEM).lines
    assert heading.startswith(f"# {ITEM}: 2 kapitel, satta av en människa; edits 2-")
    assert mediahub(*place, "reset", ITEM).lines == [
        f"{ITEM}: släppte 2 kapitel satta av en människa (sparat i {JOURNAL}).",
        CHAPTERS,
    ]


def test_a_word_replaced_and_made_known(
    made: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO("ja\nResan till skogen.\n"))
    told = mediahub("-C", str(made.root), "replace", "utflyktsdagen", "skolresan")
    assert told.lines == [
        "”utflyktsdagen” → ”skolresan”: 1 ställe i 1 avsnitt",
        ITEM,
        "  1     0:05  …nd barn märks på [utflyktsdagen. → skolresan.] Tack för att ni…",
        f"Ersätta det? [j/N]: {ITEM}: sparade 1 rättelse i {JOURNAL}",
        "De står nu i textningen, i sökningen och på sidorna.",
        "För att ”skolresan” ska bli rätt i kommande avsnitt kan det stå i ordlistan i "
        "2020-06-03-tema, som visas på sidorna. Utan betydelse skrivs inget in.",
        "Vad det betyder, för läsare: sparat i media/2020-06-03-tema/theme.toml; nästa "
        "`mediahub run` rättar sig efter det",
    ]


def test_what_is_left_of_a_file_that_is_gone(made: Place, mediahub: Mediahub):
    theme = made.root / "media" / "2020-06-03-tema"
    (theme / "samtal.mp3").unlink()
    assert mediahub("-C", str(made.root), "clean", "--yes").lines == [
        f"{ITEM}: media/2020-06-03-tema/samtal.mp3 är borta; avskriften och det som står i "
        "sökregistret tas bort. Det är ett avsnitt i flödet podden: det dras tillbaka, och appar "
        "som inte har laddat ned det förlorar det. media/2020-06-03-tema/theme.toml nämner det "
        "ännu: ta bort det där",
        f"tog bort {ITEM}",
        "Nästa `mediahub run` gör sökregistret utan dem.",
    ]


def test_the_check_and_the_log(made: Place, mediahub: Mediahub):
    place = ("-C", str(made.root))
    checked = mediahub(*place, "check").lines
    assert checked[:4] == [
        f"{ITEM}: Ett samtal (podd, 2020-06-03)",
        "  undantag publicerad före den 23 september 2020",
        "  se efter WebVTT: 3 repliker; replikerna är en människas och får vara som de är",
        "           1 med en rad på mer än 42 tecken (66,7 % klarar det): 0:03",
    ]
    assert checked[-1] == (
        "1 publicerat avsnitt: 0 som lagen kräver, 1 undantas, 0 där något saknas."
    )
    mediahub(*place, "name", ITEM, "Anna", "Bo Ek", "--by", "Åsa")
    assert mediahub(*place, "log", ITEM).lines[-1].endswith("  Åsa namngav en talare: Bo Ek")
    assert [line[18:] for line in mediahub(*place, "log").lines if ITEM not in line] == [
        "körningen börjar",
        "körningen slutade: 1 bearbetat, 0 gick inte",
    ]


def test_no_answer(made: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told = mediahub("-C", str(made.root), "withdraw", ITEM, "--why", "fel ljud")
    assert told.out.splitlines()[0] == f"{ITEM} är i flödet podden sedan 2020-06-03."
    assert told.err.splitlines()[-1] == "mediahub: inget svar gavs, och inget är gjort"
