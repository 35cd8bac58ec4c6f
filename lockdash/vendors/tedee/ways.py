"""How a stranger gets into a Tedee account (tedee-facts 1.1 and 1.2)."""

from __future__ import annotations

from lockdash.vendors.guide import Asked, Way
from lockdash.vendors.tedee.scopes import OWN_KEYS, SCOPES

PORTAL = "https://portal.tedee.com/personal-access-keys"
REGISTERING = "https://tedee-tedee-api-doc.readthedocs-hosted.com/en/latest/howtos/authenticate.html#oauth-20"

BY_KEY = Way(
    label="Personal access key",
    about="For your own locks: the usual way, in a minute, without a browser on this machine.",
    steps=(
        "Sign in to the Tedee Portal, open the menu below your initials and choose Personal Access Keys.",
        "Choose Add key, give it a name and the latest date that it offers, at most five years from now.",
        "Tick the scopes below.",
        "Copy the key at once: it is shown this one time only.",
    ),
    address=PORTAL,
    scopes=SCOPES,
    asked=(
        Asked(
            key="personal_key",
            label="Personal access key",
            hint="A short word, a dot and about 43 more characters.",
            secret=True,
        ),
    ),
    more=("api_url", "api_version"),
)

BY_SIGN_IN = Way(
    label="Application with a client id",
    about="For those whose application Tedee has registered; you sign in with a browser, here or on another machine.",
    steps=(
        "Ask Tedee for a client id with the form on the page below; it takes about two weeks.",
        "Name http://127.0.0.1/callback as the redirect URI, for a desktop application.",
        "Ask for the scopes below, and for user_impersonation and offline_access, without which no sign-in lasts.",
    ),
    address=REGISTERING,
    scopes=tuple(scope for scope in SCOPES if scope.name != OWN_KEYS),
    asked=(
        Asked(key="client_id", label="Client id", hint="Tedee sends it by e-mail."),
        Asked(
            key="client_secret",
            label="Client secret",
            hint="Only if Tedee gave you one; an application on a desktop has none.",
            secret=True,
            required=False,
        ),
        Asked(
            key="redirect_uri",
            label="Redirect URI",
            hint="As it is registered; empty: http://127.0.0.1/callback, with any port.",
            required=False,
        ),
    ),
    more=("scopes", "api_url", "api_version", "auth_url"),
    signs_in=True,
)

WAYS = (BY_KEY, BY_SIGN_IN)
