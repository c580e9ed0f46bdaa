"""What people sign in with is reached by one role alone."""

import pytest
from django.db import connections

from beatbook.accounts.models import Account


@pytest.mark.parametrize(
    "table", ["accounts_account", "mfa_authenticator", "django_session", "socialaccount_socialtoken", "account_emailaddress"]
)
@pytest.mark.parametrize("alias", ["default", "ingest", "audit_reader", "audit_writer", "sealer", "purger"])
def test_no_other_role_reads_what_people_sign_in_with(table: str, alias: str, module_database: str) -> None:
    with pytest.raises(Exception, match="permission denied"), connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT FROM {table}")


def test_accounts_are_read_and_written_by_the_login_role(module_database: str) -> None:
    assert Account.objects.using("login").count() == 0 == Account.objects.count()
    Account.objects.create(username="hale", password="!")
    assert Account.objects.get(username="hale")._state.db == "login"
