"""Which database role reaches which table: accounts, second factors and their sessions belong to `beatbook_login` alone."""

from typing import Any

OWN = {"accounts", "account", "mfa", "socialaccount", "sessions", "auth", "contenttypes"}


class AccountsByLogin:
    """A Django database router. An injection into the role that serves pages finds no password, secret or session here."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Alias `login` for what belongs to signing in."""
        return "login" if model._meta.app_label in OWN else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """The same as for reading."""
        return self.db_for_read(model)
