"""What a machine shares out among its worker processes."""

import pytest

from mediahub.errors import SettingsError
from mediahub.pipeline.execute.cluster.gpus import own_gpus


@pytest.mark.parametrize(
    ("count", "visible", "own"),
    [
        (2, None, ["0", "1"]),
        (2, "2,3", ["2", "3"]),  # as Slurm gives them to a job
        (1, "GPU-5e8f, GPU-77aa", ["GPU-5e8f"]),
        (0, "", []),
    ],
)
def test_each_process_has_a_gpu_out_of_those_that_it_was_given(
    count: int, visible: str | None, own: list[str]
) -> None:
    assert own_gpus(count, visible) == own


def test_more_gpus_than_there_are_given_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"--gpus 2: CUDA_VISIBLE_DEVICES is '3'"):
        own_gpus(2, "3")
