"""Logging in by OpenID Connect: the code flow with PKCE, and what an identity must prove."""

import hmac
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mediahub.catalog.staffvalues import OidcSettings, StaffRole
from mediahub.errors import SettingsError
from mediahub.tongues import Said, joined

SECRET = "MEDIAHUB_OIDC_SECRET"  # noqa: S105 - where it is, not what
WAITS_S = 600.0
MOST = 1000
"""How long somebody may be away to log in, and how many may be."""
FRESH_S = 3600.0
"""How long the issuer's metadata and keys are kept."""
TIMEOUT_S = 10.0
LEEWAY_S = 60
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures that only the issuer can make: none, and no secret that we have too."""
_RANK: tuple[StaffRole, ...] = ("reader", "editor", "admin")


class OidcError(Exception):
    """Nobody was proved to be anybody; the reason is for the log, in English."""


@dataclass(frozen=True, slots=True)
class Away:
    """A browser that is away to log in: what it must bring back, and where it wanted to go."""

    state: str
    nonce: str
    verifier: str
    to: str
    back: str
    since: float


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to the issuer, and the role that its claims give, if any."""

    name: str
    role: StaffRole | None = None


class Oidc:
    """The logins by one issuer; safe to use from several threads. `now` is a clock in seconds."""

    def __init__(
        self, settings: OidcSettings, secret: str, now: Callable[[], float] = time.time
    ) -> None:
        self._settings, self._secret, self._now = settings, secret, now
        self._away: dict[str, Away] = {}
        self._lock = threading.Lock()
        self._kept: tuple[float, Mapping[str, Any], Mapping[str, Any]] | None = None

    def begin(self, back: str, to: str) -> tuple[str, str]:
        """The address to send a browser to, and the state that its cookie is to hold.

        `back` is where the issuer sends it. Raises OidcError when the issuer cannot be asked.
        """
        metadata, _ = self._issuer()
        now = self._now()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        away = Away(state, nonce, verifier, to, back, now)
        with self._lock:
            self._away = {k: v for k, v in self._away.items() if now - v.since < WAITS_S}
            if len(self._away) >= MOST:
                raise OidcError("too many are away to log in")
            self._away[away.state] = away
        address, _ = self._client(back).create_authorization_url(
            metadata["authorization_endpoint"],
            state=away.state,
            nonce=away.nonce,
            code_verifier=away.verifier,
        )
        return str(address), away.state

    def come_back(self, given: Mapping[str, str], cookie: str) -> tuple[Identity, str]:
        """Who has come back with a code, and where they wanted to go. Raises OidcError.

        `cookie` is the state that the browser kept: a code that somebody else got is no use here.
        """
        state = given.get("state", "")
        with self._lock:
            away = self._away.pop(state, None)
        if away is None or self._now() - away.since >= WAITS_S:
            raise OidcError("nobody is away with this state")
        if not hmac.compare_digest(cookie.encode(), state.encode()):
            raise OidcError("another browser went away with this state")
        if given.get("iss", self._settings.issuer) != self._settings.issuer:
            raise OidcError("another issuer answered")
        if "error" in given or not given.get("code"):
            raise OidcError(f"the issuer said {given.get('error', 'nothing')[:80]}")
        metadata, keys = self._issuer()
        token = self._fetched(metadata, away, given["code"])
        return self._identity(self._claims(token, keys, away.nonce)), away.to

    def _fetched(self, metadata: Mapping[str, Any], away: Away, code: str) -> str:
        import httpx
        from authlib.common.errors import AuthlibBaseError

        try:
            with self._client(away.back) as client:
                token = client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=away.verifier,
                )
            return str(token["id_token"])
        except (AuthlibBaseError, httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise OidcError(f"the issuer gave no identity: {error}") from error

    def _claims(self, token: str, keys: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of an identity that is the issuer's, for us, of now and of this login."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        settings = self._settings
        try:
            found = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            registry = jwt.JWTClaimsRegistry(
                now=lambda: int(self._now()),
                leeway=LEEWAY_S,
                iss={"essential": True, "value": settings.issuer},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            registry.validate(found.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise OidcError(f"the identity is not to be believed: {error}") from error
        claims: Mapping[str, Any] = found.claims
        audience = claims.get("aud")
        for_whom = [audience] if isinstance(audience, str) else audience
        if not isinstance(for_whom, list) or settings.client_id not in for_whom:
            raise OidcError("the identity is for somebody else")
        if (len(for_whom) > 1 or "azp" in claims) and claims.get("azp") != settings.client_id:
            raise OidcError("the identity was given to somebody else")
        return claims

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        settings = self._settings
        name = claims.get(settings.name_claim)
        if not isinstance(name, str) or not name.strip() or len(name) > 200:
            raise OidcError(f"the identity has no {settings.name_claim}")
        if settings.name_claim == "email" and claims.get("email_verified") is False:
            raise OidcError("the e-mail address is not verified")
        said = claims.get(settings.role_claim) if settings.role_claim else None
        values = said if isinstance(said, list) else [said]
        known = settings.roles
        roles = [known[one] for one in values if isinstance(one, str) and one in known]
        return Identity(" ".join(name.split()), max(roles, key=_RANK.index, default=None))

    def _issuer(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The issuer's metadata and keys, an hour old at most."""
        import httpx

        kept = self._kept
        if kept is not None and self._now() - kept[0] < FRESH_S:
            return kept[1], kept[2]
        issuer = self._settings.issuer
        try:
            with httpx.Client(timeout=TIMEOUT_S) as client:
                place = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
                metadata = client.get(place).raise_for_status().json()
                if metadata["issuer"] != issuer:
                    raise ValueError(f"it calls itself {metadata['issuer']!r}")
                for one in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    _require_safe(metadata[one])
                keys = client.get(metadata["jwks_uri"]).raise_for_status().json()
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise OidcError(f"{issuer} cannot be asked: {error}") from error
        self._kept = (self._now(), metadata, keys)
        return metadata, keys

    def _client(self, back: str) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            self._settings.client_id,
            self._secret,
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
        )


def open_oidc(settings: OidcSettings | None) -> Oidc | None:
    """The logins that the settings name; None for none.

    Raises SettingsError for an issuer that is not asked in secret, a secret that is not in the
    environment, and where Authlib is not installed.
    """
    if settings is None:
        return None
    try:
        _require_safe(settings.issuer)
    except ValueError as error:
        raise SettingsError(joined(": ", ("[staff.oidc] issuer", error.args[0]))) from error
    try:
        import authlib.integrations.httpx_client  # noqa: F401
        import joserfc  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            f'[staff.oidc] needs more: pip install "mediahub[oidc]" ({error.name} is not '
            "installed)",
            swedish=f'[staff.oidc] behöver mer: pip install "mediahub[oidc]" ({error.name} är inte '
            "installerat)",
        ) from error
    secret = os.environ.get(SECRET, "")
    if not secret:
        raise SettingsError(
            f"[staff.oidc]: put the client's secret into {SECRET}",
            swedish=f"[staff.oidc]: lägg klientens hemlighet i {SECRET}",
        )
    return Oidc(settings, secret)


def _require_safe(address: object) -> None:
    """Raise ValueError for an address of the web that others could listen to on the way."""
    parts = urlsplit(str(address))
    near = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and near):
        raise ValueError(Said(f"{address} is not asked by https", f"{address} nås inte med https"))
