from pathlib import Path

import pytest

from beatbook.sources.adapters import registry
from beatbook.vocabulary.viewer import Viewer
from tests.cases.world import begin
from tests.sources.worlds import LINES


@pytest.fixture
def world(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Viewer]:
    """The investigation and its officers, for this test alone."""
    monkeypatch.setitem(registry.ADAPTERS, "lines", LINES)
    return begin(tmp_path)


@pytest.fixture(scope="module")
def shared_world(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Viewer]:
    """The same for the tests of one module, each of which leaves it as it found it or adds what no other minds."""
    registry.ADAPTERS["lines"] = LINES
    try:
        return begin(tmp_path_factory.mktemp("world"))
    finally:
        del registry.ADAPTERS["lines"]
