from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from samverkan.documents import read_documents
from samverkan.documents import web as room
from samverkan.documents.web import USER_AGENT, Web
from samverkan.errors import OutputError, UnreadableSourceError

DATE = "Mon, 18 Jan 2021 23:30:00 GMT"
LATER = "Tue, 01 Feb 2022 10:00:00 GMT"
PAGE = "<html><head><meta charset=utf-8></head><body><p>Håbo kommun söker</p></body></html>".encode()


@dataclass
class Answer:
    status: int = 200
    body: bytes = PAGE
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    date: str | None = DATE


@dataclass
class Site:
    """A server on this machine: what it answers by path, and what it was asked, path and headers."""

    base: str
    answers: dict[str, Answer]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            answer = here.answers.get(self.path, Answer(404, b"", {"Content-Type": "text/plain"}))
            etag = answer.headers.get("ETag")
            fresh = etag is not None and self.headers.get("If-None-Match") == etag
            self.send_response_only(304 if fresh else answer.status)
            for header, value in {**answer.headers, **({"Date": answer.date} if answer.date else {})}.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(b"" if fresh else answer.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(f"http://127.0.0.1:{server.server_port}", {"/a.html": Answer()})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def web(cache: Path | None = None, clock: Clock | None = None, *, allow_private: bool = True) -> Web:
    clock = clock or Clock()
    return Web(cache=cache, allow_private=allow_private, clock=clock, sleep=clock.sleep)


def refusal(address: str, through: Web) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        read_documents([address], through)
    assert ": error: " in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- what is fetched


def test_an_address_becomes_a_document_with_the_day_of_the_servers_clock(site: Site) -> None:
    (read,) = read_documents([f"{site.base}/a.html#del"], web())
    assert (read.text, read.name, read.media_type) == ("Håbo kommun söker", "a.html", "text/html")
    assert (read.path, read.url) == (f"{site.base}/a.html#del", f"{site.base}/a.html")
    assert read.retrieved == "2021-01-18"


def test_a_server_without_a_clock_gives_no_retrieval_date(site: Site) -> None:
    site.answers["/a.html"] = Answer(date=None)
    assert [read.retrieved for read in read_documents([f"{site.base}/a.html"], web())] == [None]


@pytest.mark.parametrize(
    ("path", "headers", "body", "media_type"),
    [
        ("/", {"Content-Type": "text/html; charset=iso-8859-15"}, "<p>Åmål €".encode("iso-8859-15"), "text/html"),
        ("/a", {"Content-Type": "text/plain"}, "Åmål €".encode(), "text/plain"),
        ("/lista.txt", {"Content-Type": "application/octet-stream"}, "Åmål €".encode(), "text/plain"),
        ("/sida.php", {"Content-Type": "application/xhtml+xml"}, "<html><p>Åmål €".encode(), "text/html"),
        (
            "/a",
            {"Content-Type": "text/html", "Content-Encoding": "gzip"},
            gzip.compress("Åmål €".encode(), mtime=0),
            "text/html",
        ),
    ],
)
def test_the_media_type_and_the_encoding_are_those_that_the_server_states(
    site: Site, path: str, headers: Mapping[str, str], body: bytes, media_type: str
) -> None:
    site.answers[path] = Answer(200, body, headers)
    (read,) = read_documents([site.base + path], web())
    assert (read.text, read.media_type) == ("Åmål €", media_type)


def test_a_table_is_told_by_what_the_server_says_it_is(site: Site) -> None:
    body = "Projekt;Ägare\nÅter;Håbo kommun\nNy väg;Knivsta kommun\n".encode()
    site.answers["/export?format=csv"] = Answer(200, body, {"Content-Type": "text/csv; charset=utf-8"})
    (read,) = read_documents([f"{site.base}/export?format=csv"], web())
    assert (read.name, read.media_type, len(read.tables)) == ("export", "text/csv", 1)


def test_files_and_addresses_with_the_same_content_are_one_document(site: Site, tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(PAGE)
    for sources in ([tmp_path, f"{site.base}/a.html"], [f"{site.base}/a.html", tmp_path]):
        assert [read.name for read in read_documents(sources, web())] == ["b.html"]


# --- politeness


def test_requests_tell_who_asks_and_come_a_second_apart(site: Site) -> None:
    site.answers["/b.html"] = Answer(200, PAGE + b" ")
    clock = Clock()
    read_documents([f"{site.base}/a.html", f"{site.base}/b.html"], web(clock=clock))
    assert site.paths == ["/robots.txt", "/a.html", "/b.html"]
    assert clock.slept == [1.0, 1.0]
    assert {headers["User-Agent"] for _, headers in site.asked} == {USER_AGENT}


def test_robots_txt_is_obeyed_and_its_delay_too(site: Site) -> None:
    rules = b"User-agent: samverkan\nDisallow: /hemligt\nCrawl-delay: 4\n"
    site.answers["/robots.txt"] = Answer(200, rules, {"Content-Type": "text/plain"})
    clock = Clock()
    through = web(clock=clock)
    assert "robots.txt does not let programs" in refusal(f"{site.base}/hemligt/a.html", through)
    read_documents([f"{site.base}/a.html"], through)
    assert site.paths == ["/robots.txt", "/a.html"]
    assert clock.slept == [4.0]


def test_nothing_is_fetched_where_robots_txt_is_broken(site: Site) -> None:
    site.answers["/robots.txt"] = Answer(503, b"")
    assert "answers 503 for its robots.txt" in refusal(f"{site.base}/a.html", web())
    assert site.paths == ["/robots.txt"]


# --- redirects


def to(location: str) -> Answer:
    return Answer(302, b"", {"Location": location})


def test_redirects_are_followed_to_the_document_that_they_lead_to(site: Site) -> None:
    for number in range(5):
        site.answers[f"/{number}"] = to(f"{number + 1}")
    site.answers["/5"] = to("/a.html")
    (read,) = read_documents([f"{site.base}/1"], web())
    assert (read.name, read.url) == ("a.html", f"{site.base}/a.html")
    assert "redirects more than 5 times" in refusal(f"{site.base}/0", web())


@pytest.mark.parametrize(
    ("location", "what"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("http://a:b@127.0.0.1/", "user name or password"),
        ("/hemligt", "robots.txt does not let"),
    ],
)
def test_each_redirect_is_checked_like_the_first_address(site: Site, location: str, what: str) -> None:
    site.answers["/robots.txt"] = Answer(200, b"User-agent: *\nDisallow: /hemligt", {"Content-Type": "text/plain"})
    site.answers["/1"] = to(location)
    assert what in refusal(f"{site.base}/1", web())


def test_a_redirect_into_a_private_network_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(url: object, *, allow_private: bool) -> str:
        return "127.0.0.1" if "public.example" in str(url) else real(url, allow_private=allow_private)

    real: Callable[..., str] = room.resolved
    monkeypatch.setattr(room, "resolved", resolved)
    site.answers["/1"] = to(f"{site.base}/a.html")
    address = site.base.replace("127.0.0.1", "public.example") + "/1"
    assert "private network" in refusal(address, web(allow_private=False))
    assert site.paths == ["/robots.txt", "/1"]


# --- what is not fetched


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 localhost 127.1 2130706433 10.0.0.1 169.254.169.254 192.168.1.1 0.0.0.0 100.64.0.1 224.0.0.1 [::1] "
    "[::ffff:127.0.0.1] [fe80::1] [fd00::1] [64:ff9b::7f00:1]".split(),
)
def test_a_private_address_is_refused_however_it_is_written(host: str) -> None:
    assert "private network" in refusal(f"http://{host}/", web(allow_private=False))


def test_a_host_of_which_one_address_is_private_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def two(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, 1, 6, "", (number, 80)) for number in ("93.184.215.14", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    assert "private network" in refusal("http://example.org/", web(allow_private=False))


def test_the_connection_goes_to_the_address_that_was_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["127.0.0.1", "192.0.2.1"] * 2)  # a name that would mean another machine when asked again

    def rebinding(host: str, port: int, *more: object, **named: object) -> list[tuple[object, ...]]:
        if host != "rebinding.example":
            return real(host, port, *more, **named)
        return [(socket.AF_INET, 1, 6, "", (next(answers), port))]

    real: Callable[..., list[tuple[object, ...]]] = socket.getaddrinfo
    through = web()
    port = site.base.rpartition(":")[2]
    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    through._rules[f"http://rebinding.example:{port}/robots.txt"] = room.Protego.parse("")
    (read,) = read_documents([f"http://rebinding.example:{port}/a.html"], through)
    assert read.text == "Håbo kommun söker"
    assert [headers["Host"] for _, headers in site.asked] == [f"rebinding.example:{port}"]


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://", "only http and https"),
        ("http://exa mple.org/", "error: "),
        ("http://no-such-host.invalid/", "this host is not found"),
    ],
)
def test_an_address_that_can_not_be_fetched_is_refused_in_one_line(address: str, what: str) -> None:
    assert what in refusal(address, web())


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    told = refusal("https://anna:hemligt@example.org/a", web())
    assert "user name or password" in told
    assert "hemligt" not in told
    assert "anna" not in told


