"""What was handed in, found fit as a run would find it, and put among the theme's files."""

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from mediahub.atomic import take_name
from mediahub.catalog import Catalogue, Item, load
from mediahub.catalog.ids import name_slug, path_id
from mediahub.catalog.scan import CAPTIONS, MEDIA, is_written, kind_of, stem_and_ending
from mediahub.desk.filenames import numbered, safe_name, stem_of_captions, stems
from mediahub.desk.receiving import Taken, Upload, UploadError, Uploads
from mediahub.errors import MediaError, system_reason
from mediahub.textfile import decode
from mediahub.tongues import Said
from mediahub.workspace.locks import registry_lock
from mediahub.workspace.paths import Workspace

WITHOUT_THEME = Said("Without a theme", "Utan tema")


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder that files may be put into: as seen from media/ ("" is media/ itself), and whose."""

    folder: str
    title: str
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """What a file that can be used tells of itself."""

    title: str | None = None
    length_ms: int | None = None


def destinations(catalogue: Catalogue) -> tuple[Destination, ...]:
    """Where files may be put: each theme's folder, the latest first, then the others with items."""
    media = catalogue.root / MEDIA
    dated = sorted(catalogue.themes, key=lambda one: (str(one.date or ""), one.title))
    found = {
        str(theme.path.relative_to(media).as_posix()).removeprefix("."): Destination(
            str(theme.path.relative_to(media).as_posix()).removeprefix("."), theme.title, theme.id
        )
        for theme in reversed(dated)
        if theme.path.is_relative_to(media)
    }
    for item in catalogue.items:
        parent = item.path.parent
        if item.theme is None and parent.is_relative_to(media) and parent.is_dir():
            folder = parent.relative_to(media).as_posix().removeprefix(".")
            found.setdefault(folder, Destination(folder, folder or WITHOUT_THEME))
    found.setdefault("", Destination("", WITHOUT_THEME))
    return tuple(found.values())


def begin(
    root: Path, uploads: Uploads, called: str, folder: str, length: int, by: str, note: str = ""
) -> Upload:
    """Begin an upload. Raises UploadError where nothing is made of such files, or there is no room,
    and for a folder that is none of `destinations`.
    """
    name = safe_name(called)
    if folder not in {one.folder for one in destinations(load(root))}:
        raise UploadError(
            "unfit",
            f"there is no folder {folder!r} to put files into",
            swedish="Temat finns inte längre. Ladda om sidan och välj ett annat.",
        )
    return uploads.begin(called, name, folder, length, by, note)


def take_in(root: Path, uploads: Uploads, upload_id: str, by: str) -> Upload:
    """Look into an upload that is whole, and put it where it belongs; once, however often asked.

    Raises UploadError for one that is not whole, or busy; for one that cannot be used ("unfit"),
    which is then not kept.
    """
    with uploads.held(upload_id, by) as (upload, path):
        if upload.taken is not None:
            return upload
        if not upload.whole:
            raise UploadError(
                "elsewhere",
                f"{upload.offset} of {upload.length} bytes have come",
                swedish=f"{upload.called}: hela filen har inte kommit än.",
            )
        try:
            fit = judged(path, load(root).settings.time_limit_factor)
        except MediaError as error:
            uploads.discard(upload)
            swedish = error.swedish or f"{upload.called}: filen går inte att använda."
            raise UploadError("unfit", str(error), swedish=swedish) from error
        folder = root / MEDIA / upload.folder
        try:
            with _beside(path, folder) as near, registry_lock(Workspace(root)):
                taken = _put(root, upload, near, fit)
        except UploadError as error:
            if error.why == "unfit":
                uploads.discard(upload)
            raise
        return uploads.taken_in(upload, taken)


def judged(path: Path, time_limit_factor: float = 4.0) -> Fit:
    """What the file tells, found out as a run does. Raises MediaError for one of no use."""
    name = path.name
    if stem_and_ending(name)[1] in CAPTIONS:
        from mediahub.captions.formats import read_captions

        text = decode(path.read_bytes(), name).text
        if not read_captions(text, path.suffix, name=name).cues:
            raise MediaError(
                f"{name}: there are no captions in it", swedish=f"{name}: det finns ingen textning."
            )
        return Fit()
    if is_written(name):
        from mediahub.documents import read_document

        return Fit(read_document(path, name).title)
    from mediahub.mediafile import examine

    found = examine(path, name=name, time_limit_factor=time_limit_factor)
    return Fit(found.info.tags.get("title") or None, found.duration_ms)


