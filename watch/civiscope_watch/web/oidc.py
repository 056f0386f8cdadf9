"""Signing in by OpenID Connect: the code flow with PKCE, for whom an issuer vouches."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.responses import RedirectResponse, Response

from civiscope_watch.store import accounts
from civiscope_watch.store.accounts import Account
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.web.guard import cookie_name, drop_cookie, set_cookie
from civiscope_watch.web.pages.people import own_path, start_session
from civiscope_watch.web.settings import OidcSettings, WebSettings, is_loopback
from civiscope_watch.web.visit import WebVisit

_COOKIE = "civiscope_sign_in"
_TIMEOUT_S = 10.0
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"]
_CLOCK_S = 120
_KEPT_S = 3600.0
_AGAIN = "Try again, or ask whoever looks after this dashboard."


class OidcClient:
    """Sends people to an issuer, and believes what it signs of them."""

    def __init__(self, oidc: OidcSettings, settings: WebSettings) -> None:
        self._oidc = oidc
        self._settings = settings
        self._return_to = f"{settings.public_url.rstrip('/')}/sign-in/return"
        self._about: dict[str, Any] = {}
        self._about_until = 0.0

    def begin(self, visit: WebVisit) -> Response:
        """Send somebody to the issuer. Raises HistoryError when that cannot be reached."""
        about = self._discover()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._oidc.client_id,
                "redirect_uri": self._return_to,
                "scope": "openid email profile",
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge.decode().rstrip("="),
                "code_challenge_method": "S256",
            }
        )
        address = about["authorization_endpoint"]
        response = RedirectResponse(f"{address}{'&' if '?' in address else '?'}{query}", 303)
        # Browsers ask the policy of the page that a form was sent from, and then where it led.
        following = own_path(visit.form.get("next", ""))
        kept = json.dumps([state, nonce, verifier, following]).encode()
        # Lax: the browser comes back from the issuer, another site.
        set_cookie(response, _COOKIE, base64.urlsafe_b64encode(kept).decode(), self._settings)
        return response

    def finish(self, visit: WebVisit) -> Response:
        """Begin a session of whom the issuer has signed in. Raises HistoryError."""
        state, nonce, verifier, following = self._kept(visit)
        if not secrets.compare_digest(state.encode(), visit.word("state", 500).encode()):
            raise HistoryError(f"This sign-in was not begun in this browser. {_AGAIN}")
        if visit.word("error"):
            raise HistoryError(f"The issuer did not sign you in: {visit.word('error')}.")
        claims = self._claims(self._exchange(visit.word("code", 4_000), verifier), nonce)
        one = _account_of(visit, self._oidc.issuer, claims, self._settings)
        response = start_session(visit, one, following)
        drop_cookie(response, _COOKIE, self._settings)
        return response

    def _kept(self, visit: WebVisit) -> tuple[str, str, str, str]:
        text = visit.request.cookies.get(cookie_name(_COOKIE, self._settings), "")
        try:
            state, nonce, verifier, following = json.loads(base64.urlsafe_b64decode(text))
        except ValueError as error:
            raise HistoryError(f"This sign-in was not begun in this browser. {_AGAIN}") from error
        return str(state), str(nonce), str(verifier), str(following)

    def _exchange(self, code: str, verifier: str) -> str:
        """Return the signed statement that the issuer gives for *code*."""
        values = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._return_to,
            "client_id": self._oidc.client_id,
            "code_verifier": verifier,
        }
        if self._oidc.client_secret:
            values["client_secret"] = self._oidc.client_secret
        found = self._ask("POST", self._discover()["token_endpoint"], values)
        statement = found.get("id_token")
        if not isinstance(statement, str):
            raise HistoryError(f"The issuer said nothing of who signed in. {_AGAIN}")
        return statement

    def _claims(self, statement: str, nonce: str) -> dict[str, Any]:
        """Return what the issuer signed, once all of it is checked."""
        try:
            keys = KeySet.import_key_set(self._ask("GET", self._discover()["jwks_uri"]))  # type: ignore[arg-type]
            token = jwt.decode(statement, keys, algorithms=_ALGORITHMS)
            jwt.JWTClaimsRegistry(
                leeway=_CLOCK_S,
                iss={"essential": True, "value": self._oidc.issuer},
                aud={"essential": True, "value": self._oidc.client_id},
                exp={"essential": True},
                sub={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(token.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise HistoryError(
                f"What the issuer said of you does not hold ({type(error).__name__}). {_AGAIN}"
            ) from error
        audience = token.claims["aud"]
        if isinstance(audience, list) and token.claims.get("azp") != self._oidc.client_id:
            raise HistoryError(f"The issuer signed you in for another program. {_AGAIN}")
        return dict(token.claims)

    def _discover(self) -> dict[str, Any]:
        """Return where the issuer's endpoints are."""
        if time.monotonic() < self._about_until:
            return self._about
        address = f"{self._oidc.issuer.rstrip('/')}/.well-known/openid-configuration"
        about = self._ask("GET", address)
        if about.get("issuer") != self._oidc.issuer:
            raise HistoryError(
                f"{address} is of another issuer ({about.get('issuer')!s:.200}). Correct "
                "--oidc-issuer."
            )
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not _is_safe(str(about.get(name, ""))):
                raise HistoryError(f"The issuer's {name} is not an https address.")
        self._about, self._about_until = about, time.monotonic() + _KEPT_S
        return about

    def _ask(
        self, method: str, address: str, values: dict[str, str] | None = None
    ) -> dict[str, Any]:
        try:
            response = httpx.request(method, address, data=values, timeout=_TIMEOUT_S)
            found = response.json() if response.is_success else None
        except (httpx.HTTPError, ValueError) as error:
            raise HistoryError(
                f"{self._oidc.issuer} cannot be asked ({type(error).__name__}). {_AGAIN}"
            ) from error
        if not isinstance(found, dict):
            raise HistoryError(
                f"{self._oidc.issuer} refused ({response.status_code} from {address}). {_AGAIN}"
            )
        return cast("dict[str, Any]", found)


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def _account_of(
    visit: WebVisit, issuer: str, claims: dict[str, Any], settings: WebSettings
) -> Account:
    """Return the account of the person, a new one when they come for the first time."""
    subject = str(claims["sub"])
    with visit.database.writing() as connection:
        known = accounts.find_by_subject(connection, issuer, subject)
        if known is not None:
            return known
        name = _name_of(claims)
        if accounts.find_account(connection, name) is not None:
            # Somebody may have chosen another's name there; who has it here keeps it.
            name = f"{name} ({subject})"[: accounts.MAX_NAME_LENGTH]
        accounts.add_account(connection, name, settings.new_role, origin=issuer, subject=subject)
        accounts.log_change(connection, name, "user added", f"{settings.new_role}, by {issuer}")
        return accounts.get_account(connection, name)


def _name_of(claims: dict[str, Any]) -> str:
    if claims.get("email") and claims.get("email_verified") is not False:
        return str(claims["email"])
    return str(claims.get("preferred_username") or claims["sub"])
