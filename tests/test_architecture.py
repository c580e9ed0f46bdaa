"""The laws of ARCHITECTURE.md, held by reading the code: pure file names, three doors, sizes, no circles hidden in functions."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = sorted(path.name for path in (ROOT / "beatbook").iterdir() if (path / "__init__.py").exists())
DJANGO_ROOMS = {"config", "web", "db"}
DJANGO_NAMES = {"models", "queries", "actions", "views", "urls", "api", "forms", "tasks", "apps", "middleware", "adapters", "backends"}
DJANGO_FOLDERS = {"migrations", "management", "templatetags"}
FRAMEWORK = {"django", "psycopg", "django_htmx", "csp", "asgiref", "allauth", "ninja"}
MOST_LINES = 600
MOST_FUNCTION_LINES = 60
VAGUE_NAMES = {"core", "common", "utils", "util", "base", "helpers", "helper", "manager", "misc"}
MODULES = sorted(path.relative_to(ROOT) for path in (ROOT / "beatbook").rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Full names of everything that a module imports, at any depth."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def may_import_django(path: Path) -> bool:
    """Law 1: only these rooms, files and folders may."""
    room, *rest = path.parts[1:]
    inner = {Path(part).stem for part in rest}
    return room in DJANGO_ROOMS or bool(inner & (DJANGO_NAMES | DJANGO_FOLDERS))


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_pure_files_import_no_framework(path: Path) -> None:
    """Law 1: every other file is plain Python."""
    found = {name.split(".")[0] for name in imported(path)} & FRAMEWORK
    assert may_import_django(path) or not found


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_other_rooms_are_entered_by_their_doors(path: Path) -> None:
    """Law 2: another room's models are its own."""
    room = path.parts[1]
    strangers = [name for name in imported(path) if name.startswith("beatbook.") and name.split(".")[1] not in (room, "")]
    assert not [name for name in strangers if "models" in name.split(".")[2:3]]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_files_and_functions_stay_small(path: Path) -> None:
    """No file over 600 lines; no function over 60, docstring and all."""
    source = (ROOT / path).read_text()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > MOST_FUNCTION_LINES]
    assert len(source.splitlines()) <= MOST_LINES
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_names_say_what_is_inside(path: Path) -> None:
    """No drawer for everything; every module opens with a sentence."""
    assert path.stem.lstrip("_") not in VAGUE_NAMES
    source = (ROOT / path).read_text()
    assert "migrations" in path.parts or not source.strip() or ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem in ("queries", "actions")], ids=str)
def test_public_functions_of_doors_say_what_they_do(path: Path) -> None:
    """Every public function and class of a door has a docstring."""
    tree = ast.parse((ROOT / path).read_text())
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")]
    assert not [node.name for node in public if not ast.get_docstring(node)]


@pytest.mark.parametrize("room", ["sources", "linkage", "pole", "search", "neighbourhoods", "opendata", "measures"])
def test_every_read_takes_a_viewer(room: str) -> None:
    """Law 3: from sources up, each public query has a keyword-only `viewer`."""
    path = ROOT / "beatbook" / room / "queries.py"
    files = [path] if path.exists() else sorted((ROOT / "beatbook" / room / "queries").glob("*.py"))
    functions = [node for file in files for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)]
    public = [node for node in functions if not node.name.startswith("_")]
    assert public
    assert not [node.name for node in public if "viewer" not in {argument.arg for argument in node.args.kwonlyargs}]


@pytest.mark.parametrize("path", sorted((ROOT / "beatbook").rglob("sql/*.sql")), ids=lambda path: path.name)
def test_sql_opens_by_saying_what_it_is(path: Path) -> None:
    """Law 4: the first line is a comment."""
    assert path.read_text().startswith("-- ")
