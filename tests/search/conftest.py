"""An empty index on each engine there is."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.catalog.settings import OWN_ENGINE
from mediahub.search import SearchIndex


def _memory_engine() -> type:
    # Test folders are no packages, so a neighbour is loaded by its path.
    spec = importlib.util.spec_from_file_location(
        "search_memory_engine", Path(__file__).with_name("memory_engine.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    engine: type = module.MemoryEngine
    return engine


@pytest.fixture
def memory_engine() -> Callable[[], SearchIndex]:
    """A function that makes an empty index in memory."""
    engine = _memory_engine()
    return lambda: SearchIndex(engine())


@pytest.fixture(params=["whoosh", "memory", "postgres"])
def make_index(
    request: pytest.FixtureRequest, tmp_path: Path, memory_engine: Callable[[], SearchIndex]
) -> Callable[[], SearchIndex]:
    """A function that makes an empty index."""
    if request.param == "whoosh":
        return lambda: SearchIndex.open(tmp_path / "index")
    if request.param == "postgres":
        settings = request.getfixturevalue("postgres")
        return lambda: SearchIndex.open(tmp_path / "index", settings)
    return memory_engine


@pytest.fixture(params=["whoosh", "postgres"])
def open_index(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., SearchIndex]:
    """A function that opens one and the same index, on an engine that keeps what is committed."""
    settings = OWN_ENGINE if request.param == "whoosh" else request.getfixturevalue("postgres")
    return lambda on_wait=None: SearchIndex.open(tmp_path / "index", settings, on_wait=on_wait)
