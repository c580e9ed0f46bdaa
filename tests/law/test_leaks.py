"""The law is no empty one: each of these mistakes, made on purpose, is caught by it."""

from pathlib import Path

import pytest

from beatbook.db.connections import Cluster
from tests.law.leaks import LEAKS
from tests.law.test_law import first_difference
from tests.law.worlds import telling


@pytest.mark.parametrize("name", LEAKS)
def test_each_leak_is_caught(name: str, cluster: Cluster, law_base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leak, viewer = LEAKS[name]
    spoil = leak(monkeypatch) or (lambda: None)
    assert first_difference(cluster, law_base, telling(), viewer, tmp_path, spoil) != {}
