from django.db import migrations

TABLES = (
    "accounts_account",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
    "django_session",
)


class Migration(migrations.Migration):
    """Only the role that mints sessions may touch what people sign in with; nothing is granted to the role that serves pages."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("access", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(
            f"""
            GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO beatbook_login;
            GRANT SELECT ON django_content_type TO beatbook_login;
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beatbook_login;
            """
        ),
    ]
