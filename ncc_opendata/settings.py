"""One settings file; every deployment differs only in its environment (docs/settings.md names each variable)."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ncc_opendata.caching import forgiving

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
"""Everything the portal writes on the embedded default: database, broker, uploads, built packets."""
VAR_DIR.mkdir(parents=True, exist_ok=True)

PRODUCTION: bool = env.bool("PRODUCTION", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=not PRODUCTION)

SECRET_KEY: str = env("SECRET_KEY", default="")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY is not set: put a long random text into the environment")
    from ncc_opendata.secret import own_secret

    SECRET_KEY = own_secret(VAR_DIR / "secret_key")

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORT: str = env("PORT", default="8000")
SITE_URL: str = env("SITE_URL", default=f"http://localhost:{PORT}")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "ncc_opendata",
    "datasets",
    "quality",
    "feedback",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "datasets.security.headers.answer_headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "datasets.security.middleware.plain_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "datasets.security.middleware.session_limits",
    "datasets.security.middleware.audit_log",
    "datasets.security.middleware.Duties",
    "axes.middleware.AxesMiddleware",
    "datasets.names.names_of_the_moment",
    "reports.taking.TakeAlong",
]

ROOT_URLCONF = "ncc_opendata.urls"
FORM_RENDERER = "ncc_opendata.forms.Renderer"
WSGI_APPLICATION = "ncc_opendata.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ncc_opendata.context.site",
            ],
        },
    },
]

# -- Where facts live ------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits at BEGIN instead of failing at its first write; WAL: readers never wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    from ncc_opendata.silence import FACTORIES

    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
    # A server that takes a connection and says nothing is given up; a machine that vanished is noticed within a minute.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        # Compiling a page's query takes longer than running it; the sums of all datasets fit in 16 MB, not in 4.
        "options": "-c jit=off -c work_mem=16MB",
        **FACTORIES,
    } | DATABASES["default"].get("OPTIONS", {})
DATABASE_SILENCE_SECONDS: float = env.float("DATABASE_SILENCE_SECONDS", default=30)
"""How long a page waits for one answer of PostgreSQL (silence.py); 0: without end."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Celery: Redis in production, a folder as broker on the embedded default (docs/jobs.md) ------------------
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL: str = env("BROKER_URL", default="filesystem://")
FOLDER_TRANSPORT: dict[str, object] = {
    "data_folder_in": str(BROKER_DIR),
    "data_folder_out": str(BROKER_DIR),
    "control_folder": str(BROKER_DIR / "control"),
    "polling_interval": 0.05,
}
REDIS_TRANSPORT: dict[str, object] = {
    "visibility_timeout": 1800,  # above CELERY_TASK_TIME_LIMIT: no task runs twice because it is long
    "unacked_restore_interval": 10,
    "socket_timeout": 1.5,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
    "health_check_interval": 10,
    # One try and no pause: a page never waits for a dead broker, the timetable sends what it missed.
    "max_retries": 0,
}
if CELERY_BROKER_URL == "filesystem://":
    BROKER_DIR.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = FOLDER_TRANSPORT
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_TRANSPORT
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 1700
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT: float = env.float("WORKER_GRACE_SECONDS", default=10)
"""How long a worker that is asked to end goes on with what it has begun; then it puts its work back."""
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_QUIET_SECONDS: float = env.float("WORKER_QUIET_SECONDS", default=600)
"""A worker that was given nothing for so long ends itself, to be started anew (watchdog.py)."""
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "timetable")
CELERY_TIMEZONE = "Asia/Taipei"
JOB_LEASE_SECONDS: float = env.float("JOB_LEASE_SECONDS", default=45)
"""How long a worker is believed alive without a sign; it gives one every third of it."""

# -- People -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "datasets.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Accounts are made by the officer, who hands over a first password; names are user names.
ACCOUNT_ADAPTER = "datasets.security.adapter.AccountAdapter"
ACCOUNT_FORMS = {"change_password": "datasets.security.password_form.ChangePassword"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes and the audit log count them, in the database
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_ADAPTER = "datasets.security.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "datasets.security.second_factor.SignInCode",
    "reauthenticate": "datasets.security.second_factor.RepeatedCode",
}
SECOND_FACTOR: bool = env.bool("SECOND_FACTOR", default=True)
"""Whether officers must have a second factor; in a demonstration it is only offered."""

SIGN_IN_FAILURES: int = env.int("SIGN_IN_FAILURES", default=5)
LOCK_MINUTES: int = env.int("LOCK_MINUTES", default=15)
SIGN_IN_FAILURES_PER_ADDRESS: int = env.int("SIGN_IN_FAILURES_PER_ADDRESS", default=20)
"""More than one person's, since a whole office may share one address."""
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)
"""How many proxies of our own stand before the portal: so many entries of X-Forwarded-For are believed."""
AXES_FAILURE_LIMIT = SIGN_IN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=LOCK_MINUTES)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "datasets.security.accounts.typed_name"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "datasets.security.address.client_address"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_DISABLE_ACCESS_LOG = True  # datasets.security.audit keeps the log
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # addresses have a limit of their own: SIGN_IN_FAILURES_PER_ADDRESS
    "models.W040",  # SQLite's indexes have no further columns: PostgreSQL's do, and that is where there are many rows
]

