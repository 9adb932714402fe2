"""Every setting, in one file. What differs between machines comes from the environment through `env`."""

import hmac
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from config import env
from reporting import languages

# --- which process is this? -----------------------------------------------------------------------------------------
SURFACE = env.choice("HEARD_SURFACE", ("public", "desk", "all"), "all")
ROLE = env.choice("HEARD_ROLE", env.ROLES, {"public": "public", "desk": "desk", "all": "owner"}[SURFACE])
HAS_DESK = SURFACE != "public"
BASE_DIR = env.ROOT
DATA_DIR = env.data_dir()
DEBUG = env.flag("HEARD_DEBUG", default=False)
HTTPS = env.flag("HTTPS", default=False)
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")

# --- keys: none of them is in the database --------------------------------------------------------------------------
SECRET_KEY = env.text("HEARD_SECRET_KEY", "not-for-serving" * 4)
KEYS_ARE_SET = SECRET_KEY != "not-for-serving" * 4
TRACE_KEY = b""
if KEYS_ARE_SET:
    CODE_KEY = env.key("HEARD_CODE_KEY")
    VERIFY_KEY = env.key("HEARD_VERIFY_KEY")
    TRACE_KEY = env.key("HEARD_TRACE_KEY")
    IDENTITY_KEYS = env.key_ring("HEARD_IDENTITY_KEYS")
    if HAS_DESK:
        AUDIT_KEY = env.key("HEARD_AUDIT_KEY")

# --- what is loaded: the public process cannot reach a case, not even its modules -----------------------------------
INSTALLED_APPS = [
    *(
        [
            "cases.admin.apps.HeardAdminConfig",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django_otp",
            "django_otp.plugins.otp_totp",
            "django_otp.plugins.otp_static",
            "cases",
        ]
        if HAS_DESK
        else []
    ),
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "pgtrigger",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "reporting",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reporting.middleware.PrivacyHeaders",
    "csp.middleware.CSPMiddleware",
    "reporting.middleware.PageStays",
    *(["reporting.middleware.StepsCounted"] if SURFACE != "desk" else []),
    "reporting.middleware.FormsAsSent",
    "reporting.middleware.RetryPage",
    *(["django.contrib.sessions.middleware.SessionMiddleware"] if HAS_DESK else []),
    *(["django.middleware.locale.LocaleMiddleware"] if SURFACE != "desk" else []),
    "django.middleware.common.CommonMiddleware",
    *(["cases.desk.middleware.GivenBackForms"] if HAS_DESK else []),
    "django.middleware.csrf.CsrfViewMiddleware",
    *(
        [
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django_otp.middleware.OTPMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "cases.desk.middleware.EveryReadingLogged",
        ]
        if HAS_DESK
        else []
    ),
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = {"public": "config.urls_public", "desk": "config.urls_desk", "all": "config.urls_all"}[SURFACE]
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "reporting.views.context.page",
                *(
                    [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                        "cases.desk.context.desk",
                    ]
                    if HAS_DESK
                    else []
                ),
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
SILENCED_SYSTEM_CHECKS = [
    "fields.W342",  # a foreign key that is unique states "one opened per report" better than a one-to-one accessor
]

# --- the database: PostgreSQL is the truth --------------------------------------------------------------------------
_url = env.database_url(ROLE)
DATABASES = {
    "default": dj_database_url.parse(_url, conn_max_age=60, conn_health_checks=True)
    if _url
    else {"ENGINE": "django.db.backends.dummy"}
}
if _url:
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=3,
        application_name=f"heard-{SURFACE}-{ROLE}",
        options="-c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
        + (" -c statement_timeout=30000" if ROLE in ("public", "desk") else ""),
    )
    DATABASES["default"]["TEST"] = {"TEMPLATE": "template0"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGTRIGGER_MIGRATIONS = True

# --- the broker: a hint, never a condition (figures in docs/adr) ----------------------------------------------------
REDIS_URL = env.redis_url()
CELERY_BROKER_URL = REDIS_URL or "memory://"
BROKER_PATIENCE = 0.3  # seconds for connecting and for each answer, so that a dead broker costs a sender under 0.5 s
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": BROKER_PATIENCE,
    "socket_timeout": BROKER_PATIENCE,
    "retry_on_timeout": False,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    # Two instances that share a broker must not take each other's work: rows are known by number only.
    "global_keyprefix": f"heard-{hmac.new(TRACE_KEY, b'broker', 'sha256').hexdigest()[:12]}:",
}
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # with the outbox as truth a second delivery does nothing
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "reporting.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "publish_figures": {"task": "cases.publish_figures", "schedule": 600.0, "options": {"expires": 300}},
    "roll_up": {"task": "cases.roll_up", "schedule": 600.0, "options": {"expires": 300}},
    "roll_up_every_day": {"task": "cases.roll_up_every_day", "schedule": 86400.0, "options": {"expires": 3600}},
    "send_digests": {"task": "cases.send_digests", "schedule": 300.0, "options": {"expires": 300}},
    "heed_stops": {"task": "cases.heed_stops", "schedule": 300.0, "options": {"expires": 300}},
    "draw_rereads": {"task": "cases.draw_rereads", "schedule": 3600.0, "options": {"expires": 3600}},
}

