"""Whoever is not meant to be at the desk gets nowhere: on every path, found from the routes themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.console.cookies import SESSION
from tests.console.running import Browser
from tests.e2e.desk import QUICK, Colleague, Guest, Practice, bring, left_messages, set_hours, until
from tests.gateway.running import RunningGateway

SECRET = "zanzibar"
OPEN_TO_ALL = {"/staff/sign-in", "/staff/static/console.css"}


@pytest.fixture
def practice(serve: Callable[..., RunningGateway], content_root: Path) -> Practice:
    """An open practice that tells nobody."""
    set_hours(content_root, is_open=True)
    return Practice(serve(**QUICK))


@pytest.fixture
def guest(practice: Practice) -> Guest:
    """A visitor whom Ana has, and who has said something that is nobody else's business."""
    found = bring(practice.arrive(), practice.sign_in("ana"), practice.ledger, "human")
    found.say(f"It is about {SECRET}")
    return found


@dataclass(frozen=True)
class Route:
    """A way into the console."""

    method: str
    path: str


def routes(practice: Practice, guest: Guest) -> list[Route]:
    """Every method of every path of the console, with ids that there are."""
    filled = {
        "episode_id": practice.episode_of(guest),
        "staff_id": practice.staff["ben"].id,
        "message_id": "l_0000000000000000",
        "name": "console.css",
        "path": "no/such/page",
    }

    def fill(path: str) -> str:
        return re.sub(r"<([^:>]+)[^>]*>", lambda found: filled[found.group(1)], path)

    found = [
        Route(method, "/" + fill(route.path).lstrip("/"))
        for route in practice.gateway.app.router.routes
        if route.path.lstrip("/").split("/")[0] == "staff"
        for method in route.methods
        if method in ("GET", "POST")
    ]
    assert len({one.path for one in found}) > 20
    return found


def state_of(practice: Practice, guest: Guest) -> list[object]:
    """All that a form of the console could have changed."""
    ada = practice.sign_in("ada")
    settings, accounts = (ada.get(f"/staff/admin/{one}").text for one in ("settings", "accounts"))
    fixed = [re.sub(r'name="csrf" value="[^"]+"|data-csrf="[^"]+"', "", settings)]
    fixed.append(re.sub(r'name="csrf" value="[^"]+"|data-csrf="[^"]+"', "", accounts))
    episode = dict(practice.ledger.open_one(guest.id))
    seen = {"owner_seen_at", "visitor_seen_at", "deadline", "version"}
    kept = {key: value for key, value in episode.items() if key not in seen}
    staff = practice.ledger.rows("select id, password_hash, totp_secret, disabled_at from staff")
    sessions = practice.ledger.rows("select staff_id from staff_sessions where staff_id != ?", "x")
    return [
        kept,
        guest.events(),
        [tuple(one) for one in staff],
        sorted(one["staff_id"] for one in sessions if one["staff_id"] != practice.staff["ada"].id),
        fixed,
        left_messages(practice.url),
    ]


def assert_shut(answer: httpx.Response, route: Route) -> None:
    """Check that an answer leads to the door, or is a refusal, and shows nothing."""
    if route.method == "GET":
        leads_out = answer.status_code == 303 and answer.headers["location"].startswith(
            "/staff/sign-in"
        )
        assert leads_out or answer.status_code == 401, (route, answer.status_code)
    else:
        assert answer.status_code in (401, 403), (route, answer.status_code)
    assert SECRET not in answer.text and "Ana Ruiz" not in answer.text


# Without a session


def test_without_a_session_every_path_leads_to_the_door(practice: Practice, guest: Guest) -> None:
    before = state_of(practice, guest)
    stranger = Browser(practice.gateway)  # type: ignore[arg-type]
    for route in routes(practice, guest):
        if route.path in OPEN_TO_ALL:
            continue
        for path in {route.path, route.path.rstrip("/"), route.path.rstrip("/") + "/"}:
            answer = stranger.http.request(route.method, path)
            # Of other spellings, some lead nowhere at all.
            known = path == route.path or answer.status_code not in (404, 405)
            if known and path not in OPEN_TO_ALL:
                assert_shut(answer, route)
            assert SECRET not in answer.text
        # As a script of a page asks.
        fetched = stranger.http.request(
            route.method, route.path, headers={"Sec-Fetch-Dest": "empty"}
        )
        assert fetched.status_code in (401, 403), route
    assert state_of(practice, guest) == before


def _random(practice: Practice) -> str:
    return "A" * 43


def _signed_out(practice: Practice) -> str:
    ben = practice.sign_in("ben")
    token = ben.http.cookies[SESSION]
    assert ben.post("/staff/account/sign-out").status_code == 303
    return token


def _disabled(practice: Practice) -> str:
    ben, ada = practice.sign_in("ben"), practice.sign_in("ada")
    token = ben.http.cookies[SESSION]
    ada.get("/staff/admin/accounts")
    ada.post(f"/staff/admin/accounts/{practice.staff['ben'].id}/disable")
    return token


