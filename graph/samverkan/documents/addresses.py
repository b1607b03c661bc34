"""Web addresses: which may be fetched, and at which numeric address. Refuses what lies inside a private network."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from samverkan.errors import UnreadableSourceError

_SCHEMES = {"http", "https"}
_NAT64 = ip_network("64:ff9b::/96")


def checked(address: str | httpx.URL) -> httpx.URL:
    """An address without its fragment; raises UnreadableSourceError if it is not http or https, or holds a password."""
    try:
        url = httpx.URL(address).copy_with(fragment=None)
    except (httpx.InvalidURL, TypeError, ValueError) as problem:
        raise UnreadableSourceError(message="this is no web address: check it", file=_shown(str(address))) from problem
    if url.scheme not in _SCHEMES or not url.host:
        message = "only http and https addresses are fetched: name one, or a file"
        raise UnreadableSourceError(message=message, file=_shown(str(address)))
    if url.userinfo:
        message = "an address with a user name or password is not fetched: leave them out"
        raise UnreadableSourceError(message=message, file=_shown(str(address)))
    return url


def _shown(address: str) -> str:
    """An address as it may stand in a message: without a user name or password."""
    scheme, slashes, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}"


def resolved(url: httpx.URL, *, allow_private: bool) -> str:
    """The numeric address to connect to; connecting to it and not to the name leaves no room for a second answer.

    Raises UnreadableSourceError when the host has no address, or any of its addresses is not a public one.
    """
    try:
        answers = socket.getaddrinfo(url.raw_host.decode(), url.port or 0, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise UnreadableSourceError(message="this host is not found: check the address", file=str(url)) from problem
    numeric = [ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]
    if not allow_private and not all(map(_is_public, numeric)):
        message = "this address lies in a private network: allow private addresses if you mean it"
        raise UnreadableSourceError(message=message, file=str(url))
    return str(numeric[0])


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return _is_public(inner)
        if address in _NAT64 or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
