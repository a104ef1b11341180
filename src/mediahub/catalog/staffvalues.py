"""How people come into the staff site, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

StaffRole = Literal["reader", "editor", "admin"]


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """A login by OpenID Connect: who issues identities, and which claims are a name and a role.

    `roles` says which values of `role_claim` give which role to those whom no file of users names.
    """

    issuer: str
    client_id: str
    name_claim: str = "preferred_username"
    role_claim: str | None = None
    roles: Mapping[str, StaffRole] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StaffSettings:
    """The header by which a proxy names who has logged in, the proxies that are believed, and a
    login by OpenID Connect; None for none.
    """

    header: str | None = None
    proxies: tuple[str, ...] = ()
    oidc: OidcSettings | None = None
