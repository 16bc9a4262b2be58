"""Django's settings, from the deployment (environment) and the workspace (``fupan.toml``)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from fupan.errors import WorkspaceError
from fupan.web.deployment import read_deployment
from fupan.web.ops.mail import mail_settings
from fupan.web.signin.options import provider_settings, read_services
from fupan.workspace import read_workspace

HERE = Path(__file__).parent

try:
    FUPAN = read_deployment(os.environ)
    _workspace = read_workspace(FUPAN.workspace)
    SIGNIN = read_services(_workspace.signin, os.environ)
except WorkspaceError as e:
    raise ImproperlyConfigured(str(e)) from e

SECRET_KEY = FUPAN.secret_key
DEBUG = FUPAN.debug
ALLOWED_HOSTS = list(FUPAN.hosts)
CSRF_TRUSTED_ORIGINS = list(FUPAN.origins)
ROOT_URLCONF = "fupan.web.urls"
WSGI_APPLICATION = "fupan.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # the page of passkeys tells times with it
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "fupan.web.accounts",
    "fupan.web.rights",
    "fupan.web.tokens",
    "fupan.web.scim",
    "fupan.web.signin",
    "fupan.web.org",
    "fupan.web.audit",
    "fupan.web.notices",
    "fupan.web.shell",
    "fupan.web.cockpit",
    "fupan.web.explore",
    "fupan.web.boards",
    "fupan.web.jobs",
    "fupan.web.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random, so that a page's size tells nothing of its secrets
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fupan.web.shell.middleware.PreferencesMiddleware",
    "fupan.web.rights.middleware.AskerMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fupan.web.shell.context.shell",
            ],
            "builtins": ["fupan.web.shell.templatetags.say", "fupan.web.shell.templatetags.figures"],
        },
    }
]

# -- state -------------------------------------------------------------------------------------------------------
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(FUPAN.database, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing, readers never wait for them.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# -- language and time -------------------------------------------------------------------------------------------
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_CODE = "en" if _workspace.locale == "en" else "zh-hans"
LANGUAGE_COOKIE_NAME = "fupan_lang"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("FUPAN_TIME_ZONE", "Asia/Shanghai" if _workspace.locale == "zh" else "UTC")

# -- files that are served ---------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = FUPAN.state / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FUPAN.state / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# -- signing in --------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "fupan.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "5/m/ip,3/10m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[fupan] "
ALLAUTH_TRUSTED_PROXY_COUNT = FUPAN.proxies
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not FUPAN.https
MFA_TOTP_ISSUER = "fupan"
SOCIALACCOUNT_ADAPTER = "fupan.web.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = provider_settings(SIGNIN)
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_STORE_TOKENS = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1] |= {"OPTIONS": {"min_length": 10}}  # type: ignore[dict-item]

# -- mail --------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = FUPAN.mail_from
EMAIL_TIMEOUT = 15
try:
    globals().update(mail_settings(FUPAN.mail))
except WorkspaceError as e:
    raise ImproperlyConfigured(str(e)) from e

# -- safety ------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *(origin for service in SIGNIN for origin in service.origins)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = False  # htmx sends it back as a header
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = FUPAN.https
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-fupan", "__Host-fupan_csrf") if FUPAN.https else ("fupan", "fupan_csrf")
)
SECURE_HSTS_SECONDS = 31_536_000 if FUPAN.https else 0
SECURE_SSL_REDIRECT = False  # the reverse proxy's affair; documented there
if FUPAN.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = False

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "fupan.web.ops.logs.JsonLines"},
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": FUPAN.logs}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("FUPAN_LOG_LEVEL", "INFO")},
    "loggers": {"django": {"level": "INFO"}, "django.utils.autoreload": {"level": "WARNING"}},
}
