"""Forms that are not ours, and the headers of every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.console.headers import POLICY
from bot.console.pages import FOLDER, environment
from tests.console.running import PASSWORD, Browser, RunningConsole
from tests.console.test_door import routes


def test_a_form_without_the_token_or_with_anothers_changes_nothing(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    ada, ben = arrive("ada"), arrive("ben")
    console.call(console.desk.ask("e1"))
    left = console.call(console.left.add("c_e1", "text", "reach"))
    before = (console.desk.episodes["e1"], console.actions())
    changing = [address for method, address in routes(console.app) if method == "POST"]
    changing = [one.replace("/messages/e1/", f"/messages/{left.id}/") for one in changing]
    assert len(changing) > 12
    fields = {
        "password": PASSWORD, "new": "a new password here", "again": "a new password here",
        "days": "1", "away": "yes", "why": "answered", "text": "hello", "client_id": "12345678",
    }  # fmt: skip
    for address in changing:
        for token in ("", "x", ben.csrf):
            answer = ada.http.post(address, data={"csrf": token, **fields})
            assert answer.status_code == 403, address
            assert "nothing was changed" in answer.text
    assert (console.desk.episodes["e1"], console.actions()) == before
    assert ada.get("/staff/").status_code == 200, "still signed in"
    assert len(console.call(console.left.open_ones())) == 1
    assert console.call(console.desk_settings.away()) is False


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_on_another_site_is_refused_even_with_the_token(
    console: RunningConsole, ana: Browser, headers: dict[str, str]
) -> None:
    console.call(console.desk.ask("e1"))
    before = console.desk.episodes["e1"]
    answer = ana.http.post(
        "/staff/conversations/e1/claim", data={"csrf": ana.csrf}, headers=headers
    )
    assert answer.status_code == 403
    assert console.desk.episodes["e1"] == before


def test_a_form_on_our_own_page_is_taken(console: RunningConsole, ana: Browser) -> None:
    console.call(console.desk.ask("e1"))
    answer = ana.http.post(
        "/staff/conversations/e1/claim",
        data={"csrf": ana.csrf},
        headers={"sec-fetch-site": "same-origin", "origin": console.url},
    )
    assert answer.status_code == 303


def test_other_kinds_of_body_are_no_form(ana: Browser) -> None:
    for options in (
        {"json": {"csrf": ana.csrf}},
        {"files": {"csrf": (None, ana.csrf)}},
        {"content": f"csrf={ana.csrf}", "headers": {"content-type": "text/plain"}},
    ):
        assert ana.http.post("/staff/account/sign-out", **options).status_code == 403


def test_every_page_has_the_headers_that_bound_it(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    ada = arrive("ada")
    console.call(console.desk.ask("e1"))
    stranger = Browser(console)
    pages = [
        address
        for method, address in routes(console.app)
        if method == "GET" and not address.endswith(("/events", "/here"))
    ]
    assert len(pages) > 8
    answers = [ada.http.get(address) for address in pages]
    answers += [stranger.http.get(address) for address in pages]
    answers += [
        stranger.http.get("/staff/sign-in"),
        stranger.http.get("/staff/static/console.css"),
        stranger.http.get("/staff/static/nothing.css"),
        stranger.http.post("/staff/account/sign-out"),
        ada.http.post("/staff/account/sign-out"),
    ]
    for answer in answers:
        assert answer.headers["content-security-policy"] == POLICY, answer.url
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        if "/static/" not in str(answer.url):
            assert answer.headers["cache-control"] == "no-store", answer.url
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
        assert part in POLICY
    assert "unsafe" not in POLICY


def test_no_template_has_a_script_or_a_style_in_it_or_leaves_escaping_out() -> None:
    assert environment().autoescape is True
    templates = sorted((FOLDER / "templates").glob("*.html"))
    assert len(templates) > 10
    for path in templates:
        text = path.read_text("utf-8")
        for wrong in (
            "|safe",
            "| safe",
            "autoescape",
            "style=",
            "onclick",
            "onload",
            "javascript:",
        ):
            assert wrong not in text, path.name
        for script in text.split("<script")[1:]:
            assert script.startswith(' src="{{ static('), path.name


def test_an_error_of_the_database_is_a_page_and_says_so(
    console: RunningConsole, ana: Browser
) -> None:
    console.store.ready = False
    try:
        answer = ana.get("/staff/")
    finally:
        console.store.ready = True
    assert answer.status_code == 503
    assert "database did not answer" in answer.text
