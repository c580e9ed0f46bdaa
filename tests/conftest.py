"""Fixtures for every test: a database when asked for, as the role that serves the web, and never the installation's own.

`database` is an empty migrated database for one test; `module_database` for one module; `millshire` and `module_millshire` the same with
the small county loaded and linked. A test without one of them reaches no database at all. BEATBOOK_DATABASE_URL runs them on a server.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Of several processes of one run each has a home and a server of its own: a transaction open in one database holds back what "everything
# before this is committed" means in all databases of its server.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
HOME = Path(os.environ.get("BEATBOOK_TEST_HOME", ROOT / ".beatbook-test"))
HOME.mkdir(parents=True, exist_ok=True)
HOME.chmod(0o755)  # when root runs the tests, the server's user passes through it to the homes of the processes
os.environ["BEATBOOK_HOME"] = str(HOME / WORKER)
os.environ["BEATBOOK_SECRET_KEY"] = "not a secret: tests only"
os.environ["BEATBOOK_DATABASE_NAME"] = "beatbook_test_asks_for_no_database"
os.environ["BEATBOOK_DEMONSTRATION"] = "1"
os.environ["BEATBOOK_PAGE_LIMIT"] = os.environ["BEATBOOK_API_RATE"] = (
    "off"  # tests ask faster than people; those of the limits set their own
)
os.environ["DJANGO_SETTINGS_MODULE"] = "beatbook.config.settings"

import django  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402

from beatbook.db.connections import Cluster  # noqa: E402
from beatbook.db.prepare import cluster_of_settings  # noqa: E402
from tests.databases import cloned, fingerprint, make_empty, make_from, running, template  # noqa: E402

# Argon2 still, but for a thousandth of the work: how dear a guess is, is Django's to say, and no test of ours.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1
NUMBERS = itertools.count(1)
# Folders whose files take minutes each: begun first, so that no process has one left when the other is done. (xdist would begin with the files of
# most tests, which are the shortest.)
LONG = ("tests/law/", "tests/journeys/", "tests/access/", "tests/linkage/", "tests/stewardship/", "tests/accounts/", "tests/config/")
TABLES = ("beatbook/*/migrations/*.py", "beatbook/*/sql/*.sql", "beatbook/*/models.py", "beatbook/db/*.py", "beatbook/access/policies.py")
EVERYTHING = ("beatbook/**/*.py", "beatbook/**/*.sql", "feeds/millshire/*", "tests/conftest.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; within them and among the others the order stays."""
    items.sort(key=lambda item: next((place for place, folder in enumerate(LONG) if item.nodeid.startswith(folder)), len(LONG)))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The server on which tests run: one of their own, or the one in BEATBOOK_DATABASE_URL."""
    with running(cluster_of_settings()) as found:
        yield found


@pytest.fixture(scope="session")
def empty_template(cluster: Cluster) -> str:
    """A migrated database without rows, to be cloned."""
    return template(cluster, f"beatbook_empty_{fingerprint(*TABLES)}", make_empty)


@pytest.fixture(scope="session")
def millshire_template(cluster: Cluster, empty_template: str) -> str:
    """The small made-up county, loaded and linked, to be cloned."""
    return template(cluster, f"beatbook_millshire_{fingerprint(*EVERYTHING)}", make_from(cluster, empty_template, load_small_millshire))


def load_small_millshire() -> None:
    """Loads and links the small county into the database to which the settings point."""
    from beatbook.config import demonstration

    shutil.rmtree(settings.BEATBOOK_HOME / "millshire", ignore_errors=True)  # made by older code, perhaps
    demonstration.load_small_millshire()


@pytest.fixture
def database(cluster: Cluster, empty_template: str) -> Iterator[str]:
    """An empty database for this test alone; every alias points at it."""
    with cloned(cluster, empty_template, next(NUMBERS)) as name:
        yield name


@pytest.fixture(scope="module")
def module_database(cluster: Cluster, empty_template: str) -> Iterator[str]:
    """An empty database that the tests of one module share."""
    with cloned(cluster, empty_template, next(NUMBERS)) as name:
        yield name


@pytest.fixture
def millshire(cluster: Cluster, millshire_template: str) -> Iterator[str]:
    """The small county for this test alone."""
    with cloned(cluster, millshire_template, next(NUMBERS)) as name:
        yield name


@pytest.fixture(scope="module")
def module_millshire(cluster: Cluster, millshire_template: str) -> Iterator[str]:
    """The small county, shared by the tests of one module, which only read."""
    with cloned(cluster, millshire_template, next(NUMBERS)) as name:
        yield name
