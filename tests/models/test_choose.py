"""Which model is chosen: the best at hand, the one named, the first one fetched."""

from dataclasses import replace
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.models import (
    DIARISER,
    KNOWN,
    WHISPER_BASE,
    First,
    Model,
    Store,
    better_at_hand,
    default_store,
    embedder_for,
    first_embedder,
    first_recogniser,
    known,
    rank_of,
    recogniser_for,
    recogniser_like,
)
from mediahub.transcript import ModelIdentity


class FakeStore(Store):
    """A store that holds the named models and can fetch some more."""

    def __init__(self, *names: str, can_fetch: tuple[str, ...] = ()) -> None:
        super().__init__(Path("/nowhere"))
        self.names, self.can_fetch = set(names), can_fetch

    def at_hand(self, model: Model, **_) -> Path | None:
        return Path(model.name) if model.name in self.names else None

    def fetch(self, model: Model, _say, **_) -> Path:
        if model.name not in self.can_fetch:
            raise SettingsError(f"{model.name} could not be fetched: no way there")
        self.names.add(model.name)
        return Path(model.name)


SMALL, LARGE = "KBLab/kb-whisper-small", "KBLab/kb-whisper-large"


def ct2_folder(folder: Path, name: str) -> Path:
    path = folder / name
    path.mkdir()
    for file in ("model.bin", "config.json", "tokenizer.json", "vocabulary.json"):
        (path / file).write_text(f"{file} of {name}")
    return path


def test_auto_is_the_best_ranked_one_at_hand() -> None:
    store = FakeStore(WHISPER_BASE.name, SMALL, "openai/whisper-large-v3")
    assert recogniser_for("auto", store) == known(SMALL)


def test_auto_with_nothing_at_hand_is_none() -> None:
    assert recogniser_for("auto", FakeStore(DIARISER.name)) is None


def test_a_known_name_is_that_model_in_any_case() -> None:
    assert recogniser_for("kblab/KB-whisper-small", FakeStore()) == known(SMALL)


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("KBLab/kb-wisper-small", r"did you mean KBLab/kb-whisper-small\?"),
        ("whisper-base", r"did you mean openai/whisper-base\?"),
        (DIARISER.name, "is no recogniser"),
        ("qqqq", "is no recogniser mediahub knows; write"),
    ],
)
def test_an_unknown_name_is_refused_with_a_guess(wanted: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=meant):
        recogniser_for(wanted, FakeStore())


def test_a_folder_is_a_model_ranked_by_its_name(tmp_path: Path) -> None:
    folder = ct2_folder(tmp_path, "whisper_small-int8")
    model = recogniser_for(str(folder), FakeStore())
    assert model is not None
    assert (model.name, model.rank, model.swedish) == ("local/whisper_small-int8", 30, False)
    assert Store(tmp_path / "store").open(model) == folder
    swedish = recogniser_for(str(ct2_folder(tmp_path, "kb-whisper-small")), FakeStore())
    assert swedish is not None
    assert (swedish.rank, swedish.swedish) == (80, True)


def test_a_folders_revision_follows_its_content(tmp_path: Path) -> None:
    folder = ct2_folder(tmp_path, "mine")
    before = recogniser_for(str(folder), FakeStore())
    (folder / "model.bin").write_text("other weights")
    after = recogniser_for(str(folder), FakeStore())
    assert before is not None
    assert after is not None
    assert before.revision != after.revision
    assert before.rank == 0


def test_a_folder_without_its_tokenizer_is_refused(tmp_path: Path) -> None:
    folder = ct2_folder(tmp_path, "mine")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(SettingsError, match=r"it has no tokenizer\.json"):
        recogniser_for(str(folder), FakeStore())
    with pytest.raises(SettingsError, match="there is no such folder"):
        recogniser_for(str(tmp_path / "gone"), FakeStore())


