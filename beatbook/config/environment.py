"""Settings read from the environment, each with its name, its default and an example when it is missing."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from beatbook.vocabulary.errors import SettingMissing

PROJECT_ROOT = Path(__file__).resolve().parents[2]
DEMONSTRATION_MARK = "demonstration"


def text(name: str, default: str | None = None, *, example: str = "") -> str:
    """The value of one variable, or its default.

    Raises:
        SettingMissing: there is neither; the message says where to set it.
    """
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(f"{name} is not set. Set it in the environment, for example {name}={example}.")
    return value


def flag(name: str, default: bool) -> bool:
    """True for 1, true, yes, on (any case)."""
    return text(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def home() -> Path:
    """Where this installation keeps its data: BEATBOOK_HOME, else `.beatbook` beside the project, else in the user's folder."""
    if "BEATBOOK_HOME" in os.environ:
        return Path(os.environ["BEATBOOK_HOME"]).expanduser().absolute()
    if (PROJECT_ROOT / "pyproject.toml").exists():
        return PROJECT_ROOT / ".beatbook"
    return Path.home() / ".beatbook"


def secret_key(folder: Path) -> str:
    """The site's secret: BEATBOOK_SECRET_KEY, or one made at the first start and kept in `secret-key`, readable by its owner alone."""
    if given := os.environ.get("BEATBOOK_SECRET_KEY"):
        return given
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):  # the first process to link wins; the others read what it wrote
            os.link(part, path)
        part.unlink()
    return path.read_text().strip()


def is_demonstration(folder: Path) -> bool:
    """Whether `beatbook demo` has made this installation a demonstration; one with real data never becomes one by itself."""
    return (folder / DEMONSTRATION_MARK).exists()


def mark_as_demonstration(folder: Path) -> None:
    """From now on this installation says on every page that it is a demonstration, and offers its made-up people at the door."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DEMONSTRATION_MARK).write_text("Made by `beatbook demo`. Everyone and everything in this installation is made up.\n")


def proxy_header(name: str) -> tuple[str, str] | None:
    """The header by which the proxy says `https`, as Django wants it; None unless an administrator named one, for anybody can send a header."""
    header = text(name, "").strip()
    return (f"HTTP_{header.upper().replace('-', '_')}", "https") if header else None


def directory() -> dict[str, Any]:
    """The force's own directory as allauth wants it, from BEATBOOK_OIDC_ISSUER, _CLIENT and _SECRET; nothing when no issuer is named."""
    issuer = text("BEATBOOK_OIDC_ISSUER", "")
    if not issuer:
        return {}
    app = {
        "provider_id": "directory",
        "name": text("BEATBOOK_OIDC_NAME", "your force account"),
        "client_id": text("BEATBOOK_OIDC_CLIENT", example="beatbook"),
        "secret": text("BEATBOOK_OIDC_SECRET", example="as the directory gave it"),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def directory_origins() -> list[str]:
    """The origin of the directory's own sign-in page, to which our form leads; BEATBOOK_OIDC_ORIGIN where it is not the issuer's."""
    issuer = urlsplit(text("BEATBOOK_OIDC_ISSUER", ""))
    origin = text("BEATBOOK_OIDC_ORIGIN", f"{issuer.scheme}://{issuer.netloc}" if issuer.netloc else "")
    return [origin] if origin else []