@pytest.mark.parametrize(
    ("status", "what"),
    [(404, "answers 404: check the address"), (403, "answers 403"), (500, "try again later"), (429, "try again later")],
)
def test_a_server_that_does_not_give_the_page_is_quoted(site: Site, status: int, what: str) -> None:
    site.answers["/a.html"] = Answer(status, b"")
    told = refusal(f"{site.base}/a.html", web())
    assert told.startswith(f"{site.base}/a.html: error: the server ")
    assert what in told


def test_a_server_that_is_not_there_is_told_so() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert "can't be reached" in refusal(f"http://127.0.0.1:{unused.getsockname()[1]}/", web())


def test_content_that_is_not_read_is_named(site: Site) -> None:
    site.answers["/a.png"] = Answer(200, b"x", {"Content-Type": "image/png"})
    assert "sends image/png" in refusal(f"{site.base}/a.png", web())


@pytest.mark.parametrize("packed", [False, True])
def test_a_body_over_the_limit_is_refused_packed_or_not(
    site: Site, monkeypatch: pytest.MonkeyPatch, *, packed: bool
) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 1_000_000)
    body, header = b"a" * 1_000_001, {"Content-Type": "text/plain"}
    site.answers["/a"] = Answer(
        200,
        gzip.compress(body, mtime=0) if packed else body,
        {**header, "Content-Encoding": "gzip"} if packed else header,
    )
    assert "more than 1 MB" in refusal(f"{site.base}/a", web())


