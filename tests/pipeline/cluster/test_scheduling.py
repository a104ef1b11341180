"""A scheduler that cannot be where it is to be says so in words, before anything starts."""

import socket

import pytest

from mediahub.errors import SettingsError
from mediahub.pipeline.execute.cluster import scheduling
from mediahub.pipeline.execute.cluster.scheduling import scheduler_options, serve_scheduler
from mediahub.tongues import swedish


@pytest.fixture(autouse=True)
def dask() -> None:
    pytest.importorskip("distributed", reason="the cluster's extra is not installed")
    pytest.importorskip("cryptography", reason="the cluster's extra is not installed")


def refused(host: str, port: int) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        serve_scheduler(host, port, None, lambda _text: pytest.fail("it has started"))
    return caught.value


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        error = refused("127.0.0.1", port)
    assert str(error).startswith(f"somebody is at 127.0.0.1:{port} already")
    assert swedish(error.said).startswith(f"Någon finns redan på 127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("192.0.2.99", "192.0.2.99 is no address of this machine"),  # of documents, RFC 5737
        ("skedulare.invalid", "nobody knows a machine skedulare.invalid"),
    ],
)
def test_an_address_that_is_not_the_machine_s_own_is_told(
    monkeypatch: pytest.MonkeyPatch, host: str, told: str
) -> None:
    monkeypatch.setattr(scheduling, "require_safe", lambda *_words: None)
    assert str(refused(host, 0)).startswith(told)


def test_an_ipv6_address_may_have_brackets_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts: list[str] = []

    async def scheduler(_scheme: str, host: str, port: int, *_more: object) -> None:
        hosts.append(scheduler_options(host, port)["host"])

    monkeypatch.setattr(scheduling, "_scheduler", scheduler)
    monkeypatch.setattr(scheduling, "_require_free", lambda *_at: None)
    for host in ("::1", "[::1]"):
        serve_scheduler(host, 8786, None, lambda _text: None)
    assert hosts == ["[::1]", "[::1]"]
