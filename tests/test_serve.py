"""`portal serve` over real loopback HTTP: what a reader gets, what a browser may keep, what nobody gets."""

import gzip
import http.client
import os
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.errors import SettingsError
from pipeline.serve import GzipCache, Handler, locate, running, serve
from pipeline.serve_headers import FRESH, SECURITY_HEADERS

PAGE = "<!doctype html><title>信用示例</title>" + "示例县公共信用信息" * 100


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    for name, text in {
        "index.html": PAGE,
        "404.html": "<!doctype html><title>没有这一页</title>",
        "e/91439999MA00000001/index.html": PAGE,
        "permit/index.html": PAGE,
        "empty/note.txt": "short",
        "data/v1/permit.csv": "主体名称\n",
        "search/shard-0123456789abcdef.bin": "x" * 500,
        ".hidden": "secret",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "outside.txt").write_text("outside", encoding="utf-8")
    (tmp_path / "output-sibling").mkdir()
    (tmp_path / "output-sibling" / "a.txt").write_text("outside", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "linked").symlink_to(tmp_path / "output-sibling", target_is_directory=True)
    (folder / "round").symlink_to(folder / "round")
    return folder


class Answer:
    """Status, headers and raw body of one request."""

    def __init__(self, base: str, target: str, method: str = "GET", **headers: str) -> None:
        connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, text in headers.items():
            connection.putheader(name.replace("_", "-"), text)
        connection.endheaders()
        response = connection.getresponse()
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        connection.close()


@pytest.fixture
def base(site: Path) -> Iterator[str]:
    with running(site) as address:
        yield address


