"""Items chosen by an expression: their facts, the names in it, and what a run and a plan do."""

import json
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.pipeline.overview import overview
from mediahub.pipeline.plan import Choices
from mediahub.pipeline.selection import FIELDS, choosing, parse
from mediahub.pipeline.selection import facts as facts_module
from mediahub.pipeline.selection.choosing import choose
from mediahub.pipeline.selection.facts import Facts
from mediahub.pipeline.survey import survey
from tests.pipeline.conftest import Place
from tests.pipeline.test_renewing import film, model_folder  # noqa: F401 - a fixture

ONE, TWO = "podden-avsnitt-1", "podden-avsnitt-2"


def chosen(place: Place, text: str, *only: str) -> tuple[str, ...]:
    return choose(survey(place.root, store=place.store), only, parse(text)).ids


def facts(place: Place, item_id: str) -> dict[str, object]:
    state = survey(place.root, store=place.store)
    known = Facts(state)
    return {field.name: known.of(state.catalogue.item(item_id), field.name) for field in FIELDS}


def test_every_fact_of_an_episode_with_captions(bare: Place):
    bare.run()
    known = facts(bare, ONE)
    assert isinstance(known.pop("published"), object)
    assert known.pop("title") == "avsnitt 1".capitalize()
    assert known.pop("minutes") == pytest.approx(10 / 60, abs=0.01)
    series = known.pop("series")
    assert chosen(bare, f'series == "{series}"') == (ONE, TWO)
    assert known == {
        "id": ONE, "theme": None, "kind": "podcast", "language": "sv", "date": None, "model": None,
        "confidence": None, "speakers": 2, "unnamed": 0, "edits": 0, "reviewed": False,
        "pending": 0, "failed": False, "notices": 0, "wer": None,
    }  # fmt: skip


def test_of_an_episode_that_no_run_has_seen_little_is_known(bare: Place):
    known = facts(bare, ONE)
    assert known["minutes"] == pytest.approx(10 / 60, abs=0.01)
    assert (known["speakers"], known["model"], known["reviewed"]) == (None, None, False)


def test_the_words_of_a_recogniser_have_a_confidence_and_a_model(film: Place, tmp_path: Path):  # noqa: F811
    film.run(model=str(model_folder(tmp_path / "egen", "Hej.")))
    known = facts(film, "film")
    assert (known["confidence"], known["model"], known["reviewed"]) == (0.9, "local/egen", False)
    assert chosen(film, 'model == "local/egen" and confidence > 89 %') == ("film",)


def test_what_was_read_of_results_is_kept_until_they_change(bare: Place, monkeypatch):
    bare.run()
    assert chosen(bare, "speakers == 2") == (ONE, TWO)
    kept = json.loads(bare.text(".mediahub/facts.json"))["items"]
    # By the run that made the results.
    told = {"confidence", "reviewed", "reviewed_words", "speakers", "unnamed"}
    assert {name: set(values) for name, values in kept.items()} == {ONE: told, TWO: told}

    def unread(_path: Path) -> dict[str, object]:
        return {"speakers": 99, "unnamed": 0, "reviewed": False, "reviewed_words": 0}

    for field in ("speakers", "unnamed", "reviewed", "reviewed_words"):
        monkeypatch.setitem(
            facts_module._OF_RESULTS, field, ("transcribe", "transcript.json", unread)
        )
    assert chosen(bare, "speakers == 2") == (ONE, TWO)
    captions = bare.root / "media" / "podden" / "avsnitt-2.vtt"
    captions.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHej hej.\n", encoding="utf-8")
    bare.run()
    assert chosen(bare, "speakers == 99") == (TWO,)
    (bare.root / ".mediahub" / "facts.json").write_text('{"schema": 1, "items": {"a": 3}}')
    assert chosen(bare, "speakers == 99") == (ONE, TWO)


def test_what_failed_is_chosen_until_it_is_done(bare: Place, instead):
    def broken(_job, _scratch):
        raise OSError("no room")

    real = instead("chapter", broken)
    bare.run(only=(ONE,))
    assert chosen(bare, "failed") == (ONE,)
    instead("chapter", real)
    bare.run(where=parse("failed"))
    assert chosen(bare, "failed") == ()
    (bare.root / "media" / "podden" / "avsnitt-2.mp3").write_bytes(b"")
    bare.run()
    assert chosen(bare, "failed") == (TWO,)