# --- language, time -------------------------------------------------------------------------------------------------
# The public's pages speak these; the language stands in the address (docs/adr/language-in-the-address.md). The desk is in
# English, whatever an officer's browser asks for: it has no catalogue.
LANGUAGE_CODE = languages.SOURCE
LANGUAGES = [(language.code, language.name) for language in languages.LANGUAGES]
LANGUAGES_BIDI = [language.code for language in languages.LANGUAGES if language.is_right_to_left]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
LANG_INFO.update(
    {
        language.code: {
            "bidi": language.is_right_to_left,
            "code": language.code,
            "name": language.english,
            "name_local": language.name,
        }
        for language in languages.LANGUAGES
        if language.code not in LANG_INFO  # Django does not know Somali
    }
)
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- sessions: officers only; the public side keeps none (docs/adr) -------------------------------------------------
_prefix = "__Host-" if HTTPS else ""
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_NAME = f"{_prefix}heard_desk"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = f"{_prefix}heard_form" if SURFACE == "public" else f"{_prefix}heard_desk_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "reporting.views.failures.csrf_failure"
DRAFT_COOKIE_NAME = f"{_prefix}heard_draft"
FOLLOW_UP_COOKIE_NAME = f"{_prefix}heard_follow_up"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# --- headers --------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

# --- forms ----------------------------------------------------------------------------------------------------------
WORDS_LIMIT = 16 * 1024 * 1024  # bytes of UTF-8; a form may triple them by percent-encoding
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * WORDS_LIMIT + 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # fields too many are ignored, never a reason to lose words

# --- evidence: files that people send, encrypted, outside the database -----------------------------------------------
EVIDENCE_DIR = Path(env.text("EVIDENCE_DIR", str(DATA_DIR / "evidence")))
EVIDENCE_FILE_LIMIT = env.integer("EVIDENCE_FILE_MB", 200, least=1, most=10_000) * 1024 * 1024
EVIDENCE_REPORT_LIMIT = env.integer("EVIDENCE_REPORT_MB", 1024, least=1, most=100_000) * 1024 * 1024
EVIDENCE_FILES = env.integer("EVIDENCE_FILES", 100, least=1, most=1_000)  # of one report
EVIDENCE_FREE_FLOOR = env.integer("EVIDENCE_FREE_MB", 512, least=0, most=1_000_000) * 1024 * 1024  # words come first
CLAMD_SOCKET = env.text("CLAMD_SOCKET", "")  # of ClamAV; empty: files are not scanned, and the desk says so
FILE_UPLOAD_HANDLERS = ["reporting.views.receiving.SealedUploads"]  # nothing lies unencrypted on a disk
DATA_UPLOAD_MAX_NUMBER_FILES = None  # the handler takes what may be kept, and names the rest

# --- static files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MODELS_DIR = Path(env.text("MODELS_DIR", str(DATA_DIR / "models")))  # versions that were offered
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.HashedStatic"},
}
EXIT_URL = env.text("EXIT_URL", "https://www.bbc.co.uk/weather")

# --- officers -------------------------------------------------------------------------------------------------------
if HAS_DESK:
    AUTH_USER_MODEL = "cases.Account"
LOGIN_URL = "/desk/log-in/"
LOGIN_REDIRECT_URL = "/desk/queue/"
PASSWORD_HASHERS = ["cases.domain.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
OTP_TOTP_ISSUER = "Heard"

# --- mail and the alarm's channels ----------------------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25, least=1, most=65535)
EMAIL_TIMEOUT = 5
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.flag("SEND_MAIL", default=False)
    else "django.core.mail.backends.console.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "heard@localhost")
NOTICE_FROM = env.text("NOTICE_FROM", DEFAULT_FROM_EMAIL)  # of e-mails to people who reported: a neutral address
NOTICE_URL = env.text("NOTICE_URL", "")  # where `/no-more/` is served under a name that gives nobody away; else no link
SMS_GATEWAY = env.choice("SMS_GATEWAY", ("off", "twilio"), "off")
SMS_ACCOUNT, SMS_KEY = env.text("SMS_ACCOUNT", ""), env.text("SMS_KEY", "")
SMS_FROM = env.text("SMS_FROM", "")  # a number or sender name that says nothing
SMS_URL = env.text("SMS_URL", "")  # another address of the gateway's, for trying it out
DESK_URL = env.text("DESK_URL", "http://localhost:8001")
PARTNER_WEBHOOKS = env.flag("PARTNER_WEBHOOKS", default=False)  # whether partners are told of changes by themselves
WEBHOOKS_INSIDE = env.flag("WEBHOOKS_INSIDE", default=False)  # development: plain http, and this machine's network

# --- logs: times, levels, names of things; never words, addresses or request bodies ---------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "reporting.traces.PlainLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "heard": {"level": "INFO"},
        "twilio": {"level": "CRITICAL"},  # it would write numbers and texts
        "django.server": {"level": "WARNING", "propagate": True, "handlers": []},
        "django.request": {"level": "ERROR"},
    },
}
