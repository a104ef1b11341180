"""Whether waiting mends it that a cluster cannot be reached."""

import itertools
import socket
import ssl

import pytest

from mediahub.errors import MediaError, SettingsError
from mediahub.pipeline.execute.cluster import reaching
from mediahub.pipeline.execute.cluster.reaching import (
    ClusterAwayError,
    ClusterUnfitError,
    away_at,
    require_known,
    unreached,
)
from mediahub.tongues import swedish

ADDRESS = "tls://10.0.0.5:8786"


def raised(*chain: BaseException) -> BaseException:
    """The first error, each caused by the next."""
    for one, cause in itertools.pairwise(chain):
        one.__cause__ = cause
    return chain[0]


def test_who_does_not_answer_may_come_back() -> None:
    error = unreached(ADDRESS, raised(OSError("timed out"), ConnectionRefusedError(111, "refused")))
    assert isinstance(error, ClusterAwayError)
    assert error.who == "scheduler"
    assert str(error).startswith(f"no scheduler answers at {ADDRESS} (refused); start one with")
    nobody = f"Ingen schemaläggare svarar på {ADDRESS} (anslutningen nekades)."
    assert swedish(error.said).startswith(nobody)


def test_other_certificates_are_not_mended_by_waiting() -> None:
    strange = ssl.SSLError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    error = unreached(ADDRESS, raised(OSError("before comm was established"), strange))
    assert isinstance(error, ClusterUnfitError)
    assert str(error).startswith(f"who answers at {ADDRESS} is no scheduler with these certificate")


@pytest.mark.parametrize(
    ("cause", "kind"),
    [(ConnectionError("no route"), ClusterAwayError), (ValueError("no key"), ClusterUnfitError)],
)
def test_a_bucket_that_does_not_answer_may_come_back(cause: Exception, kind: type) -> None:
    error = raised(SettingsError("--depot s3://x"), MediaError("s3://x"), cause)
    assert isinstance(error, SettingsError)
    assert type(away_at(error, "depot")) is kind


def test_a_name_that_nobody_knows_is_told_but_not_one_that_cannot_be_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def asked(number: int) -> None:
        def fail(*_words: object, **_more: object) -> None:
            raise socket.gaierror(number, "as the system says it")

        monkeypatch.setattr(reaching.socket, "getaddrinfo", fail)

    asked(socket.EAI_AGAIN)
    require_known("tls://skedulare:8786")
    asked(socket.EAI_NONAME)
    with pytest.raises(ClusterUnfitError, match="nobody knows a machine skedulare"):
        require_known("tls://skedulare:8786")
