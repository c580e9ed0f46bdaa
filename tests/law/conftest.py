"""The pair of databases for the law of non-interference begins with one base, made once for each state of the code."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from beatbook.db.connections import Cluster
from beatbook.sources.actions import feeds
from beatbook.sources.adapters import registry
from tests.conftest import EVERYTHING
from tests.databases import fingerprint, make_from, template
from tests.law.twins import make_base
from tests.law.worlds import FEEDS
from tests.sources.worlds import LINES

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def law_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two systems of the worlds, known to the product for the time of a test."""
    monkeypatch.setitem(registry.ADAPTERS, "lines", LINES)
    monkeypatch.setattr(feeds, "_feeds", lambda folder: FEEDS)


@pytest.fixture(scope="session")
def law_base(cluster: Cluster, empty_template: str) -> Iterator[str]:
    """A database with viewers, open records and a model; never changed, only cloned."""
    yield template(cluster, f"beatbook_law_{fingerprint(*EVERYTHING, 'tests/law/*.py')}", make_from(cluster, empty_template, make_base))