def test_a_better_model_at_hand_is_told() -> None:
    used = WHISPER_BASE.identity
    assert better_at_hand(used, FakeStore(WHISPER_BASE.name, SMALL)) == known(SMALL)
    assert better_at_hand(used, FakeStore(WHISPER_BASE.name)) is None
    assert better_at_hand(known(LARGE).identity, FakeStore(SMALL)) is None
    assert better_at_hand(None, FakeStore(WHISPER_BASE.name)) == WHISPER_BASE


def test_ranks_follow_the_published_error_rates() -> None:
    def mean(model: Model) -> float:
        return sum(float(part) for part in model.swedish_wer.split("/")) / 3

    ranked = [model for model in KNOWN if model.kind == "recogniser"]
    by_rank = sorted(ranked, key=lambda model: -model.rank)
    assert by_rank == sorted(ranked, key=mean)
    assert rank_of(ModelIdentity("local/whisper-small", "x")) == 30
    assert rank_of(ModelIdentity("someone/else", "x")) == 0


def test_a_name_tells_of_the_known_model_with_the_longest_name_in_it() -> None:
    assert recogniser_like("local/openai-whisper-small") == known("openai/whisper-small")
    assert recogniser_like("local/KB_Whisper_small-int8") == known(SMALL)
    assert recogniser_like(WHISPER_BASE.name) == WHISPER_BASE
    assert recogniser_like("someone/else") is None


def test_the_first_recogniser_is_kb_whisper_when_it_can_be_had() -> None:
    said: list[str] = []
    store = FakeStore(can_fetch=(SMALL, WHISPER_BASE.name))
    assert first_recogniser(store, said.append, device="cpu") == First(known(SMALL))
    assert said == [f"no recogniser on this machine; the one wanted is {SMALL} (488 MB)"]


def test_a_fallback_to_another_language_is_never_silent() -> None:
    said: list[str] = []
    store = FakeStore(can_fetch=(WHISPER_BASE.name,))
    first = first_recogniser(store, said.append, device="cpu")
    reason = f"{SMALL} could not be fetched: no way there"
    assert first == First(
        WHISPER_BASE,
        f"openai/whisper-base is used instead of {SMALL} ({reason}). It is not a Swedish model: "
        f"expect 39.6 % wrong words where {SMALL} has 7.3 %. When that is mended, run "
        f"`mediahub models fetch {SMALL}` and `mediahub run --renew model`",
    )
    assert said[1:] == [reason, first.note]


def test_a_newer_commit_than_the_known_one_is_noted() -> None:
    class Newer(FakeStore):
        def as_held(self, model: Model) -> Model:
            return replace(model, came_as="a1b2c3d4e5f6")

    first = first_recogniser(Newer(can_fetch=(SMALL,)), lambda _: None, device="cpu")
    assert first.model.identity.revision == "a1b2c3d4e5f6"
    assert first.note == (
        f"{SMALL} is at a1b2c3d4e5f6, the newest that the hub has: the one that mediahub knows, "
        "3564d61a42fc, is no longer there"
    )


def test_nothing_at_hand_and_nothing_reachable_names_the_ways_out() -> None:
    with pytest.raises(SettingsError) as caught:
        first_recogniser(FakeStore(), lambda _: None, device="cpu")
    text = str(caught.value)
    for way in ("no way there", "package index", "copy the model store", 'model = "/path/to'):
        assert way in text


def test_without_an_embedder_the_run_says_so() -> None:
    said: list[str] = []
    assert first_embedder(FakeStore(), said.append) is None
    assert "everyone is one speaker" in said[0]
    assert embedder_for(FakeStore(DIARISER.name)) == DIARISER


def test_the_store_can_be_moved_by_an_environment_variable(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("MEDIAHUB_MODELS", str(tmp_path))
    assert default_store().folder == tmp_path
    monkeypatch.delenv("MEDIAHUB_MODELS")
    assert default_store().folder.parts[-2:] == ("mediahub", "models")