@pytest.mark.parametrize("token_of", [_random, _signed_out, _disabled])
def test_with_a_session_that_is_none_every_path_leads_to_the_door(
    practice: Practice, guest: Guest, token_of: Callable[[Practice], str]
) -> None:
    token = token_of(practice)
    before = state_of(practice, guest)
    for route in routes(practice, guest):
        if route.path in OPEN_TO_ALL:
            continue
        stranger = Browser(practice.gateway, Cookie=f"{SESSION}={token}")  # type: ignore[arg-type]
        assert_shut(stranger.http.request(route.method, route.path), route)
    assert state_of(practice, guest) == before


def test_a_visitors_token_is_no_key_to_the_console(practice: Practice, guest: Guest) -> None:
    for route in routes(practice, guest):
        if route.path not in OPEN_TO_ALL:
            answer = guest.http.request(route.method, route.path, headers=guest.headers)
            assert_shut(answer, route)


# A form that is not ours


def _missing(practice: Practice, ana: Colleague) -> dict[str, str]:
    return {}


def _wrong(practice: Practice, ana: Colleague) -> dict[str, str]:
    return {"csrf": "A" * 43}


def _empty(practice: Practice, ana: Colleague) -> dict[str, str]:
    return {"csrf": ""}


def _bens(practice: Practice, ana: Colleague) -> dict[str, str]:
    """Of another session, taken from a page that somebody else had open."""
    ben = practice.sign_in("ben")
    ben.get("/staff/account")
    assert ben.csrf and ben.csrf != ana.csrf
    return {"csrf": ben.csrf}


def _anas_own_other(practice: Practice, ana: Colleague) -> dict[str, str]:
    """Of Ana's telephone."""
    other = practice.sign_in("ana")
    other.get("/staff/account")
    assert other.csrf != ana.csrf
    return {"csrf": other.csrf}


FIELDS = {
    "text": "Hello",
    "client_id": "00000000-0000-4000-8000-000000000000",
    "why": "answered",
    "away": "yes",
    "days": "3",
    "password": "a calm harbor at night",
    "new": "another calm harbor",
    "again": "another calm harbor",
}


@pytest.mark.parametrize("taken", [_missing, _wrong, _empty, _bens, _anas_own_other])
def test_a_form_without_the_sessions_own_token_changes_nothing(
    practice: Practice, guest: Guest, taken: Callable[[Practice, Colleague], dict[str, str]]
) -> None:
    # An admin, who may do all there is, and has the conversation.
    ana = practice.sign_in("ana")
    ana.must(practice.episode_of(guest), "hand", to=practice.staff["ada"].id)
    ada = practice.sign_in("ada")
    token = taken(practice, ada)
    before = state_of(practice, guest)
    tried = 0
    for route in routes(practice, guest):
        if route.method != "POST" or route.path in OPEN_TO_ALL:
            continue
        fields = {**FIELDS, "to": practice.staff["ben"].id, **token}
        answer = ada.http.post(route.path, data=fields)
        assert answer.status_code == 403, (route, answer.status_code)
        headed = ada.http.post(
            route.path, data={**FIELDS}, headers={"X-Csrf": token.get("csrf", "")}
        )
        assert headed.status_code == 403, (route, headed.status_code)
        tried += 1
    assert tried > 12
    assert state_of(practice, guest) == before


def test_a_form_on_another_sites_page_changes_nothing_even_with_the_token(
    practice: Practice, guest: Guest
) -> None:
    ana = practice.sign_in("ana")
    episode = practice.episode_of(guest)
    ana.page(episode)
    address = f"/staff/conversations/{episode}/return"
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ):
        answer = ana.http.post(address, data={"csrf": ana.csrf}, headers=headers)
        assert answer.status_code == 403
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x"):
        answer = ana.http.post(
            address, content=f"csrf={ana.csrf}".encode(), headers={"Content-Type": kind}
        )
        assert answer.status_code == 403
    assert guest.state == "human"
    assert ana.http.post(address, data={"csrf": ana.csrf}).status_code == 303
    assert guest.state == "bot"


def test_a_sign_in_form_without_its_token_signs_nobody_in(practice: Practice) -> None:
    browser = Browser(practice.gateway)  # type: ignore[arg-type]
    fields = {"name": "ana", "password": FIELDS["password"]}
    for csrf in ({}, {"csrf": "A" * 43}):
        answer = browser.http.post("/staff/sign-in", data={**fields, **csrf})
        assert answer.status_code == 403 and SESSION not in browser.http.cookies


# Staff who are no admins, and conversations that are not theirs