PASSWORD_HISTORY: int = env.int("PASSWORD_HISTORY", default=3)
PASSWORD_MAX_DAYS: int = env.int("PASSWORD_MAX_DAYS", default=180)
PASSWORD_MIN_HOURS: int = env.int("PASSWORD_MIN_HOURS", default=24)
PASSWORD_RESET_TIMEOUT: int = 60 * env.int("PASSWORD_RESET_MINUTES", default=60)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.int("PASSWORD_MIN_LENGTH", default=12)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "datasets.security.passwords.KindsValidator"},
    {"NAME": "datasets.security.passwords.HistoryValidator"},
]
SESSION_IDLE_MINUTES: int = env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_HOURS: int = env.int("SESSION_HOURS", default=10)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_ACCOUNT_DAYS: int = env.int("IDLE_ACCOUNT_DAYS", default=180)
"""Accounts that nobody used for so long are disabled every night."""
IMPORT_KEEP_DAYS: int = env.int("IMPORT_KEEP_DAYS", default=90)
"""Uploaded lists, which name contact persons, are deleted so long after their import; what came of it stays."""

CACHES = {"default": forgiving(env.cache("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}"))}
"""Rate limits and used one-time codes: shared by all web processes. Never the record of anything, and it may fail."""

# -- Languages and time ---------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "ncc_opendata" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Taipei"

# -- Files ------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "datasets.disk.WholeFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# -- Mail -------------------------------------------------------------------------------------------------
EMAIL_HOST: str = env("EMAIL_HOST", default="localhost")
EMAIL_PORT: int = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER: str = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD: str = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS: bool = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL: str = env("DEFAULT_FROM_EMAIL", default="opendata@localhost")

# -- The browser is told to run nothing that is not ours ---------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # The browser takes such a cookie from this very host alone, never from a neighbour under the same domain.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

API_PER_MINUTE: int = env.int("API_PER_MINUTE", default=600)
"""Questions that one address may put to the API; 0: no limit."""
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "ncc_opendata.paging.Pages",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["ncc_opendata.throttle.PerAddress"],
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # `format` is a filter here: the format of a file
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "NCC open-data governance portal",
    "DESCRIPTION": "Read-only: datasets, distributions, checks, KPIs and usage. Names follow W3C DCAT 3 and DQV.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "ncc_opendata.api_schema.document_refusals",
    ],
}

# -- The agency's rules (domain.md): each figure says which it used ------------------------------------------
DAY_COUNT: str = env("DAY_COUNT", default="calendar")
"""How a limit in days is counted: "calendar" (the law's default) or "working"."""
if DAY_COUNT not in {"calendar", "working"}:
    raise ImproperlyConfigured(f"DAY_COUNT is {DAY_COUNT!r}: it must be calendar or working")
UPDATE_GRACE_DAYS: int = env.int("UPDATE_GRACE_DAYS", default=5)
REPLY_DAYS: int = env.int("REPLY_DAYS", default=7)
FEEDBACK_UNIT: str = env("FEEDBACK_UNIT", default="")
"""Code of the unit that gets what concerns no dataset; empty: an officer's unit, else the topmost."""
FEEDBACK_PROOF_WORK: int = env.int("FEEDBACK_PROOF_WORK", default=50_000)
"""Hashes at most that a sender's browser computes: about a second on a telephone."""
FEEDBACK_WAIT_SECONDS: int = env.int("FEEDBACK_WAIT_SECONDS", default=5)
"""How long a form must have been open where no proof of work comes with it (no JavaScript)."""
FEEDBACK_PER_HOUR: int = env.int("FEEDBACK_PER_HOUR", default=60)
FEEDBACK_PER_HOUR_WITHOUT_PROOF: int = env.int("FEEDBACK_PER_HOUR_WITHOUT_PROOF", default=6)
"""Messages taken from one address in an hour."""
FEEDBACK_KEEP_DAYS: int = env.int("FEEDBACK_KEEP_DAYS", default=730)
AGENCY_NAME: str = env("AGENCY_NAME", default="國家通訊傳播委員會")
AGENCY_NAME_EN: str = env("AGENCY_NAME_EN", default="National Communications Commission")
CONTACT_EMAIL: str = env("CONTACT_EMAIL", default="opendata@localhost")

# -- The checker (docs/checks.md) ----------------------------------------------------------------------------
CHECK_PER_HOST: int = env.int("CHECK_PER_HOST", default=4)
"""Requests at once on one host, over all workers. One of them is kept for checks on demand, so at least 2."""
if CHECK_PER_HOST < 2:
    raise ImproperlyConfigured(f"CHECK_PER_HOST is {CHECK_PER_HOST}: it must be 2 or more")
CHECK_CONCURRENCY: int = env.int("CHECK_CONCURRENCY", default=500)
CHECK_HOST_SHARE: int = env.int("CHECK_HOST_SHARE", default=200)
"""Turns of one host in one hourly round: what is due longest goes first, the rest an hour later."""
CHECK_WITNESSES: list[str] = env.list(
    "CHECK_WITNESSES", default=["https://data.gov.tw/", "https://www.gov.tw/", "https://www.cwa.gov.tw/"]
)
"""Sites that answer whenever there is a network; asked where too few hosts were tried to tell whose fault it is."""
CHECK_USER_AGENT: str = env(
    "CHECK_USER_AGENT",
    default=f"Mozilla/5.0 (compatible; {AGENCY_NAME_EN} open data check; +{SITE_URL}; {CONTACT_EMAIL})",
)
DISPUTE_DAYS: int = env.int("DISPUTE_DAYS", default=30)
"""How long a unit's dispute of a finding stands without a ruling."""
SAMPLE_HOST_PORT: int = env.int("SAMPLE_HOST_PORT", default=8001)
"""Where the demonstration's own host of sample files listens on 127.0.0.1."""
