import pytest

from beatbook.sources.adapters import registry
from tests.sources.worlds import LINES


@pytest.fixture(autouse=True)
def lines_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    """An adapter of JSON lines, known to the registry for the time of a test."""
    monkeypatch.setitem(registry.ADAPTERS, "lines", LINES)