def test_staff_get_no_page_of_the_admins(practice: Practice, guest: Guest) -> None:
    ana = practice.sign_in("ana")
    before = state_of(practice, guest)
    admins = [one for one in routes(practice, guest) if one.path.startswith("/staff/admin")]
    assert len(admins) >= 6
    for route in admins:
        ana.get("/staff/account")
        answer = ana.http.request(
            route.method,
            route.path,
            data={**FIELDS, "csrf": ana.csrf} if route.method == "POST" else None,
        )
        assert answer.status_code == 403, route
        assert "audit" not in answer.text.lower() and "Ada Lindqvist" not in answer.text
    assert state_of(practice, guest) == before


def test_a_colleague_can_do_nothing_to_a_conversation_that_somebody_else_has(
    practice: Practice, guest: Guest
) -> None:
    ben, episode = practice.sign_in("ben"), practice.episode_of(guest)
    before = state_of(practice, guest)
    for what in ("claim", "reply", "hand", "return", "close"):
        fields = {key: value for key, value in FIELDS.items() if key != "password"}
        answer = ben.do(episode, what, **fields, to=practice.staff["ada"].id)
        assert answer.status_code == 409, what
    ben.do(episode, "typing")
    assert state_of(practice, guest) == before


def test_staff_cannot_read_what_no_visitor_has_agreed_to(practice: Practice) -> None:
    ana = practice.sign_in("ana")
    guest = practice.arrive()
    guest.say(f"It is about {SECRET}")
    guest.must("request")
    episode = practice.episode_of(guest)
    assert SECRET not in ana.page(episode)
    assert SECRET not in ana.get(f"/staff/live/conversations/{episode}").text
    assert ana.do(episode, "claim").status_code == 409
    guest.must("decline")
    assert SECRET not in ana.page(episode)
    assert SECRET not in ana.get(f"/staff/live/conversations/{episode}").text


def test_what_is_said_after_a_talk_is_not_read_by_staff(practice: Practice) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, "human")
    episode = practice.episode_of(guest)
    ana.must(episode, "return")
    guest.say(f"It is about {SECRET}")
    assert "Thank you" in ana.page(episode) and SECRET not in ana.page(episode)
    live = ana.get(f"/staff/live/conversations/{episode}").text
    assert "Thank you" in live and SECRET not in live


# A visitor and another one's conversation

CALLS: list[tuple[str, str, dict[str, object] | None]] = [
    ("GET", "desk", None),
    ("POST", "desk", {"client_id": FIELDS["client_id"], "action": "end"}),
    ("POST", "desk", {"client_id": FIELDS["client_id"], "action": "request"}),
    (
        "POST",
        "desk",
        {"client_id": FIELDS["client_id"], "action": "send", "text": "x", "reach": "y"},
    ),
    ("POST", "presence", {"seq": 1, "typing": True}),
    ("GET", "transcript", None),
    ("GET", "events", None),
    ("POST", "messages", {"client_id": FIELDS["client_id"], "text": "hello"}),
    ("DELETE", "", None),
]


@pytest.fixture
def thief(practice: Practice) -> Guest:
    """Another visitor."""
    return practice.arrive()


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_another_visitors_token_opens_no_conversation(
    practice: Practice,
    guest: Guest,
    thief: Guest,
    method: str,
    path: str,
    body: dict[str, object] | None,
) -> None:
    before = guest.events()
    ana = practice.sign_in("ana")
    address = f"{guest.path}/{path}".rstrip("/")
    tokens = [
        thief.token,
        "forged",
        "",
        guest.token[:-1],
        guest.token + "A",
        guest.token.swapcase(),
    ]
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = thief.http.request(method, address, json=body, headers=headers)
        assert answer.status_code == 401, token
        assert SECRET not in answer.text and answer.json()["help"]["numbers"]
    # Nor is a token taken from anywhere but its header.
    answer = thief.http.request(method, address, json=body, params={"token": guest.token})
    assert answer.status_code == 401
    assert guest.events() == before and guest.state == "human"
    assert "The visitor is writing" not in ana.page(practice.episode_of(guest))


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
@pytest.mark.parametrize("name", ["c_" + "0" * 32, "x", "..", "%2e%2e", "c_' or 1=1 --"])
def test_a_conversation_that_nobody_has_is_not_there(
    practice: Practice, thief: Guest, name: str, method: str, path: str, body: dict[str, object]
) -> None:
    address = f"/v1/conversations/{name}/{path}".rstrip("/")
    answer = thief.http.request(method, address, json=body, headers=thief.headers)
    assert answer.status_code in (404, 405)
    assert answer.json()["help"]["numbers"]


def test_the_audit_log_says_who_saw_and_did_what_without_a_word_of_it(
    practice: Practice, guest: Guest
) -> None:
    ana = practice.sign_in("ana")
    ana.page(practice.episode_of(guest))
    ana.must(practice.episode_of(guest), "close", why="answered")
    ada = practice.sign_in("ada")
    log = ada.get("/staff/admin/audit").text
    assert guest.id in log and "Ana Ruiz" in log
    assert SECRET not in log and "Thank you" not in log and "Hello, this is Ana" not in log
    until(lambda: guest.state == "bot", "it has ended")
