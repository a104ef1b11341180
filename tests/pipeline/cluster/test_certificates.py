from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.pipeline.execute.cluster.certificates import make_certificates, security

pytest.importorskip("distributed", reason="the cluster's extra is not installed")
pytest.importorskip("cryptography", reason="the cluster's extra is not installed")

NOW = datetime.now(UTC)


def test_certificates_are_made_once_and_serve_all_three(tmp_path: Path) -> None:
    made = make_certificates(tmp_path / "certs", NOW)
    assert made.until == NOW + timedelta(days=730)
    assert (tmp_path / "certs" / "cluster.key").stat().st_mode & 0o777 == 0o600
    held = security(tmp_path / "certs")
    assert held.require_encryption is True
    assert all(held.get_connection_args(who)["ssl_context"] for who in ("client", "worker"))
    assert held.get_listen_args("scheduler")["ssl_context"]
    with pytest.raises(SettingsError, match="is there already"):
        make_certificates(tmp_path / "certs", NOW)


def test_the_authority_signs_no_more(tmp_path: Path) -> None:
    make_certificates(tmp_path, NOW)
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "authority.pem", "cluster.key", "cluster.pem"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("missing", "is not there"),
        ("open", "can be read by everybody"),
        ("damaged", "are damaged, or not of one cluster"),
        ("mixed", "are damaged, or not of one cluster"),
    ],
)
def test_what_is_wrong_with_certificates_is_told(tmp_path: Path, harm: str, words: str) -> None:
    make_certificates(tmp_path / "a", NOW)
    make_certificates(tmp_path / "b", NOW)
    if harm == "missing":
        (tmp_path / "a" / "cluster.pem").unlink()
    elif harm == "open":
        (tmp_path / "a" / "cluster.key").chmod(0o644)
    elif harm == "damaged":
        (tmp_path / "a" / "cluster.pem").write_text("-----BEGIN CERTIFICATE-----\nx\n")
    else:
        (tmp_path / "b" / "authority.pem").replace(tmp_path / "a" / "authority.pem")
    with pytest.raises(SettingsError, match=words):
        security(tmp_path / "a")


def test_certificates_that_have_run_out_are_told(tmp_path: Path) -> None:
    make_certificates(tmp_path, NOW - timedelta(days=800))
    with pytest.raises(SettingsError, match="were valid until"):
        security(tmp_path)


def test_a_machine_whose_clock_is_days_behind_is_told_of_its_clock(tmp_path: Path) -> None:
    make_certificates(tmp_path, datetime.now(UTC) + timedelta(days=3))
    with pytest.raises(SettingsError, match=r"are not valid before .* clock says .*: set it right"):
        security(tmp_path)
