"""From `[publish]` to a place: what each library is given, and where secrets come from."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from mediahub.catalog.settings import PublishSettings
from mediahub.errors import SettingsError
from mediahub.site.targets.opening import open_store


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the libraries are called with; nothing is reached."""
    calls: dict[str, Any] = {}

    def library(module: str, name: str) -> None:
        made = ModuleType(module)

        def system(*args: Any, **options: Any) -> object:
            calls[module] = (args, options)
            return SimpleNamespace(_makedirs=None, _mkdir=None)

        setattr(made, name, system)
        monkeypatch.setitem(sys.modules, module, made)

    library("s3fs", "S3FileSystem")
    library("sshfs", "SSHFileSystem")
    library("webdav4.fsspec", "WebdavFileSystem")
    keyring = ModuleType("keyring")
    kept = {"sftp://lisa@host.example": "ur ringen", "s3://podd": "nyckel:hemlighet"}
    keyring.get_password = lambda _service, account: kept.get(account)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    return calls


def test_s3_is_asked_at_its_endpoint_and_by_the_environment(given: dict[str, Any], tmp_path: Path):
    settings = PublishSettings("s3://podd/feeds", "https://s3.example", "eu-north-1")
    open_store(settings, tmp_path, {"AWS_ACCESS_KEY_ID": "x"})
    _, options = given["s3fs"]
    assert (options["endpoint_url"], options["client_kwargs"], options["key"]) == (
        "https://s3.example", {"region_name": "eu-north-1"}, None,
    )  # fmt: skip
    open_store(settings, tmp_path, {})
    _, options = given["s3fs"]
    assert (options["key"], options["secret"]) == ("nyckel", "hemlighet")


def test_sftp_takes_the_users_known_hosts_and_the_word_of_the_environment_first(
    given: dict[str, Any], tmp_path: Path
):
    settings = PublishSettings("sftp://lisa@host.example:2222/srv")
    open_store(settings, tmp_path, {"MEDIAHUB_PUBLISH_PASSWORD": "ur miljön"})
    (host,), options = given["sshfs"]
    assert host == "host.example"
    assert {k: options[k] for k in ("known_hosts", "username", "port", "password")} == {
        "known_hosts": (), "username": "lisa", "port": 2222, "password": "ur miljön",
    }  # fmt: skip
    open_store(settings, tmp_path, {})
    assert given["sshfs"][1]["password"] == "ur ringen"  # noqa: S105


def test_webdavs_is_https(given: dict[str, Any], tmp_path: Path):
    open_store(PublishSettings("webdavs://lisa@host.example/dav"), tmp_path, {})
    assert given["webdav4.fsspec"][0] == ("https://host.example/dav",)
    assert given["webdav4.fsspec"][1]["auth"] == ("lisa", "")
    open_store(PublishSettings("webdav://host.example:8080/dav"), tmp_path, {})
    assert given["webdav4.fsspec"][0] == ("http://host.example:8080/dav",)


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(SettingsError, match=r"mediahub\[publish\]"):
        open_store(PublishSettings("s3://podd/feeds"), tmp_path, {})
