"""Workspaces as for the pipeline, and browsers of users."""

from starlette.testclient import TestClient
from tests.pipeline.conftest import Place, bare, empty

from mediahub.web.staff.place import COOKIE
from mediahub.web.staff.sessions import form_token
from mediahub.web.staff.tokens import HEADER

__all__ = ["Place", "bare", "empty", "log_in"]


def log_in(client: TestClient, name: str, password: str) -> None:
    """Log a browser in, whose scripts say from now on what its pages would tell them."""
    answer = client.post(
        "/logga-in",
        data={"namn": name, "losen": password, "till": "/"},
        headers={"origin": str(client.base_url)},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    client.headers[HEADER] = form_token(client.cookies[COOKIE])
