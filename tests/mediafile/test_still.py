"""A picture of a film."""

from pathlib import Path

import pytest
from PIL import Image

from mediahub.errors import MediaError
from mediahub.mediafile import still
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
