"""Web addresses → what the servers send, fetched politely and within limits. Reads no content, follows no links.

One request a second to a host, robots.txt obeyed, nothing from private networks, nothing without an end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from ssl import SSLContext

import httpx
from protego import Protego

from samverkan import __version__
from samverkan.documents import cache as kept
from samverkan.documents.addresses import checked, resolved
from samverkan.documents.cache import Fetched
from samverkan.documents.formats import MOST_BYTES
from samverkan.errors import UnreadableSourceError

USER_AGENT = f"samverkan/{__version__}"
_HEADERS = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
_MOST_REDIRECTS = 5
_TIMEOUT = 20.0
_MOST_SECONDS = 120.0
_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_REDIRECTS = {301, 302, 303, 307, 308}
_WHAT_TO_DO = {
    401: "it asks for a password; save the page from a browser",
    403: "it does not let programs read this; save the page from a browser",
    404: "check the address",
    410: "check the address",
}
_LATER = "try again later"


class _UnavailableError(UnreadableSourceError):
    """A server that can't be reached or does not work now: what is kept of it may serve instead."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    content: bytes


@dataclass(kw_only=True)
class Web:
    """The web as this program uses it.

    `cache` is a folder in which what was fetched is kept, and asked for again only when it has changed;
    `allow_private` lets it fetch from loopback and private networks. `clock` (seconds) and `sleep` are the machine's.
    """

    cache: Path | None = None
    allow_private: bool = False
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict, init=False)
    _rules: dict[str, Protego] = field(default_factory=dict, init=False)

    def fetch(self, address: str) -> Fetched:
        """What stands at an address, or the unchanged content that the cache has of it, with its first retrieval date.

        Raises UnreadableSourceError when it may not be fetched, or the server does not give it.
        """
        url = checked(address)
        known = kept.load(self.cache, str(url)) if self.cache else None
        try:
            final, answer = self._follow(url, _conditions(known))
            _refuse_unavailable(answer, str(url))
        except _UnavailableError:
            if known is not None:
                return known
            raise
        if known is not None and answer.status == 304:
            return known
        fetched = _fetched(final, answer, str(url))
        if known is not None and known.content == fetched.content:
            fetched = replace(fetched, retrieved=known.retrieved)
        if self.cache:
            kept.keep(self.cache, str(url), fetched)
        return fetched

    def _follow(self, url: httpx.URL, headers: Mapping[str, str], *, obey: bool = True) -> tuple[httpx.URL, _Answer]:
        """The answer at the end of the redirects, each of which is checked like the first address."""
        start = str(url)
        for _ in range(_MOST_REDIRECTS + 1):
            if obey:
                self._obey(url)
            answer = self._ask(url, headers)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return url, answer
            url = checked(url.join(answer.headers["location"]))
        message = f"the server redirects more than {_MOST_REDIRECTS} times: check the address"
        raise UnreadableSourceError(message=message, file=start)

    def _obey(self, url: httpx.URL) -> None:
        """Go on only if the host's robots.txt lets us; a host without one lets everybody, a broken one nobody."""
        origin = str(url.copy_with(raw_path=b"/robots.txt"))
        if origin not in self._rules:
            _, answer = self._follow(httpx.URL(origin), {}, obey=False)
            if answer.status >= 500:
                message = f"the server answers {answer.status} for its robots.txt: {_LATER}"
                raise _UnavailableError(message=message, file=str(url))
            rules = answer.content.decode("utf-8", "replace") if answer.status == 200 else ""
            self._rules[origin] = Protego.parse(rules)
        if not self._rules[origin].can_fetch(str(url), USER_AGENT):
            message = "the server's robots.txt does not let programs fetch this: save the page from a browser"
            raise UnreadableSourceError(message=message, file=str(url))

    def _ask(self, url: httpx.URL, headers: Mapping[str, str]) -> _Answer:
        """One request, whatever the answer."""
        numeric = resolved(url, allow_private=self.allow_private)
        self._wait(url)
        host = {"Host": url.netloc.decode(), **_HEADERS, **headers}
        name = {"sni_hostname": url.raw_host.decode()}  # the certificate is that of the name, not of the number
        try:
            with (
                httpx.Client(trust_env=False, timeout=_TIMEOUT, verify=_trusted()) as client,
                client.stream("GET", url.copy_with(host=numeric), headers=host, extensions=name) as response,
            ):
                return _Answer(response.status_code, response.headers, self._limited(response, str(url)))
        except httpx.TimeoutException as problem:
            raise _UnavailableError(message=f"the server does not answer in time: {_LATER}", file=str(url)) from problem
        except httpx.HTTPError as problem:
            reason = type(problem).__name__
            message = f"the server can't be reached ({reason}): check the address, or {_LATER}"
            raise _UnavailableError(message=message, file=str(url)) from problem

    def _wait(self, url: httpx.URL) -> None:
        """Leave a server the time between requests that it asks for, at least a second."""
        rules = self._rules.get(str(url.copy_with(raw_path=b"/robots.txt")))
        pause = min(max(_PAUSE, (rules.crawl_delay(USER_AGENT) if rules else None) or 0.0), _LONGEST_PAUSE)
        if url.host in self._asked:
            left = self._asked[url.host] + pause - self.clock()
            if left > 0:
                self.sleep(left)
        self._asked[url.host] = self.clock()

    def _limited(self, response: httpx.Response, address: str) -> bytes:
        """The body, unpacked, as far as the limits of size and time let it."""
        begin, content = self.clock(), bytearray()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > MOST_BYTES:
                message = f"the server sends more than {MOST_BYTES // 1_000_000} MB: fetch it by hand, and name a part"
                raise UnreadableSourceError(message=message, file=address)
            if self.clock() - begin > _MOST_SECONDS:
                message = f"the server sends for more than {_MOST_SECONDS:.0f} seconds: {_LATER}"
                raise _UnavailableError(message=message, file=address)
        return bytes(content)


@lru_cache(maxsize=1)
def _trusted() -> SSLContext:
    """The certificates that are believed; reading them takes longer than many a request."""
    return httpx.create_ssl_context(trust_env=False)


def _conditions(known: Fetched | None) -> dict[str, str]:
    """The headers that ask for the content only if it is no longer what is known."""
    stated = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {header: value for header, value in stated.items() if value}


def _refuse_unavailable(answer: _Answer, address: str) -> None:
    if answer.status >= 500 or answer.status == 429:
        raise _UnavailableError(message=f"the server answers {answer.status}: {_LATER}", file=address)


def _fetched(url: httpx.URL, answer: _Answer, address: str) -> Fetched:
    if answer.status != 200:
        what = _WHAT_TO_DO.get(answer.status, "check the address")
        raise UnreadableSourceError(message=f"the server answers {answer.status}: {what}", file=address)
    stated = Message()
    stated["Content-Type"] = answer.headers.get("content-type", "application/octet-stream")
    return Fetched(
        url=str(url),
        content=answer.content,
        media_type=stated.get_content_type(),
        charset=stated.get_content_charset(),
        retrieved=_day(answer.headers.get("date")),
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
    )


def _day(stated: str | None) -> str | None:
    """The day of a date as HTTP writes it, in ISO form."""
    try:
        moment = parsedate_to_datetime(stated or "")
    except ValueError:
        return None
    return moment.astimezone(UTC).date().isoformat() if moment.tzinfo else moment.date().isoformat()