def test_an_expression_and_named_items_go_together(bare: Place):
    assert chosen(bare, "minutes < 1", TWO) == (TWO,)
    assert chosen(bare, f'id == "{ONE}"', TWO) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('series == "filmerna"', "there is no series 'filmerna'; there is only media"),
        ('id != "podden-avsnit-1"', "there is no id 'podden-avsnit-1'; did you mean "),
        ('model in [none, "kb-whisper-small"]',
         "there is no model 'kb-whisper-small'; did you mean 'KBLab/kb-whisper-small'?"),
        ('language == "en"', "there is no language 'en'; there is only sv"),
        ('theme == "x"', "there is no theme 'x' here"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_has_is_refused_at_its_place(bare: Place, text: str, told: str):
    with pytest.raises(SettingsError) as caught:
        chosen(bare, text)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith(f"--where: {told}")
    at = lines[2].index("^")
    assert lines[1][at : at + lines[2].count("^")].strip('"') in lines[0]


def test_a_title_is_answered_with_the_id(themed: Place):
    with pytest.raises(SettingsError, match="did you mean 'podden'") as caught:
        chosen(themed, 'series == "Podden!"')
    assert "Podden!" in str(caught.value)
    with pytest.raises(SettingsError, match="did you mean '2020-06-03-tema'"):
        chosen(themed, 'theme == "Tidiga insatser"')


def test_a_run_does_what_it_selects_and_says_how_many(bare: Place):
    summary = bare.run(where=parse(f'id == "{TWO}"'))
    assert list(summary.done) == [TWO]
    assert summary.notes[0] == "--where selects 1 of 2 items"
    assert bare.run(where=parse(f'id == "{TWO}"')).notes[0] == (
        "--where selects 1 of 2 items; nothing is due for it"
    )


def test_a_run_that_selects_nothing_says_so_and_is_no_failure(bare: Place):
    summary = bare.run(where=parse("minutes > 1 h"))
    assert (summary.done, summary.exit_code) == ({}, 0)
    assert summary.notes[0] == "--where selects none of the 2 items"
    assert bare.run(where=parse("minutes > 1 h"), only=(ONE,)).notes[0] == (
        "--where selects none of the 2 items among those named with --only (1)"
    )


def test_a_run_says_how_what_it_selects_could_be_better(film: Place, tmp_path: Path):  # noqa: F811
    film.run(model=str(model_folder(tmp_path / "egen", "Hej.")))
    (film.root / "mediahub.toml").write_text(
        f'[speech]\nbeam_size = 2\nmodel = "{tmp_path / "egen"}"\n', encoding="utf-8"
    )
    summary = film.run(where=parse("confidence < 0.95"))
    assert summary.notes[0] == (
        "--where selects 1 of 1 item; nothing is due for it, but it could be better: "
        "add `--renew settings`"
    )


def test_a_plan_shows_what_the_very_run_does(film: Place, tmp_path: Path):  # noqa: F811
    base, own = (str(model_folder(tmp_path / name, "Ett.")) for name in ("whisper-base", "egen"))
    film.run(model=base)
    asked = Choices(renew=frozenset({"model"}))
    view = overview(
        film.root, store=film.store, model=own, choices=asked, where=parse("confidence > 0.5")
    )
    due = [status.stage for status in view.statuses if asked.due(status)]
    assert due[0] == "recognise"
    assert [one.reasons for one in view.statuses if one.stage == "respell"] == [
        ("follows recognise",)
    ]
    assert view.work
    assert view.chosen is not None
    assert view.chosen.told == "--where selects 1 of 1 item"
    assert not overview(film.root, store=film.store, model=own).work
    done = film.run(model=own, renew=asked.renew, where=parse("confidence > 0.5")).done["film"]
    assert set(done) <= set(due)


def test_a_plan_says_of_a_lesser_model_that_it_replaces_nothing(film: Place, tmp_path: Path):  # noqa: F811
    film.run(model=str(model_folder(tmp_path / "whisper-small", "Ett.")))
    (film.root / "mediahub.toml").write_text(
        f'[speech]\nbeam_size = 2\nmodel = "{model_folder(tmp_path / "whisper-base", "Ett.")}"\n',
        encoding="utf-8",
    )
    asked = Choices(renew=frozenset({"settings"}))
    view = overview(film.root, store=film.store, choices=asked)
    (status,) = [one for one in view.statuses if one.stage == "recognise"]
    assert status.kept.startswith("kept the result of local/whisper-small")
    assert not view.work


def test_a_plan_of_some_items_tells_of_these_alone(bare: Place):
    bare.run(only=(ONE,))
    view = overview(bare.root, store=bare.store, where=parse("speakers == 2"))
    assert {status.item for status in view.statuses} == {ONE}
    assert not view.work


def test_names_are_looked_for_only_where_they_must_be_whole(bare: Place):
    assert chosen(bare, 'series ~ "qqq"') == ()
    assert choosing.check_names(parse("edits == 0"), {}) is None
