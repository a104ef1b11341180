"""`--depot` and `--scratch`: where they do not belong they are refused, before anything is made."""

import pytest

from tests.cli.conftest import Mediahub, Place


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("run --depot s3://podd/arbete", "--depot goes with --cluster"),
        ("run --cluster tcp://127.0.0.1:1 --depot /mnt/podd", "is no bucket: write s3://"),
        ("run --cluster local:2 --depot s3://podd/arbete", "its processes see the workspace"),
        ("worker tcp://127.0.0.1:1 --scratch arbete", "--scratch goes with --depot"),
    ],
)
def test_a_depot_that_does_not_belong_is_refused(
    mediahub: Mediahub, bare: Place, command: str, told: str
) -> None:
    answer = mediahub("-C", str(bare.root), *command.split())
    assert (answer.code, told in answer.err) == (2, True)
    assert not (bare.root / "transcripts").exists()