def _put(root: Path, upload: Upload, path: Path, fit: Fit) -> Taken:
    catalogue = load(root)
    folder = root / MEDIA / upload.folder
    if upload.folder not in {one.folder for one in destinations(catalogue)}:
        raise UploadError(
            "unfit",
            f"the folder {upload.folder!r} is gone",
            swedish=f"{upload.called}: temats mapp finns inte längre.",
        )
    if stem_and_ending(upload.name)[1] in CAPTIONS:
        return _put_captions(catalogue, folder, upload, path)
    for target in _places(catalogue, folder, upload):
        if target.is_file() and target.samefile(path):
            break  # it was put there, and whoever did was stopped before it was noted
        if target.is_file() and _same(path, target):
            raise UploadError(
                "unfit",
                f"{upload.called}: the same file is there already, {target.name}",
                swedish=f"{upload.called}: samma fil finns redan, som {target.name}.",
            )
        if _is_free(catalogue, target) and _moved(path, target):
            break
    item = next((one for one in load(root).items if one.path == target), None)
    where = target.relative_to(root).as_posix()
    return Taken(where, item.id if item else None, fit.title, fit.length_ms)


def _put_captions(catalogue: Catalogue, folder: Path, upload: Upload, path: Path) -> Taken:
    """Captions get the name of their recording, so that they are taken for its own."""
    stem, name = stem_of_captions(upload.name), upload.name
    of = next((one for one in _in(catalogue, folder) if _stem(one) == stem), None)
    if of is not None:
        name = stem_and_ending(of.path.name)[0] + name.removeprefix(stem)
    target = folder / name
    if (of is not None and of.captions is not None) or not _moved(path, target):
        raise UploadError(
            "unfit",
            f"{upload.called}: there are captions already",
            swedish=f"{upload.called}: det finns redan en textning där. Rätta den på sidan för "
            "inspelningen, eller ta bort den först.",
        )
    return Taken(target.relative_to(catalogue.root).as_posix(), of.id if of else None)


def _places(catalogue: Catalogue, folder: Path, upload: Upload) -> Iterator[Path]:
    """The places to be tried: one that a TOML names and that waits for it, then by number."""
    for item in _in(catalogue, folder, missing=True):
        if item.path.name == upload.called and kind_of(upload.called):
            yield item.path
    for number in count(1):
        yield folder / numbered(upload.name, number)


def _is_free(catalogue: Catalogue, target: Path) -> bool:
    """Whether a file of this name makes an item of its own, and changes no other's id."""
    stem = name_slug(stem_and_ending(target.name)[0])
    waiting = _in(catalogue, target.parent, missing=True)
    if any(one.path == target or one.path == target.with_suffix("") for one in waiting):
        return True  # a TOML tells of it already
    there = [entry.name for entry in target.parent.iterdir()]
    if stem in stems([*there, *(one.path.name for one in waiting)]):
        return False
    workspace = Workspace(catalogue.root)
    parts = target.parent.relative_to(catalogue.root / MEDIA).parts
    made = path_id([*parts, stem])
    known = {one.id for one in catalogue.items}
    known_before = workspace.promise(made).exists() or workspace.item(made).exists()
    return made not in known and not known_before


def _in(catalogue: Catalogue, folder: Path, *, missing: bool = False) -> list[Item]:
    return [one for one in catalogue.items if one.path.parent == folder and one.missing is missing]


def _stem(item: Item) -> str:
    return "" if item.written else name_slug(stem_and_ending(item.path.name)[0])


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and filecmp.cmp(one, other, shallow=False)


@contextmanager
def _beside(path: Path, folder: Path) -> Iterator[Path]:
    """The file in the folder that it goes into, under a name that nothing reads, on disk for good.

    It is another name of it where the file system has such, and a copy on another disk: that takes
    its time, and no lock is held meanwhile.
    """
    if not folder.is_dir():
        yield path  # who takes the lock is told that it is gone
        return
    near = folder / f".{path.parent.name}.part"
    try:
        near.unlink(missing_ok=True)
        try:
            os.link(path, near)
        except OSError:
            shutil.copyfile(path, near)
        with near.open("rb") as file:
            os.fsync(file.fileno())
        yield near
    except OSError as error:
        raise _cannot(folder, error) from error
    finally:
        near.unlink(missing_ok=True)


def _moved(source: Path, target: Path) -> bool:
    """Give the file its place, whole and at once; False where something stands there."""
    if not take_name(source, target):
        return False
    with suppress(OSError):
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return True


def _cannot(folder: Path, error: OSError) -> UploadError:
    return UploadError(
        "room",
        f"{folder} cannot be written ({error.strerror}); free space or give rights",
        swedish=f"Det går inte att skriva i temats mapp ({system_reason(error).swedish}). "
        "Filen är kvar. Be den "
        "som sköter datorn att göra plats eller ge rätt att skriva, och fortsätt sedan.",
    )
