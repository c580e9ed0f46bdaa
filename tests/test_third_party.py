"""THIRD_PARTY.md names every package that is installed to run Beatbook or that goes into its pages."""

import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAID = (ROOT / "THIRD_PARTY.md").read_text()


def runtime_packages() -> set[str]:
    locked = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    waiting, found = ["beatbook"], set()
    while waiting:
        package = locked[waiting.pop()]
        needed = [*package.get("dependencies", []), *(one for extra in package.get("optional-dependencies", {}).values() for one in extra)]
        for dependency in needed:
            extras = dependency.get("extra", [])
            own = [one["name"] for extra in extras for one in locked[dependency["name"]].get("optional-dependencies", {}).get(extra, [])]
            for name in (dependency["name"], *own):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
    return found


def test_every_python_package_that_runs_is_named() -> None:
    windows_only = {"colorama", "pywin32"}
    assert sorted(name for name in runtime_packages() - windows_only if f"| {name} |" not in SAID) == []


def test_every_front_end_package_is_named() -> None:
    manifest = json.loads((ROOT / "assets" / "package.json").read_text())
    names = [*manifest["dependencies"], *manifest["devDependencies"]]
    assert [name for name in names if f"| {name}" not in SAID] == []
