"""The chat widget for other sites: its files, what it is told, and which sites may use the API."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sqlite3
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.cli import check
from bot.content import load_library
from bot.content.card_text import LANGUAGES
from bot.gateway import api, security, widget_files
from bot.gateway.openapi import document
from bot.gateway.widget_files import Built, WidgetUnusable, load
from bot.gateway.widget_wording import LAST_RESORT_VERSION
from bot.settings import ROOT
from tests.gateway.running import RunningGateway, Serve, Visitor
from tests.gateway.test_api import described

LAUNCHER = "between-sessions.0123456789ab.js"
PANEL = "panel.ba9876543210.js"
OLD = "panel.aaaaaaaaaaaa.js"
NEWEST = "/widget/between-sessions.js"
SITE = "https://clinic.example"
BYTES = {
    LAUNCHER: "customElements; // «launcher»\n" * 40,
    PANEL: "attachShadow;\n",
    OLD: "before;\n",
}


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built widget in a folder of its own, with a file that an earlier version had."""
    folder = tmp_path / "dist"
    folder.mkdir()
    entries = {}
    for name, text in BYTES.items():
        (folder / name).write_text(text)
        entries[name] = {"file": name, "integrity": Built.of(name, text.encode()).integrity}
    manifest = {"version": "1.2.3", "launcher": entries[LAUNCHER], "panel": entries[PANEL]}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "releases.json").write_text(json.dumps([{"version": "1.1.0", "files": [OLD]}]))
    (folder / "unlisted.0123456789ab.js").write_text("nobody;")
    monkeypatch.setattr(widget_files, "DIST", folder)
    return folder


@pytest.fixture
def http(dist: Path, serve: Serve) -> Iterator[httpx.Client]:
    """A browser, so far as that matters here, and a gateway that serves that widget."""
    with client(serve()) as one:
        yield one


def client(gateway: RunningGateway) -> httpx.Client:
    return httpx.Client(base_url=gateway.url, trust_env=False, timeout=20)


def said_in_log(capfd: pytest.CaptureFixture[str]) -> list[str]:
    return [one for one in capfd.readouterr().err.splitlines() if "widget" in one]


# The files


def test_the_newest_launcher_is_looked_for_again_within_minutes(http: httpx.Client) -> None:
    response = http.get(NEWEST)
    assert response.status_code == 200 and response.text == BYTES[LAUNCHER]
    assert response.headers["cache-control"] == "public, max-age=300"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("name", BYTES)
def test_a_file_is_cached_for_good_by_a_name_that_is_its_own(http: httpx.Client, name: str) -> None:
    response = http.get(f"/widget/{name}")
    assert response.status_code == 200 and response.text == BYTES[name]
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_name_that_may_mean_something_else_tomorrow_is_not_cached_for_good(
    dist: Path, serve: Serve
) -> None:
    (dist / "plain.js").write_text("plain;")
    (dist / "releases.json").write_text(json.dumps([{"version": "1", "files": ["plain.js"]}]))
    with client(serve()) as http:
        response = http.get("/widget/plain.js")
    assert response.text == "plain;"
    assert response.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("path", [NEWEST, f"/widget/{PANEL}"])
