"""A picture of a film."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from mediahub.errors import MediaError
from mediahub.mediafile import contact_sheet, still
from mediahub.mediafile.process import binary
from tests.mediafile.conftest import Make


def test_a_film_gives_the_same_jpeg_each_time(film: Make, tmp_path: Path):
    source = film("a.mp4")
    still(source, tmp_path / "1.jpg", time_limit_s=60)
    still(source, tmp_path / "2.jpg", time_limit_s=60)
    with Image.open(tmp_path / "1.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 48))
    assert (tmp_path / "1.jpg").read_bytes() == (tmp_path / "2.jpg").read_bytes()


def test_sound_alone_has_no_picture(tone: Make, tmp_path: Path):
    with pytest.raises(MediaError):
        still(tone("a.mp3"), tmp_path / "1.jpg", time_limit_s=60)
    assert not (tmp_path / "1.jpg").exists()


def test_a_sheet_has_the_picture_of_each_time_row_by_row(tmp_path: Path):
    film = tmp_path / "a.mp4"
    parts = [f"color={one}:size=64x36:rate=10:duration=2" for one in ("red", "lime", "blue")]
    inputs = [word for part in parts for word in ("-f", "lavfi", "-i", part)]
    joined = ["-filter_complex", "concat=n=3", "-pix_fmt", "yuv420p", f"file:{film}"]
    subprocess.run([binary(), "-nostdin", "-v", "error", *inputs, *joined], check=True)
    for name in ("1.png", "2.png"):
        contact_sheet(
            film,
            tmp_path / name,
            every_ms=2000,
            count=3,
            columns=2,
            cell=(32, 32),
            time_limit_s=60,
        )
    assert (tmp_path / "1.png").read_bytes() == (tmp_path / "2.png").read_bytes()
    with Image.open(tmp_path / "1.png") as sheet:
        assert sheet.size == (64, 64)
        middles = [sheet.getpixel(at) for at in ((16, 16), (48, 16), (16, 48), (48, 48))]
    strongest = [max(range(3), key=lambda one: colour[one]) for colour in middles[:3]]
    assert strongest == [0, 1, 2]
    assert max(middles[3]) < 20
