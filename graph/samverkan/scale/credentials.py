"""Who we are to a store, from the environment: never from the command line, where every process could read it.

This room may not send anything by itself, nor put a secret into a message.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping

import httpx

USER, PASSWORD, TOKEN = "SAMVERKAN_USER", "SAMVERKAN_PASSWORD", "SAMVERKAN_TOKEN"


def credentials(environment: Mapping[str, str]) -> httpx.Auth | None:
    """A bearer token, or a user and a password; None when the environment holds neither."""
    if token := environment.get(TOKEN):
        return BearerToken(token)
    user = environment.get(USER)
    return UserAndPassword(user, environment.get(PASSWORD, "")) if user else None


class BearerToken(httpx.Auth):
    """A token that goes with every request (RFC 6750)."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the token."""
        request.headers["Authorization"] = self._header
        yield request


class UserAndPassword(httpx.Auth):
    """Basic or digest, as the store asks for (RFC 7617, RFC 7616), and nothing before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._digest, self._basic = httpx.DigestAuth(user, password), httpx.BasicAuth(user, password)
        self._asked: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request; when the store challenges, answer, and from then on answer at once."""
        if self._asked is None:
            response = yield request
            if response.status_code != 401:
                return
            challenge = ", ".join(response.headers.get_list("www-authenticate")).casefold()
            self._asked = self._digest if "digest " in challenge else self._basic
        yield from self._asked.auth_flow(request)