def test_a_server_that_never_ends_is_left(site: Site) -> None:
    clock = Clock()
    endless = Web(allow_private=True, sleep=clock.sleep, clock=lambda: clock.sleep(121.0) or clock.now)
    assert "sends for more than" in refusal(f"{site.base}/a.html", endless)


# --- the cache


def test_what_did_not_change_keeps_its_retrieval_date_and_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    headers = {"Content-Type": "text/html", "ETag": '"1"', "Last-Modified": DATE}
    site.answers["/a.html"] = Answer(headers=headers)
    first = read_documents([f"{site.base}/a.html"], web(tmp_path / "cache"))
    kept = {path: path.read_bytes() for path in (tmp_path / "cache").iterdir()}
    site.answers["/a.html"] = Answer(headers=headers, date=LATER)
    assert read_documents([f"{site.base}/a.html"], web(tmp_path / "cache")) == first
    assert {path: path.read_bytes() for path in (tmp_path / "cache").iterdir()} == kept
    _, asked = site.asked[-1]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', DATE)


def test_the_same_content_without_marks_keeps_its_date_and_changed_content_gets_a_new_one(
    site: Site, tmp_path: Path
) -> None:
    days = []
    for answer in (Answer(), Answer(date=LATER), Answer(body=PAGE + b" ", date=LATER)):
        site.answers["/a.html"] = answer
        days += [read.retrieved for read in read_documents([f"{site.base}/a.html"], web(tmp_path))]
    assert days == ["2021-01-18", "2021-01-18", "2022-02-01"]


def test_the_cache_serves_when_the_server_does_not(site: Site, tmp_path: Path) -> None:
    first = read_documents([f"{site.base}/a.html"], web(tmp_path))
    for path in ("/a.html", "/robots.txt"):
        site.answers[path] = Answer(503, b"")
        assert read_documents([f"{site.base}/a.html"], web(tmp_path)) == first


def test_a_damaged_cache_is_fetched_anew(site: Site, tmp_path: Path) -> None:
    first = read_documents([f"{site.base}/a.html"], web(tmp_path))
    for suffix, damage in ((".body", b"other"), (".json", b"[]"), (".json", b"{"), (".json", b"{}")):
        (path,) = tmp_path.glob(f"*{suffix}")
        path.write_bytes(damage)
        assert read_documents([f"{site.base}/a.html"], web(tmp_path)) == first


def test_a_cache_that_can_not_be_written_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="name another"):
        read_documents([f"{site.base}/a.html"], web(tmp_path / "file"))