@pytest.mark.parametrize("coding", ["gzip, br", "identity"])
def test_any_site_may_load_the_files_and_ask_whether_they_changed(
    http: httpx.Client, path: str, coding: str
) -> None:
    headers = {"Origin": "https://any.example", "Accept-Encoding": coding}
    first = http.get(path, headers=headers)
    tag = first.headers["etag"]
    again = http.get(path, headers={**headers, "If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = http.get(path, headers={**headers, "If-None-Match": '"other"'})
    head = http.head(path, headers=headers)
    assert (other.status_code, head.status_code, head.content) == (200, 200, b"")
    for response in (first, again, other, head):
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["vary"] == "Accept-Encoding"
        assert response.headers["cache-control"] == first.headers["cache-control"]


def test_a_site_that_is_named_gets_the_same_file_as_any_other(dist: Path, serve: Serve) -> None:
    with client(serve(allowed_origins=(SITE,))) as http:
        response = http.get(NEWEST, headers={"Origin": SITE})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip", "gzip"), ("br;q=1.0, gzip;q=0.8", "gzip"), ("br, gzip;q=0", None), ("", None)],
)
def test_a_file_is_small_on_the_way_for_who_can_unpack_it(
    http: httpx.Client, accepted: str, coding: str | None
) -> None:
    with http.stream("GET", NEWEST, headers={"Accept-Encoding": accepted}) as response:
        travelled = b"".join(response.iter_raw())
    assert response.headers.get("content-encoding") == coding
    assert (gzip.decompress(travelled) if coding else travelled).decode() == BYTES[LAUNCHER]
    assert coding is None or len(travelled) < len(BYTES[LAUNCHER]) / 4


def test_the_two_ways_it_travels_have_tags_of_their_own(http: httpx.Client) -> None:
    tags = {
        http.get(NEWEST, headers={"Accept-Encoding": one}).headers["etag"]
        for one in ("gzip", "identity")
    }
    assert len(tags) == 2


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "releases.json",
        "unlisted.0123456789ab.js",
        "panel.000000000000.js",
        "..%2Fmanifest.json",
        "%2e%2e%2f%2e%2e%2fpyproject.toml",
        "panel.ba9876543210.js%00",
    ],
)
def test_what_is_not_listed_is_not_served_and_help_is_shown(http: httpx.Client, name: str) -> None:
    response = http.get(f"/widget/{name}")
    assert response.status_code == 404
    described(api.Failure, response.json())
    assert response.json()["help"]["numbers"]


# Files that are missing, or that no browser would take


def test_without_files_the_gateway_serves_on_and_says_so_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    serve: Serve,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(widget_files, "DIST", tmp_path / "nowhere")
    gateway = serve()
    (said,) = said_in_log(capfd)
    assert "manifest.json" in said and "make widget" in said
    with client(gateway) as http:
        for path in (NEWEST, f"/widget/{PANEL}"):
            response = http.get(path)
            assert response.status_code == 404
            described(api.Failure, response.json())
        body = http.get("/v1/widget").json()
    described(api.WidgetOut, body)
    assert body["version"] == "" and body["numbers"]["en"]


def test_a_file_of_an_earlier_version_that_is_gone_keeps_nothing_else_back(
    dist: Path, serve: Serve, capfd: pytest.CaptureFixture[str]
) -> None:
    (dist / OLD).unlink()
    gateway = serve()
    (said,) = said_in_log(capfd)
    # No build brings it back.
    assert OLD in said and "Put the file back" in said and "make widget" not in said
    with client(gateway) as http:
        assert http.get(NEWEST).status_code == 200
        assert http.get(f"/widget/{OLD}").status_code == 404


def _gone(dist: Path) -> None:
    (dist / PANEL).unlink()


def _changed(dist: Path) -> None:
    (dist / LAUNCHER).write_text("evil;")


def _broken(dist: Path) -> None:
    (dist / "manifest.json").write_text("{")


def _odd(dist: Path) -> None:
    (dist / "manifest.json").write_text('{"version": "1", "launcher": []}')


def _outside(dist: Path) -> None:
    text = (dist / "manifest.json").read_text()
    (dist / "manifest.json").write_text(text.replace(PANEL, "../secret.js"))


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_gone, PANEL),
        (_changed, f"{LAUNCHER} is not the file"),
        (_broken, "manifest.json is not JSON"),
        (_odd, "manifest.json"),
        (_outside, "../secret.js"),
    ],
)
def test_what_no_browser_would_take_is_named_by_the_check(
    dist: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    named: str,
) -> None:
    assert load().lost == ()
    spoil(dist)
    with pytest.raises(WidgetUnusable):
        load()
    assert check.run(["--root", str(ROOT)]) == 1
    (line,) = [one for one in capsys.readouterr().err.splitlines() if "widget" in one]
    assert named in line and "make widget" in line


