"""Django's settings, all from the environment (see .env.sample); nothing here starts a server or opens a connection."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from beatbook.config import environment
from beatbook.db.connections import django_databases

BEATBOOK_HOME = environment.home()
BEATBOOK_DATABASE_URL = os.environ.get("BEATBOOK_DATABASE_URL") or None
BEATBOOK_DATABASE_NAME = environment.text("BEATBOOK_DATABASE_NAME", "beatbook")
BEATBOOK_DEMONSTRATION = environment.flag("BEATBOOK_DEMONSTRATION", environment.is_demonstration(BEATBOOK_HOME))
BEATBOOK_FORCE_NAME = environment.text("BEATBOOK_FORCE_NAME", "Millshire Police")
BEATBOOK_FEEDS = environment.text("BEATBOOK_FEEDS", str(environment.PROJECT_ROOT / "feeds"))
BEATBOOK_AUDIT_KEY = Path(environment.text("BEATBOOK_AUDIT_KEY", str(BEATBOOK_HOME / "audit" / "signing-key")))
BEATBOOK_AUDIT_ANCHORS = [
    place for place in environment.text("BEATBOOK_AUDIT_ANCHORS", str(BEATBOOK_HOME / "audit" / "heads.jsonl")).split(",") if place
]

SECRET_KEY = environment.secret_key(BEATBOOK_HOME)
DEBUG = False
ALLOWED_HOSTS = environment.text("BEATBOOK_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in environment.text("BEATBOOK_ORIGINS", "").split(",") if origin]
ROOT_URLCONF = "beatbook.config.urls"
ASGI_APPLICATION = "beatbook.config.asgi.application"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "beatbook.web",
    "beatbook.access",
    "beatbook.geography",
    "beatbook.audit",
    "beatbook.sources",
    "beatbook.linkage",
    "beatbook.pole",
    "beatbook.search",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "beatbook.config.middleware.no_store",
    "django.middleware.csrf.CsrfViewMiddleware",
    "beatbook.audit.middleware.OneTransactionARequest",
    "beatbook.config.middleware.NoNulCharacters",
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
DATABASE_ROUTERS: list[str] = []
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

SESSION_COOKIE = "beatbook_session"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
SECURE_COOKIES = environment.flag("BEATBOOK_HTTPS", False)
CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": environment.text("BEATBOOK_LOG_LEVEL", "WARNING")},
}
