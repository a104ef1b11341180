"""The small pictures over a film's time line."""

import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mediahub.mediafile.process import binary
from mediahub.site.timeline import HEAVIEST, MOST, SPARSEST_MS, render_stills, spacing


@given(st.integers(0, 10 * 3_600_000))
def test_the_pictures_reach_to_the_end_and_are_no_more_than_fit(duration_ms: int):
    every, count = spacing(duration_ms)
    assert every >= SPARSEST_MS
    assert 1 <= count <= MOST
    assert (count - 1) * every <= duration_ms <= count * every


def test_the_file_is_named_by_its_bytes_the_same_each_time_and_light(tmp_path: Path):
    film = tmp_path / "a.mp4"
    noise = "nullsrc=size=320x180:rate=1:duration=96,geq=random(1)*255:128:128"
    command = [binary(), "-nostdin", "-v", "error", "-f", "lavfi", "-i", noise, "-pix_fmt"]
    subprocess.run([*command, "yuv420p", f"file:{film}"], check=True)
    made = [
        render_stills(film, folder, duration_ms=96_000, time_limit_s=60)
        for folder in (tmp_path / "1", tmp_path / "2")
        if folder.mkdir() is None
    ]
    (stills, file), (again, other) = made
    assert (stills.every_ms, stills.count, stills.columns) == (2000, 48, 8)
    assert stills == again
    assert file.read_bytes() == other.read_bytes()
    assert file.stat().st_size <= HEAVIEST
    with Image.open(file) as sheet:
        assert sheet.size == (1280, 540)
