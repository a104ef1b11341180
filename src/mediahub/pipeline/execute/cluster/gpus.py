"""Which GPU a worker process is let see: one each, out of those that its machine gives it."""

from mediahub.errors import SettingsError

GPUS = "CUDA_VISIBLE_DEVICES"
"""CUDA's own variable: the GPUs that a program sees, by number or name, with commas between."""


def own_gpus(count: int, visible: str | None) -> list[str]:
    """The GPU of each of the first `count` processes, out of those that `GPUS` lets be seen.

    Whoever shares out a machine's GPUs (Slurm does) names them there: the first of ours need not be
    the machine's. Raises SettingsError where there are fewer.
    """
    if visible is None:
        return [str(number) for number in range(count)]
    given = [one.strip() for one in visible.split(",") if one.strip()]
    if len(given) < count:
        raise SettingsError(
            f"--gpus {count}: {GPUS} is {visible!r}, which gives this program {len(given)}",
            swedish=f"--gpus {count}: {GPUS} är {visible!r}, vilket ger programmet {len(given)}.",
        )
    return given[:count]
