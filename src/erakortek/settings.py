"""All settings: safe when the environment is empty, read by typed readers that name a bad variable.

Nothing here is secret and nothing depends on the machine: secrets and addresses come from the
environment (``.env.example`` lists every variable), which ``erakortek up`` fills for a demo.
"""

from pathlib import Path

from erakortek.database.settings import database_from
from erakortek.lib.environment import (
    EnvironmentVariableError,
    read_bool,
    read_date,
    read_list,
    read_text,
)
from erakortek.lib.web_address import origin_of

PACKAGE = Path(__file__).parent

DEMO = read_bool("ERAKORTEK_DEMO", default=False)
ENVIRONMENT = read_text("ERAKORTEK_ENV", "development" if DEMO else "production")
PRODUCTION = ENVIRONMENT == "production"
DEMO_TODAY = read_date("ERAKORTEK_DEMO_TODAY") if DEMO else None
PUBLIC_URL = read_text("ERAKORTEK_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

if ENVIRONMENT not in {"development", "production"}:
    raise EnvironmentVariableError(
        f"ERAKORTEK_ENV harus development atau production, bukan “{ENVIRONMENT}”."
    )
if PRODUCTION and DEMO:
    raise EnvironmentVariableError(
        "Dunia latihan tidak berjalan dengan pengaturan produksi: kosongkan ERAKORTEK_DEMO."
    )

# A signed-in view that returns so many bytes: what ``make bench`` compares pages with.
BENCH = DEMO and read_bool("ERAKORTEK_BENCH", default=False)

DEBUG = False
SECRET_KEY = read_text("ERAKORTEK_SECRET_KEY", "")
ALLOWED_HOSTS = read_list("ERAKORTEK_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    "erakortek.database",
    "erakortek.ui",
    "erakortek.audit",
    "erakortek.intake",
    "erakortek.reference",
    "erakortek.accounts",
    "erakortek.rakortek",
    "erakortek.target",
    "erakortek.desk",
    "erakortek.berita_acara",
    "erakortek.hasil",
    "erakortek.beranda",
    "erakortek.dashboard",
    "erakortek.integration",
    "erakortek.guide",
    *(["erakortek.demo"] if DEMO else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "erakortek.database.middleware.HealthFirst",
    "erakortek.ui.middleware.WithoutNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "erakortek.accounts.middleware.SignInFirst",
    "django_htmx.middleware.HtmxMiddleware",
    "erakortek.accounts.middleware.OneTransaction",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "erakortek.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(PACKAGE.glob("*/templates")),
        "OPTIONS": {
            "environment": "erakortek.ui.environment.environment",
            "context_processors": ["erakortek.ui.rendering.frame"],
        },
    },
    # Only for what third parties render; a test proves that no page of ours comes from here.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "erakortek.ui.forms.Renderer"
WSGI_APPLICATION = "erakortek.wsgi.application"

CACHES = {
    # Shared by all processes: whoever guesses codes meets the same count at each of them.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "database_cache",
    }
}
DATABASES = {"default": database_from()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES = {"account": "allauth.account.migrations"}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "erakortek.accounts.backends.WithPenugasan",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_ADAPTER = "erakortek.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "erakortek.accounts.forms.SignInForm",
    "reauthenticate": "erakortek.accounts.forms.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False
# One lock-out for passwords only: axes, at five. What allauth still counts are codes of a second
# factor and confirmations, per person; never per address, behind which a whole office sits.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "20/15m/key", "reauthenticate": "20/15m/user"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/masuk/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds in which signing need not be confirmed again
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "nama", "nip", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "e-Rakortek"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_ADAPTER = "erakortek.accounts.adapter.SecondFactorAdapter"
SOCIALACCOUNT_ADAPTER = "erakortek.accounts.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # known by the claim below, never by an e-mail address
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_SERVER = read_text("ERAKORTEK_OIDC_SERVER", "").rstrip("/")
OIDC_NAME = read_text("ERAKORTEK_OIDC_NAMA", "SSO")
OIDC_CLAIM = read_text("ERAKORTEK_OIDC_KLAIM", "preferred_username")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": read_text("ERAKORTEK_OIDC_KLIEN", ""),
                "secret": read_text("ERAKORTEK_OIDC_RAHASIA", ""),
                "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
            }
        ]
        if OIDC_SERVER
        else []
    }
}
SECOND_FACTOR_REQUIRED = PRODUCTION  # for a superadmin; in the demo world it is offered
AXES_HANDLER = "erakortek.accounts.lockout.Attempts"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "erakortek.accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "erakortek.accounts.lockout.name_of"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # nobody reads it: own sessions are listed, acts are in the log

SESSION_ENGINE = "erakortek.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "erakortek.ui.views.csrf_failure"
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # Signing in at the provider is a redirect that follows a form.
        "form-action": ["'self'", *([origin_of(OIDC_SERVER)] if OIDC_SERVER else [])],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "id"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = read_text("ERAKORTEK_STATIC", "") or None
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT

DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "erakortek.accounts.log_lines.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}
