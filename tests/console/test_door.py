"""Signing in: who gets through, who does not, and what it tells them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from sanic import Sanic

from bot.console.passwords import Passwords
from tests.console.running import PASSWORD, Browser, RunningConsole

PUBLIC = {"/staff/sign-in", "/staff/static/<name:str>"}


def routes(app: Sanic) -> list[tuple[str, str]]:  # type: ignore[type-arg]
    """Every route of the console as a method and an address that fits it."""
    found = []
    for route in app.router.routes:
        path = "/" + route.path.lstrip("/")
        if not path.startswith("/staff") or path in PUBLIC:
            continue
        address = path
        for name in ("episode_id:[A-Za-z0-9_-]{1,64}", "message_id:[A-Za-z0-9_-]{1,64}"):
            address = address.replace(f"<{name}>", "e1")
        address = address.replace("<staff_id:[A-Za-z0-9_-]{1,64}>", "s1")
        address = address.replace("<path:path>", "anything")
        found += [(method, address) for method in route.methods if method in ("GET", "POST")]
    return found


def test_someone_without_a_session_gets_nowhere(console: RunningConsole) -> None:
    browser = Browser(console)
    addresses = routes(console.app)
    assert len(addresses) > 25
    assert not any("<" in address for _, address in addresses)
    for method, address in addresses:
        answer = browser.http.request(method, address)
        if method == "GET":
            assert answer.status_code == 303, address
            assert answer.headers["location"].startswith("/staff/sign-in"), address
        else:
            assert answer.status_code == 401, address
    assert console.actions() == []


def test_a_forged_cookie_opens_nothing(console: RunningConsole) -> None:
    browser = Browser(console)
    for value in ("x", "a" * 43, "a" * 5000, "%00", '"; DROP'):
        answer = browser.http.get("/staff/", headers={"cookie": f"between-sessions-staff={value}"})
        assert answer.status_code == 303


def test_staff_sign_in_and_get_the_page_they_asked_for(console: RunningConsole) -> None:
    browser = Browser(console)
    asked = browser.get("/staff/messages")
    assert asked.headers["location"] == "/staff/sign-in?next=/staff/messages"
    form = browser.get(asked.headers["location"])
    assert 'name="next" value="/staff/messages"' in form.text
    answer = browser.sign_in("ana", next="/staff/messages")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/messages")
    assert browser.get("/staff/messages").status_code == 200
    assert console.actions() == ["signed_in"]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/staff/../x", "/staff\r\nx", "/other"]
)
def test_signing_in_leads_to_no_other_place(console: RunningConsole, elsewhere: str) -> None:
    answer = Browser(console).sign_in("ana", next=elsewhere)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/")


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    console: RunningConsole,
) -> None:
    answer = Browser(console).sign_in("ana")
    cookie = next(
        one for one in answer.headers.get_list("set-cookie") if "between-sessions-staff=" in one
    )
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    assert "Domain" not in cookie and "Secure" not in cookie


def test_over_https_the_cookie_is_secure_and_no_other_site_of_the_domain_can_set_it(
    tmp_path: Path,
) -> None:
    console = RunningConsole(tmp_path, proxies=1)
    console.start()
    try:
        console.hire("ana", "Ana Ruiz")
        https = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
        browser = Browser(console, **https)
        form = browser.get("/staff/sign-in")
        # httpx keeps no secure cookie of an http address.
        token = form.headers["set-cookie"].partition(";")[0]
        assert token.startswith("__Host-")
        answer = browser.http.post(
            "/staff/sign-in",
            data={"csrf": browser.csrf, "name": "ana", "password": PASSWORD},
            headers={"cookie": token},
        )
        cookie = next(
            one for one in answer.headers.get_list("set-cookie") if "between-sessions-staff=" in one
        )
        assert cookie.startswith("__Host-") and "Secure" in cookie
        pair = cookie.partition(";")[0]
        inside = browser.http.get("/staff/", headers={"cookie": pair})
        assert inside.status_code == 200
        tossed = browser.http.get("/staff/", headers={"cookie": pair.removeprefix("__Host-")})
        assert tossed.status_code == 303
    finally:
        console.stop()


@pytest.mark.parametrize(
    ("name", "password"),
    [("ana", "not the password"), ("nobody", PASSWORD), ("\x00", "not the password")],
)
def test_what_was_wrong_is_not_said(console: RunningConsole, name: str, password: str) -> None:
    answer = Browser(console).sign_in(name, password)
    assert answer.status_code == 401
    assert "The name, the password or the code is not right." in answer.text
    assert password not in answer.text
    assert not any("between-sessions-staff" in one for one in answer.headers.get_list("set-cookie"))


def test_a_name_that_nobody_has_takes_the_same_work(
    console: RunningConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.hire("gone", "Gone")
    console.call(console.accounts.disable(console.call(console.accounts.by_name("gone")).id))
    done: list[str] = []
    verify = Passwords.verify

    def counted(self: Passwords, password: str, password_hash: str) -> bool:
        done.append(password_hash.rpartition("$")[0].rpartition("$")[0])
        return verify(self, password, password_hash)

    monkeypatch.setattr(Passwords, "verify", counted)
    for name in ("ana", "nobody", "gone"):
        before = len(done)
        assert Browser(console).sign_in(name, "not the password").status_code == 401
        assert len(done) == before + 1, name
    assert len(set(done)) == 1, "the same parameters of argon2"
    assert done[0].startswith("$argon2id$")


def test_a_disabled_account_cannot_sign_in_with_its_password(console: RunningConsole) -> None:
    staff = console.call(console.accounts.by_name("ben"))
    console.call(console.accounts.disable(staff.id))
    assert Browser(console).sign_in("ben").status_code == 401


def test_tries_are_limited_and_the_right_password_does_not_help(console: RunningConsole) -> None:
    browser = Browser(console)
    for _ in range(6):
        assert browser.sign_in("ana", "not the password").status_code == 401
    answer = browser.sign_in("ana")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert browser.sign_in("ben").status_code == 303, "only the name that was tried"


def test_one_address_cannot_try_many_names(console: RunningConsole) -> None:
    browser = Browser(console)
    answers = [browser.sign_in(f"name{number}", "x").status_code for number in range(31)]
    assert answers == [401] * 30 + [429]


def test_a_sign_in_form_without_its_token_is_refused(console: RunningConsole) -> None:
    browser, other = Browser(console), Browser(console)
    browser.get("/staff/sign-in")
    other.get("/staff/sign-in")
    for token in ("", "x", other.csrf):
        answer = browser.http.post(
            "/staff/sign-in", data={"csrf": token, "name": "ana", "password": PASSWORD}
        )
        assert answer.status_code == 403
    assert console.actions() == []


def test_a_code_is_asked_for_once_it_is_set_up_and_is_taken_once(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    ana = arrive("ana")
    shown = ana.post("/staff/account/code", password=PASSWORD).text
    secret = shown.partition('name="secret" value="')[2].partition('"')[0]
    assert len(secret) == 32 and "<svg" in shown
    code = pyotp.TOTP(secret).at(time.time())
    wrong = ana.post("/staff/account/code", password=PASSWORD, secret=secret, code="00000x")
    assert wrong.status_code == 400
    answer = ana.post("/staff/account/code", password=PASSWORD, secret=secret, code=code)
    assert answer.status_code == 303
    assert Browser(console).sign_in("ana").status_code == 401, "without a code"
    assert Browser(console).sign_in("ana", code=code).status_code == 401, "it was used"
    following = pyotp.TOTP(secret).at(time.time() + 30)
    assert Browser(console).sign_in("ana", code=following).status_code == 303
    assert "code_on" in console.actions()


def test_no_code_is_asked_for_after_it_was_turned_off(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    staff = console.call(console.accounts.by_name("ana"))
    ana = arrive("ana")
    console.call(console.accounts.set_totp(staff.id, pyotp.random_base32(32)))
    assert ana.post("/staff/account/code-off", password="wrong").status_code == 403
    assert Browser(console).sign_in("ana").status_code == 401
    assert ana.post("/staff/account/code-off", password=PASSWORD).status_code == 303
    assert Browser(console).sign_in("ana").status_code == 303


def test_a_link_in_a_notice_opens_for_somebody_who_is_signed_in(console: RunningConsole) -> None:
    browser = Browser(console)
    answer = browser.get("/staff/conversations/e1", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200
    assert 'content="0;url=/staff/conversations/e1"' in answer.text


def test_who_signs_in_without_encryption_from_elsewhere_is_warned(console: RunningConsole) -> None:
    browser = Browser(console)
    assert "not encrypted" not in browser.get("/staff/sign-in").text
    answer = browser.get("/staff/sign-in", headers={"host": "practice.example"})
    assert "not encrypted" in answer.text
