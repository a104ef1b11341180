"""The API held against its own specification by schemathesis: every check that it has, by name.

`MEDIAHUB_EXAMPLES` asks for more examples of each operation than the few of `make test`.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis import engine
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events
from schemathesis.python.asgi import HOST
from tests.web.test_api import Clock

from mediahub.web.staff.api import working
from mediahub.web.staff.api.operations import OPERATIONS
from mediahub.web.staff.app import OWN_NAMES, make_staff_app, open_place
from mediahub.web.staff.limits import Limit
from mediahub.web.staff.tokens import ACTIONS

SEED = 20_261_128
FEW = 6
NAMED = {
    "not_a_server_error": "nothing that is asked makes the site fail",
    "status_code_conformance": "every status is one that is told",
    "content_type_conformance": "every type is one that is told",
    "response_headers_conformance": "headers are there that are told, and as told",
    "response_schema_conformance": "every value is as told",
    "negative_data_rejection": "what is told to be refused is refused",
    "positive_data_acceptance": "what is told to be taken is taken",
    "missing_required_header": "nothing is changed without a version",
    "unsupported_method": "other methods are refused, and the right ones named",
    "allow_header_conformance": "Allow names the methods that there are",
    "ignored_auth": "no token and a wrong one are refused",
    "use_after_free": "what was taken away is gone",
    "ensure_resource_availability": "what was made is there",
    "object_level_authorization": "nothing is answered to whoever may not have it",
}
"""Each check, and what it holds."""
OTHERWISE = {
    "search": ["422"],  # a query that nobody can understand, or a theme that there is not
    "getPlan": ["422"],  # an expression that is none
    "startRun": ["422"],
    "correctSegment": ["412"],  # nobody guesses a version
    "splitSegment": ["412"],
    "joinSegments": ["412"],
    "giveSegment": ["412"],
    "setChapters": ["412", "422"],  # times that do not rise, or past the end
    "resetChapters": ["412"],
    "withholdPassage": ["422"],  # an end before the beginning, or past the end
    "nameVoice": ["422"],  # a voice that is not heard there
    "review": ["422"],  # where nothing is said, and an end before the beginning
}
"""What may be refused although its form is right: a specification cannot say which words."""
UNGUESSED = {
    "correctSegment", "undoEdit", "nameVoice", "getRun", "stopRun", "getSegment", "splitSegment",
    "joinSegments", "giveSegment", "setChapters", "resetChapters", "releasePassage", "followRun",
    "withholdPassage",
}  # fmt: skip
"""What needs a version, a decision, a voice, a segment or a run that nobody draws by chance."""
TAKEN = ["2xx", "401", "403", "404", "409", "429"]


@pytest.fixture
def app(copied: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    place = open_place(copied)
    place.wrong_tokens = Limit(Clock(), most=10**9)
    monkeypatch.setattr(working, "start_run", lambda _place, _where: True)
    owner = place.accounts.user("admin")
    assert owner is not None
    _, secret = place.tokens.add(owner, "schemathesis", ACTIONS)
    return make_staff_app(place, OWN_NAMES | {HOST}), secret


def configured(secret: str, examples: int) -> SchemathesisConfig:
    """Every check named, the same cases each time, and an item that there is."""
    load_all_checks()
    assert set(CHECKS.get_all_names()) == set(NAMED)
    checks: dict[str, Any] = {name: {"enabled": True} for name in NAMED}
    checks["positive_data_acceptance"] = {"expected-statuses": TAKEN}
    checks["missing_required_header"] = {"expected-statuses": ["401", "403", "422", "428"]}
    return SchemathesisConfig.from_dict({
        "seed": SEED,
        "headers": {"Authorization": f"Bearer {secret}"},
        "parameters": {"path.item": "podden-avsnitt-1"},
        "checks": checks,
        "generation": {"max-examples": examples, "database": "none", "deterministic": True},
        "operations": [
            {
                "include-operation-id": name,
                "checks": {"positive_data_acceptance": {"expected-statuses": [*TAKEN, *also]}},
            }
            for name, also in OTHERWISE.items()
        ],
    })  # fmt: skip


@dataclass
class Told:
    """What was found: failed checks and what kept schemathesis from asking; and every answer."""

    faults: list[str] = field(default_factory=list)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def hear(self, event: Any) -> None:
        if isinstance(event, events.NonFatalError | events.FatalError):
            self.faults.append(repr(event))
        elif isinstance(event, events.EngineFinished):
            self.faults += [f"{o.title}: {o.operation}: {o.message}" for o in event.failures]
        elif isinstance(event, events.ScenarioFinished):
            cases = event.recorder.cases
            for name, one in event.recorder.interactions.items():
                if name in cases and one.response is not None:
                    operation = cases[name].value.operation.label
                    self.answers[operation, one.response.status_code] += 1


def test_the_api_does_what_its_specification_says(app: tuple[Any, str]) -> None:
    site, secret = app
    examples = int(os.environ.get("MEDIAHUB_EXAMPLES", FEW))
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", site, config=configured(secret, examples)
    )
    told = Told()
    for event in engine.from_schema(schema).execute():
        told.hear(event)
    assert told.faults == []
    # None was asked in vain: each did at least once what it is for, but for what cannot be guessed.
    done = {name for name, status in told.answers if status < 300}
    assert {f"{one.method} {one.path}" for one in OPERATIONS if one.id not in UNGUESSED} <= done
