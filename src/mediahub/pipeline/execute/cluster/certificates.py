"""The certificates of a cluster: one authority, and one pair that all its machines bear.

Dask asks both ends for a certificate that the authority signed, and looks at no host name: whoever
has the folder is of the cluster. The authority's key is thrown away, so that nobody can sign more.
"""

import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mediahub.atomic import write_bytes
from mediahub.errors import SettingsError

VALID = timedelta(days=730)
AUTHORITY, CERTIFICATE, KEY = "authority.pem", "cluster.pem", "cluster.key"
EARLY = timedelta(hours=1)
"""For machines whose clocks are behind."""


@dataclass(frozen=True, slots=True)
class Made:
    """The folder with the certificates, and until when they are valid (with a zone)."""

    folder: Path
    until: datetime


def make_certificates(folder: Path, now: datetime) -> Made:
    """Make an authority and a pair of certificate and key in a folder that has none yet.

    The key is readable by its owner alone. Raises SettingsError where there are some already.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    there = [name for name in (AUTHORITY, CERTIFICATE, KEY) if (folder / name).exists()]
    if there:
        raise SettingsError(
            f"{folder / there[0]} is there already: those who have it would be shut out by a new "
            "one. Name another folder, or move it away first",
            swedish=f"{folder / there[0]} finns redan: de som har det skulle stängas ute av ett "
            "nytt. Ange en annan mapp, eller flytta undan den först.",
        )

    def named(what: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, what)])

    def begun(name: x509.Name, key: Any) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(authority_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - EARLY)
            .not_valid_after(now + VALID)
        )

    authority_name = named("mediahub cluster authority")
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = (
        begun(authority_name, authority_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    certificate = (
        begun(named("mediahub cluster"), key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(folder / AUTHORITY, authority.public_bytes(pem))
    write_bytes(folder / CERTIFICATE, certificate.public_bytes(pem))
    _write_secret(
        folder / KEY,
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    return Made(folder, now + VALID)


def _write_secret(path: Path, data: bytes) -> None:
    # Never readable by others, not even for a moment.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def security(folder: Path | None) -> Any:
    """Dask's `Security` of the certificates in a folder, None without one.

    Raises SettingsError where a file is missing, is no certificate, or everybody may read the key.
    """
    if folder is None:
        return None
    from distributed import Security

    for name in (AUTHORITY, CERTIFICATE, KEY):
        if not (folder / name).is_file():
            raise SettingsError(
                f"{folder / name} is not there: make certificates with `mediahub cluster "
                "certificates`, and give all machines the same folder",
                swedish=f"{folder / name} finns inte. Skapa certifikat med `mediahub cluster "
                "certificates`, och ge alla datorer samma mapp.",
            )
    # Its group may read it: so a secret comes into a container that is not root's.
    if (folder / KEY).stat().st_mode & 0o027:
        raise SettingsError(
            f"{folder / KEY} can be read by everybody: chmod 600 it",
            swedish=f"{folder / KEY} kan läsas av alla: kör chmod 600 på den",
        )
    _require_valid(folder)
    pair = {"cert": str(folder / CERTIFICATE), "key": str(folder / KEY)}
    return Security(
        require_encryption=True,
        tls_ca_file=str(folder / AUTHORITY),
        **{
            f"tls_{who}_{part}": path
            for who in ("client", "scheduler", "worker")
            for part, path in pair.items()
        },
    )


def _require_valid(folder: Path) -> None:
    """Raise SettingsError for files that are damaged, of two clusters, or no longer valid."""
    import time

    from cryptography import x509

    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(folder / AUTHORITY)
        context.load_cert_chain(folder / CERTIFICATE, folder / KEY)
        held = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
        authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
        held.verify_directly_issued_by(authority)
    except Exception as error:
        raise SettingsError(
            f"the certificates in {folder} are damaged, or not of one cluster ({error}); make new "
            "ones with `mediahub cluster certificates`, for all machines",
            swedish=f"Certifikaten i {folder} är skadade, eller inte ur samma kluster (“{error}”). "
            "Skapa nya med `mediahub cluster certificates`, för alla datorer.",
        ) from error
    now = time.time()
    if held.not_valid_before_utc.timestamp() > now:
        raise SettingsError(
            f"the certificates in {folder} are not valid before "
            f"{held.not_valid_before_utc:%Y-%m-%d %H:%M} UTC, and this machine's clock says "
            f"{datetime.now(UTC):%Y-%m-%d %H:%M}: set it right",
            swedish=f"Certifikaten i {folder} gäller först från "
            f"{held.not_valid_before_utc:%Y-%m-%d %H:%M} UTC, och den här datorns klocka är "
            f"{datetime.now(UTC):%Y-%m-%d %H:%M}. Ställ den rätt.",
        )
    if held.not_valid_after_utc.timestamp() < now:
        raise SettingsError(
            f"the certificates in {folder} were valid until "
            f"{held.not_valid_after_utc:%Y-%m-%d}; make new ones with `mediahub cluster "
            "certificates`, for all machines",
            swedish=f"Certifikaten i {folder} gällde till {held.not_valid_after_utc:%Y-%m-%d}. "
            "Skapa nya med `mediahub cluster certificates`, för alla datorer.",
        )
