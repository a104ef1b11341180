"""Models from the hub: the files of a repository at a pinned commit, checked by its own digests."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediahub.models.download import download, first_line
from mediahub.models.values import Hub, ModelFile, human_size
from mediahub.models.wheels import PlaceError, sha256_of
from mediahub.tongues import Said

NOT_FOUND = 404
PART = ".part"
REACH_TIMEOUT_S = 10.0
"""How long the hub may take to answer the first question before another place is tried."""


def fetch_from_hub(
    place: Hub, files: Sequence[ModelFile], folder: Path, say: Callable[[str], None]
) -> Hub:
    """Put the repository's files into `folder`; what a stopped fetch left there is kept and used.

    The place they came from is returned: of a branch the newest commit, and where the hub no longer
    has the commit its newest one, which is said. Every file is checked against the SHA-256 (large
    files) or git digest that the hub states, and against `files` where they have one.
    HF_HUB_OFFLINE, HF_ENDPOINT and the hub's token are honoured. Raises PlaceError when the hub
    cannot be reached, lacks the branch or a file, breaks off, or a digest differs, OSError when
    the folder cannot be written.
    """
    place, stated = _stated(place, say)
    wanted = [file for file in files if file.name in stated]
    lacking = [file.name for file in files if file.required and file.name not in stated]
    if lacking:
        raise PlaceError(
            f"{place.repository} at {place.commit[:12]} has no {', '.join(lacking)}",
            swedish=f"{place.repository}, {place.commit[:12]}, har ingen {', '.join(lacking)}",
        )
    total = sum(stated[file.name].size or 0 for file in wanted)
    say(
        Said(
            f"fetching {human_size(total)} from the hub: {place.repository} at {place.commit[:12]}",
            f"hämtar {human_size(total)} från hubben: {place.repository}, {place.commit[:12]}",
        )
    )
    for file in wanted:
        _fetch(place, file, stated[file.name], folder, say)
    return place


def _stated(place: Hub, say: Callable[[str], None]) -> tuple[Hub, dict[str, Any]]:
    """The place, at the hub's newest commit where it lacks this one, and its files by name."""
    info = _asked(place, place.commit)
    if place.branch:
        # Its main branch would be another model, not a newer one.
        if info is None or not info.sha:
            raise PlaceError(
                f"the hub has no revision {place.commit} of {place.repository}",
                swedish=f"hubben har inte versionen {place.commit} av {place.repository}",
            )
        place = Hub(place.repository, info.sha)
    elif info is None:
        info = _asked(place, None)
        if info is None or not info.sha:
            raise PlaceError(
                f"the hub has no {place.repository}",
                swedish=f"hubben har inte {place.repository}",
            )
        say(
            Said(
                f"the hub no longer has {place.repository} at {place.commit[:12]}, by which "
                f"mediahub knows it; its newest, {info.sha[:12]}, is taken instead",
                f"hubben har inte längre {place.repository} som {place.commit[:12]}, som "
                f"mediahub känner den; den nyaste, {info.sha[:12]}, tas i stället",
            )
        )
        place = replace(place, commit=info.sha)
    return place, {file.rfilename: file for file in info.siblings or ()}


def _asked(place: Hub, commit: str | None) -> Any:
    """What the hub knows of the repository at a commit, or at its newest; None for no such one."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

    try:
        return HfApi().model_info(
            place.repository, revision=commit, timeout=REACH_TIMEOUT_S, files_metadata=True
        )
    except HfHubHTTPError as error:
        gone = getattr(error.response, "status_code", None) == NOT_FOUND
        if gone and not isinstance(error, RepositoryNotFoundError):
            return None
        raise PlaceError(
            f"the hub refused {place.repository}: {first_line(error)}",
            swedish=f"hubben nekade {place.repository}: {first_line(error)}",
        ) from error
    except Exception as error:
        # The library lets through whatever its HTTP client raises, and that client has changed
        # between its versions; a hub that does not answer is no bug of ours in any of them.
        raise PlaceError(
            f"the hub cannot be reached ({first_line(error)})",
            swedish=f"hubben går inte att nå ({first_line(error)})",
        ) from error


def _fetch(
    place: Hub, file: ModelFile, stated: Any, folder: Path, say: Callable[[str], None]
) -> None:
    from huggingface_hub import hf_hub_url
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    target = folder / file.name
    if target.exists() and _digest_error(target, file, stated) is None:
        return
    target.unlink(missing_ok=True)
    # Named after what is stated of it: what came of another commit's file is no beginning of it.
    digest = stated.lfs.sha256 if stated.lfs else stated.blob_id
    part = folder / f"{file.name}.{str(digest)[:12]}{PART}"
    url = hf_hub_url(place.repository, file.name, revision=place.commit)
    download(url, build_hf_headers(), part, stated.size, file.name, say)
    problem = _digest_error(part, file, stated)
    if problem:
        part.unlink()
        raise PlaceError(problem)
    part.replace(target)


def _digest_error(path: Path, file: ModelFile, stated: Any) -> str | None:
    size = path.stat().st_size
    if stated.size is not None and size != stated.size:
        return f"{file.name} has {size} bytes, the hub says {stated.size}"
    expected = file.sha256 or (stated.lfs.sha256 if stated.lfs else None)
    if expected:
        actual = sha256_of(path)
        if actual != expected:
            return f"{file.name} has SHA-256 {actual}, expected {expected}"
    elif stated.blob_id and _git_digest(path, size) != stated.blob_id:
        return f"{file.name} is not the file the hub states"
    return None


def _git_digest(path: Path, size: int) -> str:
    """The name git gives to a file's content: SHA-1 of a header and the bytes."""
    digest = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    digest.update(path.read_bytes())
    return digest.hexdigest()