def test_the_check_names_every_earlier_file_that_is_gone(
    dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.run(["--root", str(ROOT)]) == 0
    (dist / OLD).unlink()
    assert check.run(["--root", str(ROOT)]) == 1
    assert OLD in capsys.readouterr().err


def test_a_version_that_is_listed_stays_for_pages_that_pin_it(dist: Path) -> None:
    assert not load().is_released
    (dist / "releases.json").write_text(json.dumps([{"version": "1.2.3", "files": [PANEL]}]))
    assert not load().is_released
    files = [LAUNCHER, PANEL]
    (dist / "releases.json").write_text(json.dumps([{"version": "1.2.3", "files": files}]))
    assert load().is_released


def test_what_is_delivered_can_be_served() -> None:
    widget = load()
    assert widget.lost == () and widget.version
    assert widget.launcher.is_hashed and widget.panel.is_hashed
    # The launcher asks for the very panel that is served.
    assert widget.panel.name.encode() in widget.launcher.body
    assert b64encode(hashlib.sha256(widget.panel.body).digest()) in widget.launcher.body


# What the widget is told


def test_the_widget_is_told_all_that_it_shows(http: httpx.Client) -> None:
    response = http.get("/v1/widget")
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    described(api.WidgetOut, body)
    library = load_library(ROOT)
    assert body["version"] == "1.2.3"
    assert body["practice"]["phone"] == library.practice.phone
    assert body["leave"] == library.crisis.frame.leave.address
    assert body["first_screen"]["version"] == library.widget.first_screen_version
    for language in LANGUAGES:
        *crisis, practice = body["numbers"][language]
        assert crisis and practice["name"] == library.practice.name
        assert [link["address"] for link in practice["contacts"]] == ["tel:5555550142"]
        assert body["texts"][language].items() >= library.widget.texts[language].items()
    assert body["texts"]["es"]["talk"] == "Hablar con una persona"
    assert "not a person" in body["first_screen"]["en"]["text"]
    assert "No es una persona" in body["first_screen"]["es"]["text"]


def test_without_content_the_widget_is_told_the_least_that_it_needs(
    dist: Path, content_root: Path, serve: Serve
) -> None:
    (content_root / "content" / "widget.yml").write_text("en: [oops\n")
    with client(serve()) as http:
        body = http.get("/v1/widget").json()
        made = http.post("/v1/conversations", json={"consent": LAST_RESORT_VERSION})
    described(api.WidgetOut, body)
    assert body["practice"] is None and body["leave"].startswith("https://")
    assert body["first_screen"]["version"] == LAST_RESORT_VERSION
    for language in LANGUAGES:
        links = [link["address"] for one in body["numbers"][language] for link in one["contacts"]]
        assert {"tel:911", "tel:988"} <= set(links)
        assert body["texts"][language]["send"] and body["first_screen"][language]["text"]
    assert made.status_code == 201 and "automated" in made.json()["events"][0]["text"]


def test_a_first_screen_that_has_changed_is_asked_for_again(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    http = visitor.http
    before = http.get("/v1/widget").json()["first_screen"]["version"]
    # All topics: a change is served only when the whole check passes.
    shutil.copytree(ROOT / "data", gateway.settings.root / "data", dirs_exist_ok=True)
    path = gateway.settings.root / "content" / "widget.yml"
    path.write_text(path.read_text().replace(f'version: "{before}"', 'version: "new"'))
    assert _eventually(lambda: _version(http) == "new")
    refused = http.post("/v1/conversations", json={"consent": before})
    assert refused.status_code == 409
    described(api.Failure, refused.json())
    error = refused.json()["error"]
    assert error["code"] == "consent_changed"
    assert "has changed" in error["message"] and "cambió" in error["message_es"]
    assert refused.json()["help"]["numbers"]
    assert http.post("/v1/conversations", json={"consent": "new"}).status_code == 201


def _version(http: httpx.Client) -> str:
    version: str = http.get("/v1/widget").json()["first_screen"]["version"]
    return version


def _eventually(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_a_refused_consent_begins_no_conversation_and_uses_up_no_limit(serve: Serve) -> None:
    gateway = serve(conversations_per_address="1/hour")
    with client(gateway) as http:
        for _ in range(3):
            refused = http.post("/v1/conversations", json={"consent": "of long ago"})
            assert refused.json()["error"]["code"] == "consent_changed"
        assert http.post("/v1/conversations").status_code == 201
        assert http.post("/v1/conversations").status_code == 429
    with sqlite3.connect(gateway.database) as database:
        assert database.execute("select count(*) from conversations").fetchone() == (1,)


def test_what_is_said_before_start_brings_the_card_and_is_not_kept(serve: Serve) -> None:
    """docs/privacy.md promises it: nobody has agreed to anything yet."""
    gateway = serve()
    with client(gateway) as http:
        message = {"client_id": str(uuid.uuid4()), "text": "I want to die"}
        refused = http.post("/v1/conversations/none/messages", json=message)
    assert refused.status_code == 404 and refused.json()["card"]
    with sqlite3.connect(gateway.database) as database:
        for table in ("conversations", "messages", "events", "episodes"):
            assert database.execute(f"select count(*) from {table}").fetchone() == (0,)


# Other sites


def allowing(serve: Serve) -> Visitor:
    """A visitor of another site, whose practice has named it."""
    visitor = Visitor(serve(allowed_origins=(SITE,)))
    visitor.http.headers["Origin"] = SITE
    return visitor.begin()


def test_another_site_reads_every_answer_of_the_api(serve: Serve) -> None:
    visitor = allowing(serve)
    path, headers = f"/v1/conversations/{visitor.id}", visitor.headers
    http = visitor.http
    answers = [
        http.post("/v1/conversations"),
        http.get("/v1/widget"),
        http.get("/v1/help"),
        visitor.say("hello"),
        http.get(f"{path}/desk", headers=headers),
        http.post(
            f"{path}/desk",
            headers=headers,
            json={"client_id": str(uuid.uuid4()), "action": "request"},
        ),
        http.post(f"{path}/presence", headers=headers, json={"seq": 1}),
        http.get(f"{path}/transcript", headers=headers),
    ]
    with http.stream("GET", f"{path}/events", headers=headers) as stream:
        answers.append(stream)
    answers += [
        http.post("/v1/conversations/none/messages", json={"text": "hello"}),
        http.get("/v1/nowhere"),
        http.delete(path, headers=headers),
    ]
    assert [one.status_code for one in answers] == [
        201, 200, 200, 200, 200, 200, 204, 200, 200, 404, 404, 204,
    ]  # fmt: skip
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == SITE, answer.url
        assert answer.headers["vary"] == "Origin"
        exposed = answer.headers["access-control-expose-headers"].split(", ")
        assert {"Retry-After", "Content-Disposition"} <= set(exposed)
    transcript = next(one for one in answers if "content-disposition" in one.headers)
    assert transcript.url.path.endswith("/transcript")


def test_a_browser_may_ask_before_every_call_of_the_api(serve: Serve) -> None:
    gateway = serve(allowed_origins=(SITE,))
    paths = {
        f"/{route.path.strip('/')}"
        for route in gateway.app.router.routes
        if route.path.strip("/").startswith("v1/")
    }
    assert paths == set(security.API_PATHS)
    with client(gateway) as http:
        for path in paths:
            address = path.replace("<conversation_id:str>", "none")
            for site, allowed in ((SITE, SITE), ("https://evil.example", None)):
                answer = http.options(address, headers={"Origin": site})
                assert answer.status_code == 204
                assert answer.headers.get("access-control-allow-origin") == allowed
                assert {"GET", "POST", "DELETE"} <= set(
                    answer.headers["access-control-allow-methods"].split(", ")
                )
                assert answer.headers["access-control-allow-headers"] == (
                    "Authorization, Content-Type"
                )


def test_a_site_that_is_not_named_reads_no_answer(serve: Serve) -> None:
    visitor = allowing(serve)
    for origin in ("https://evil.example", "http://clinic.example", f"{SITE}.evil.example", "null"):
        response = visitor.http.get("/v1/widget", headers={"Origin": origin})
        assert "access-control-allow-origin" not in response.headers
        assert response.headers["vary"] == "Origin"


def test_a_site_is_known_however_its_origin_was_written_down(serve: Serve) -> None:
    http = Visitor(serve(allowed_origins=("HTTPS://Clinic.example:443/",))).http
    response = http.get("/v1/widget", headers={"Origin": SITE})
    assert response.headers["access-control-allow-origin"] == SITE


def test_the_description_says_that_a_conversation_needs_no_body() -> None:
    paths: dict[str, Any] = document()["paths"]
    begun = paths["/v1/conversations"]["post"]
    assert begun["requestBody"]["required"] is False and "409" in begun["responses"]
    assert paths["/v1/conversations/{conversation_id}/messages"]["post"]["requestBody"]["required"]
