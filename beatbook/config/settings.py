"""Django's settings, all from the environment (see .env.sample); nothing here starts a server or opens a connection."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from beatbook.config import environment
from beatbook.db.connections import django_databases
from beatbook.web.virus_scanner import check_scanner

BEATBOOK_HOME = environment.home()
BEATBOOK_DATABASE_URL = os.environ.get("BEATBOOK_DATABASE_URL") or None
BEATBOOK_DATABASE_NAME = environment.text("BEATBOOK_DATABASE_NAME", "beatbook")
BEATBOOK_DEMONSTRATION = environment.flag("BEATBOOK_DEMONSTRATION", environment.is_demonstration(BEATBOOK_HOME))
BEATBOOK_FORCE_NAME = environment.text("BEATBOOK_FORCE_NAME", "Millshire Police")
BEATBOOK_FEEDS = environment.text("BEATBOOK_FEEDS", str(environment.PROJECT_ROOT / "feeds"))
BEATBOOK_MEASURES = environment.text("BEATBOOK_MEASURES", str(environment.PROJECT_ROOT / "measures"))
BEATBOOK_CARRIERS = environment.text(
    "BEATBOOK_CARRIERS", f"anpr=file:{Path(BEATBOOK_FEEDS) / 'millshire' / 'carriers'}" if BEATBOOK_DEMONSTRATION else ""
)
BEATBOOK_GAZETTEER = Path(environment.text("BEATBOOK_GAZETTEER", "")) if environment.text("BEATBOOK_GAZETTEER", "") else None
BEATBOOK_AUDIT_KEY = Path(environment.text("BEATBOOK_AUDIT_KEY", str(BEATBOOK_HOME / "audit" / "signing-key")))
BEATBOOK_AUDIT_ANCHORS = [
    place for place in environment.text("BEATBOOK_AUDIT_ANCHORS", str(BEATBOOK_HOME / "audit" / "heads.jsonl")).split(",") if place
]
BEATBOOK_PAST_DAYS = int(environment.text("BEATBOOK_PAST_DAYS", "2557"))  # seven years: how far back a screen can be shown again

BEATBOOK_PUBLISHING = environment.text("BEATBOOK_PUBLISHING", str(environment.PROJECT_ROOT / "publishing"))
BEATBOOK_OPENDATA_REFRESH_S = float(environment.text("BEATBOOK_OPENDATA_REFRESH_S", "5"))  # how late a change of what is public may be seen
BEATBOOK_OPENDATA_LIMIT = environment.text(
    "BEATBOOK_OPENDATA_LIMIT", "15/30"
)  # requests a second and at once, for each client; `off` for none
BEATBOOK_PAGE_LIMIT = environment.text(
    "BEATBOOK_PAGE_LIMIT", "2/120"
)  # requests of one person a second and at once: more than anybody reads
BEATBOOK_API_RATE = environment.text("BEATBOOK_API_RATE", "300/m")
BEATBOOK_VIRUS_SCANNER = check_scanner(environment.text("BEATBOOK_VIRUS_SCANNER", ""))
BEATBOOK_BREACHED_PASSWORDS = environment.text("BEATBOOK_BREACHED_PASSWORDS", "")

SECRET_KEY = environment.secret_key(BEATBOOK_HOME)
DEBUG = False
ALLOWED_HOSTS = environment.text("BEATBOOK_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in environment.text("BEATBOOK_ORIGINS", "").split(",") if origin]
ROOT_URLCONF = "beatbook.config.urls"
ASGI_APPLICATION = "beatbook.config.asgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "beatbook.web",
    "beatbook.access",
    "beatbook.organisations",
    "beatbook.geography",
    "beatbook.audit",
    "beatbook.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "beatbook.sources",
    "beatbook.linkage",
    "beatbook.pole",
    "beatbook.measures",
    "beatbook.technology",
    "beatbook.suppliers",
    "beatbook.neighbourhoods",
    "beatbook.cases",
    "beatbook.search",
    "beatbook.pooling",
    "beatbook.innovation",
    "beatbook.stewardship",
    "beatbook.opendata",
    "beatbook.forecasts",
    "beatbook.tension",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "beatbook.config.problems.problems_for_programs",
    "beatbook.config.middleware.no_store",
    "beatbook.config.middleware.says_made_up",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "beatbook.audit.middleware.OneTransactionARequest",
    "beatbook.accounts.middleware.AsksToSignInAgain",
    "beatbook.accounts.middleware.EnterOnceProved",
    "allauth.account.middleware.AccountMiddleware",
    "beatbook.config.middleware.NoNulCharacters",
    "beatbook.config.middleware.LimitOfPages",
    "beatbook.config.middleware.ScannedFiles",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "beatbook.config.context.page"]},
    }
]

DATABASES = django_databases(
    BEATBOOK_HOME, BEATBOOK_DATABASE_URL, BEATBOOK_DATABASE_NAME, SECRET_KEY, pooled=environment.flag("BEATBOOK_POOLED", False)
)
DATABASE_ROUTERS = ["beatbook.accounts.routing.AccountsByLogin"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

STAFF_API = "/staff-api/"  # beneath it programs show a personal token, and no cookie counts
SESSION_COOKIE = "beatbook_session"
BEATBOOK_IDLE_MINUTES = int(environment.text("BEATBOOK_IDLE_MINUTES", "30"))  # without a request a browser's session ends
SESSION_COOKIE_NAME = "beatbook_account"  # of the pages about one's own account; the one above is what opens records
SESSION_COOKIE_AGE = 10 * 3600  # as long as access.actions.SESSION_HOURS
SESSION_COOKIE_SAMESITE = "Lax"  # a directory sends people back from its own address
SESSION_COOKIE_SECURE = environment.flag("BEATBOOK_HTTPS", False)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
SECURE_COOKIES = environment.flag("BEATBOOK_HTTPS", False)
CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_PROXY_SSL_HEADER = environment.proxy_header("BEATBOOK_PROXY_HTTPS_HEADER")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *environment.directory_origins()],  # a browser holds a form to this through redirects too
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "beatbook.accounts.forms.NotOfThisPlace"},
    {"NAME": "beatbook.accounts.forms.NotBreached"},
]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "beatbook.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,5/15m/key",
    "reauthenticate": "5/15m/user",
    "change_password": "5/15m/user",
}
BEATBOOK_SECOND_FACTOR = environment.flag("BEATBOOK_SECOND_FACTOR", True)
MFA_ADAPTER = "beatbook.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = BEATBOOK_FORCE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_COOKIES  # a browser takes http for safe on this machine alone
SOCIALACCOUNT_ADAPTER = "beatbook.accounts.adapters.DirectoryAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS = environment.directory()
BEATBOOK_OIDC_CLAIM = environment.text("BEATBOOK_OIDC_CLAIM", "preferred_username")
CACHES = {
    "default": {"BACKEND": "beatbook.accounts.backends.LockOuts", "LOCATION": str(BEATBOOK_HOME / "lock-outs")},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": environment.text("BEATBOOK_LOG_LEVEL", "WARNING")},
}
