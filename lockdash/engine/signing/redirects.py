"""Where the vendor sends the browser after the user agreed."""

from __future__ import annotations

import secrets

from lockdash.engine.signing.loopback import Loopback, can_listen
from lockdash.vendors import code_grant
from lockdash.vendors.signing import OUT_OF_BAND, SignIn

_DYNAMIC = 49152  # ports that belong to nobody (RFC 6335, 6)
_PORTS = 65536 - _DYNAMIC


def redirect_of(sign_in: SignIn, state: str, *, browser: bool, paste: bool) -> tuple[str, Loopback | None]:
    """Return the redirect of a sign-in, and what listens there if anything does. Raises SignInError.

    The one that the user registered counts, wherever it leads. Else the browser comes back to this machine if it is on
    it; and if not, the vendor shows the code on a page, or sends the browser to where nobody is: what stands in its
    address bar then can be copied all the same.
    """
    if browser and not paste and (sign_in.redirect is None or can_listen(sign_in.redirect)):
        listener = Loopback(sign_in.redirect, code_grant.loopback, state)
        return listener.redirect, listener
    if sign_in.redirect is not None:
        return sign_in.redirect, None
    if sign_in.out_of_band:
        return OUT_OF_BAND, None
    return code_grant.loopback(_DYNAMIC + secrets.randbelow(_PORTS)), None
