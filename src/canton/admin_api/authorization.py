"""The guard of an admin API: every call needs the rights of an administrator.

Users of the Ledger API are not known here; a token stands for an administrator by its auth
service's configuration alone. Source: the original's RequiringAdminClaimResolver.
"""

from __future__ import annotations

from canton.ledger_api.authorization.authorizer import HEADER, Authentication
from canton.ledger_api.authorization.errors import permission_denied
from canton.transport.seam import Call, Guard, Handler, Method, guarded
from canton.transport.services import Wrapper


def admin_guard(authentication: Authentication) -> Guard:
    """Refuses whoever is not an administrator."""

    async def guard(call: Call) -> None:
        service = call.method.service.full_name
        claims = await authentication.claims(call.text(HEADER), service)
        if not claims.administers:
            raise permission_denied("lacking admin claim")
        call.caller = claims

    return guard


def guarding(guard: Guard) -> Wrapper:
    """Puts the guard before every handler of a server."""

    def wrapper(method: Method, handler: Handler) -> Handler:
        return guarded({method: handler}, guard)[method]

    return wrapper
