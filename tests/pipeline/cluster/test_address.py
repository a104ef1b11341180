from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.pipeline.execute.cluster.address import Cluster, is_loopback, parse_cluster

CERTS = Path("certs")


@pytest.mark.parametrize(
    ("text", "certificates", "cluster"),
    [
        ("local:4", None, Cluster(local=4)),
        ("tcp://127.0.0.1:8786", None, Cluster("tcp://127.0.0.1:8786")),
        ("tcp://127.0.0.1", None, Cluster("tcp://127.0.0.1:8786")),
        ("tcp://localhost:9000/", None, Cluster("tcp://localhost:9000")),
        ("tcp://[::1]:9000", None, Cluster("tcp://[::1]:9000")),
        ("tls://10.0.0.5:9000", CERTS, Cluster("tls://10.0.0.5:9000", certificates=CERTS)),
    ],
)
def test_a_cluster_is_an_address_or_so_many_processes(
    text: str, certificates: Path | None, cluster: Cluster
) -> None:
    assert parse_cluster(text, certificates) == cluster


@pytest.mark.parametrize(
    "text",
    ["", "local", "local:0", "local:65", "127.0.0.1:8786", "http://127.0.0.1", "tcp://",
     "tcp://a b", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", "tcp://127.0.0.1:8786/x", "inproc://1/2/3"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_cluster(text)


@pytest.mark.parametrize("host", ["10.0.0.5", "[::]", "192.168.1.2", "8.8.8.8"])
def test_an_address_that_others_reach_needs_certificates_and_tls(host: str) -> None:
    with pytest.raises(SettingsError, match="can run programs on every worker"):
        parse_cluster(f"tcp://{host}:8786")
    with pytest.raises(SettingsError, match="can run programs on every worker"):
        parse_cluster(f"tcp://{host}:8786", CERTS)
    with pytest.raises(SettingsError, match="needs certificates"):
        parse_cluster(f"tls://{host}:8786")


def test_a_name_that_nobody_knows_is_not_this_machine() -> None:
    assert [is_loopback(one) for one in ("127.3.2.1", "::1", "no-such-host.invalid")] == [
        True, True, False
    ]  # fmt: skip