def test_a_folder_gives_its_page_with_every_header(base: str) -> None:
    answer = Answer(base, "/permit/?q=1")
    assert (answer.status, answer.body.decode()) == (200, PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == FRESH
    assert answer.headers["Date"]
    assert answer.headers["Last-Modified"]
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_a_folder_without_slash_is_redirected_with_its_query(base: str) -> None:
    answer = Answer(base, "/e/91439999MA00000001?a=%E7%94%B2")
    assert (answer.status, answer.headers["Location"]) == (301, "/e/91439999MA00000001/?a=%E7%94%B2")


@pytest.mark.parametrize(
    "target",
    [
        "/nothing",
        "/empty/",
        "/index.html/",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/e/../../outside.txt",
        "/..%2foutside.txt",
        "/..%5coutside.txt",
        "/link.txt",
        "/linked/a.txt",
        "/../output-sibling/a.txt",
        "/.hidden",
        "/%00",
        "/a%00.html",
        "/permit//",
        "//permit/",
        "/round",
        "/%ff",
        "/" + "a" * 300,
        "/a" * 3000,
        "/c:/x",
    ],
)
def test_what_is_not_there_or_not_ours_gets_the_404_page(base: str, target: str) -> None:
    answer = Answer(base, target)
    if target == "//permit/":
        # The standard library takes the double slash for one, as the address it is.
        assert answer.status == 200
        return
    assert answer.status == 404
    assert "没有这一页" in answer.body.decode()
    assert answer.headers["Content-Security-Policy"] == SECURITY_HEADERS["Content-Security-Policy"]


def test_no_target_leads_outside(site: Path) -> None:
    for target in (
        "",
        "permit/",
        "http://a/",
        "/../outside.txt",
        "/e/../../outside.txt",
        "/linked/",
        "/linked",
    ):
        file = locate(site, target).file
        assert file is None or file.resolve().is_relative_to(site.resolve()), target


def test_gzip_only_where_it_is_accepted_and_helps(base: str) -> None:
    small = Answer(base, "/", Accept_Encoding="br, gzip;q=0.5")
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.body).decode() == PAGE
    assert small.headers["Vary"] == "Accept-Encoding"
    plain = Answer(base, "/", Accept_Encoding="gzip;q=0")
    assert plain.headers["Content-Encoding"] is None
    assert plain.headers["ETag"] != small.headers["ETag"]
    assert Answer(base, "/empty/note.txt", Accept_Encoding="gzip").headers["Content-Encoding"] is None


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_what_the_browser_has_is_not_sent_again(base: str, encoding: str) -> None:
    etag = Answer(base, "/", Accept_Encoding=encoding).headers["ETag"]
    again = Answer(base, "/", Accept_Encoding=encoding, If_None_Match=f'"x", W/{etag}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Content-Security-Policy"]
    assert Answer(base, "/", Accept_Encoding=encoding, If_None_Match='"x"').status == 200


def test_modified_since_counts_only_without_etag(base: str) -> None:
    stamp = Answer(base, "/").headers["Last-Modified"]
    assert Answer(base, "/", If_Modified_Since=stamp).status == 304
    assert Answer(base, "/", If_Modified_Since=stamp, If_None_Match='"x"').status == 200
    assert Answer(base, "/", If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert Answer(base, "/", If_Modified_Since="yesterday").status == 200


def test_a_changed_page_is_sent_even_with_the_same_time_and_length(site: Path) -> None:
    with running(site) as base:
        page = site / "index.html"
        times = page.stat()
        etag = Answer(base, "/", Accept_Encoding="gzip").headers["ETag"]
        page.write_text(PAGE.replace("县", "市"), encoding="utf-8")
        os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
        again = Answer(base, "/", Accept_Encoding="gzip", If_None_Match=etag)
    assert again.status == 200
    assert "示例市" in gzip.decompress(again.body).decode()


def test_a_site_swapped_in_is_seen_at_once(site: Path) -> None:
    with running(site) as base:
        site.rename(site.with_name("old"))
        assert Answer(base, "/").status == 404
        site.mkdir()
        (site / "index.html").write_text("new", encoding="utf-8")
        assert Answer(base, "/").body == b"new"
        assert Answer(base, "/permit/").status == 404


def test_head_says_what_get_would(base: str) -> None:
    whole, head = (Answer(base, "/", method) for method in ("GET", "HEAD"))
    assert head.body == b""
    kept = [name for name in whole.headers if name != "Date"]
    assert [head.headers[name] for name in kept] == [whole.headers[name] for name in kept]
    assert Answer(base, "/nothing", "HEAD").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(base: str, method: str) -> None:
    answer = Answer(base, "/<script>", method)
    assert (answer.status, answer.headers["Allow"], answer.body) == (405, "GET, HEAD", b"405\n")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_connection_is_kept_but_never_takes_a_body_for_a_request(base: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)
    for _ in range(2):
        connection.request("GET", "/empty/note.txt")
        assert connection.getresponse().read() == b"short"
    connection.close()
    host = urlsplit(base)
    assert host.hostname is not None
    with socket.create_connection((host.hostname, host.port or 80), timeout=10) as raw:
        inner = b"GET /permit/ HTTP/1.1\r\nHost: x\r\n\r\n"
        raw.sendall(
            b"GET /empty/note.txt HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(inner) + inner
        )
        answered = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answered.count(b"HTTP/1.1 ") == 1


def test_the_cache_stays_within_its_limit_and_right() -> None:
    cache = GzipCache(limit=200)
    bodies = {str(number): os.urandom(60) for number in range(10)}
    for _ in range(2):
        for digest, body in bodies.items():
            assert gzip.decompress(cache.get(digest, body)) == body


def test_wrong_use_is_told(tmp_path: Path, site: Path) -> None:
    with pytest.raises(SettingsError, match="make site"):
        serve(tmp_path / "nothing", 0)
    with running(site) as base, pytest.raises(SettingsError, match="--port"):
        serve(site, urlsplit(base).port or 0)
    with pytest.raises(SettingsError, match="--port"):
        serve(site, 70000)


def test_serve_tells_its_address_and_ends_on_interrupt(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.serve._Server.serve_forever", interrupted)
    serve(site, 0)
    assert re.search(r"http://127\.0\.0\.1:\d+/", capsys.readouterr().err)


def test_requests_at_the_same_time(base: str) -> None:
    bodies: list[bytes] = []
    readers = [threading.Thread(target=lambda: bodies.append(Answer(base, "/").body)) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert set(bodies) == {PAGE.encode()}
    assert len(bodies) == 8


def test_no_version_of_the_server_is_told(base: str) -> None:
    assert Answer(base, "/").headers["Server"].strip() == Handler.server_version == "portal"
