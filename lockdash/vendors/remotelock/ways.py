"""How a stranger gets into a RemoteLock account (reference, "Authentication")."""

from __future__ import annotations

from lockdash.vendors.guide import Asked, Way
from lockdash.vendors.signing import OUT_OF_BAND

PORTAL = "https://developer.remotelock.com"
LOOPBACK = "http://127.0.0.1/callback"

_ACCESS = (
    "Write to sales@remotelock.com (sales@lockstate.com in older papers) and ask for API access for your account.",
    "Once you have it, sign in to the developer portal and make a new OAuth application.",
)
_OWN = (
    Asked(key="client_id", label="Application ID", hint="On the page of the application in the developer portal."),
    Asked(
        key="client_secret",
        label="Secret",
        hint="Beside the Application ID; the portal may show it this one time only.",
        secret=True,
    ),
)

_ADDRESSES = ("api_url", "auth_url")

BY_APPLICATION = Way(
    label="The application's own account",
    about="For your own devices: the account in which the application was made, without a browser on this machine.",
    steps=(*_ACCESS, "Copy its Application ID and Secret."),
    address=PORTAL,
    asked=_OWN,
    settings={"grant": "client_credentials"},
    more=_ADDRESSES,
)

BY_USER = Way(
    label="A user's account",
    about="For devices of somebody else's account: its user signs in with a browser, here or on another machine.",
    steps=(
        *_ACCESS,
        f"As Callback URL register {OUT_OF_BAND}: a page then shows a code to copy, which works over SSH as well.",
        f"Or register {LOOPBACK}: then the browser brings the code back by itself, if it runs on this machine.",
        "Copy its Application ID and Secret.",
    ),
    address=PORTAL,
    asked=(
        *_OWN,
        Asked(
            key="redirect_uri",
            label="Callback URL",
            hint="As it is registered; empty if both of those above are, and for any port.",
            required=False,
        ),
    ),
    settings={"grant": "authorization_code"},
    more=_ADDRESSES,
    signs_in=True,
)

WAYS = (BY_APPLICATION, BY_USER)
