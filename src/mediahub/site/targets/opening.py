"""From `[publish]` in mediahub.toml to the place that it names; secrets come from elsewhere."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mediahub.catalog.settings import PublishSettings
from mediahub.errors import SettingsError
from mediahub.site.targets.store import FolderStore, Store

PASSWORD = "MEDIAHUB_PUBLISH_PASSWORD"  # noqa: S105 - the name of a variable
SERVICE = "mediahub"


def open_store(settings: PublishSettings, root: Path, environment: Mapping[str, str]) -> Store:
    """The place that `target` names; a folder is seen from the workspace `root`.

    A password comes from MEDIAHUB_PUBLISH_PASSWORD, else from the system's keyring (service
    "mediahub", user `sftp://lisa@host`). Raises SettingsError where the target cannot be one, and
    StoreError where it cannot be reached.
    """
    parts = urlsplit(settings.target)
    if parts.scheme not in ("s3", "sftp", "webdav", "webdavs"):
        return _folder(settings.target, root)
    from mediahub.site.targets.fsspecstore import s3_store, sftp_store, webdav_store

    user = unquote(parts.username) if parts.username else None
    host = parts.hostname or ""
    account = f"{parts.scheme}://{f'{user}@' if user else ''}{host}"
    secret = _secret(account, environment)
    if parts.scheme == "s3":
        # hostname is in lower case, and so are buckets
        place = f"{parts.netloc}{unquote(parts.path)}"
        kept = None if "AWS_ACCESS_KEY_ID" in environment else secret
        return s3_store(
            place, account, endpoint=settings.endpoint, region=settings.region, secret=kept
        )
    if parts.scheme == "sftp":
        return sftp_store(
            unquote(parts.path), account, host=host, port=parts.port, user=user, secret=secret
        )
    at = f"{host}:{parts.port}" if parts.port is not None else host
    base = f"{'https' if parts.scheme == 'webdavs' else 'http'}://{at}{parts.path}"
    return webdav_store(base, account, user=user, secret=secret)


def _folder(target: str, root: Path) -> FolderStore:
    folder, feeds = (root / target).resolve(), (root / "feeds").resolve()
    if folder.is_relative_to(feeds) or root.resolve().is_relative_to(folder):
        raise SettingsError(
            f"mediahub.toml: [publish] target: {folder} is feeds/ itself or holds the workspace; "
            "name another folder",
            swedish=f"mediahub.toml: [publish] target: {folder} är feeds/ själv eller innehåller "
            "arbetsytan. Ange en annan mapp.",
        )
    if not folder.parent.is_dir():
        raise SettingsError(
            f"mediahub.toml: [publish] target: {folder.parent} is not there; is the disk mounted?",
            swedish=f"mediahub.toml: [publish] target: {folder.parent} finns inte. Är disken "
            "monterad?",
        )
    return FolderStore(folder)


def _secret(account: str, environment: Mapping[str, str]) -> str | None:
    given = environment.get(PASSWORD)
    if given:
        return given
    try:
        keyring = importlib.import_module("keyring")
        found = keyring.get_password(SERVICE, account)
    except Exception:  # noqa: BLE001 - no keyring, or one that is locked: then there is no secret
        return None
    return str(found) if found else None
