"""Somebody's own account, and what belongs to admins."""

from __future__ import annotations

import time
from collections.abc import Callable

import pyotp
import pytest

from bot.console import codes
from tests.console.running import PASSWORD, Browser, RunningConsole, problem

NEW = "another calm harbor"


def test_signing_out_ends_this_session_only(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    here, there = arrive("ana"), arrive("ana")
    kept = here.http.cookies["between-sessions-staff"]
    assert here.post("/staff/account/sign-out").status_code == 303
    assert here.get("/staff/").status_code == 303
    stolen = Browser(console).get("/staff/", headers={"cookie": f"between-sessions-staff={kept}"})
    assert stolen.status_code == 303, "the cookie that was kept opens nothing"
    assert there.get("/staff/").status_code == 200


def test_signing_out_everywhere_ends_every_session_of_mine_and_no_other(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    here, there, ben = arrive("ana"), arrive("ana"), arrive("ben")
    assert here.post("/staff/account/sign-out-everywhere").status_code == 303
    assert here.get("/staff/").status_code == 303
    assert there.get("/staff/").status_code == 303
    assert ben.get("/staff/").status_code == 200
    assert "signed_out_everywhere" in console.actions()


def test_a_new_password_signs_out_everywhere_else(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    here, there = arrive("ana"), arrive("ana")
    answer = here.post("/staff/account/password", password=PASSWORD, new=NEW, again=NEW)
    assert answer.status_code == 303
    assert here.get("/staff/").status_code == 200
    assert there.get("/staff/").status_code == 303
    assert Browser(console).sign_in("ana").status_code == 401
    assert Browser(console).sign_in("ana", NEW).status_code == 303


@pytest.mark.parametrize(
    ("password", "new", "again", "says"),
    [
        ("wrong", NEW, NEW, "not right"),
        (PASSWORD, "short", "short", "at least 12"),
        (PASSWORD, "ana is my own name", "ana is my own name", "name of the account"),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "repeats"),
        (PASSWORD, NEW, f"{NEW}!", "in two ways"),
    ],
)
def test_a_password_is_not_changed_when_something_is_wrong(
    console: RunningConsole, ana: Browser, password: str, new: str, again: str, says: str
) -> None:
    answer = ana.post("/staff/account/password", password=password, new=new, again=again)
    assert answer.status_code in (400, 403)
    assert says in problem(answer)
    assert Browser(console).sign_in("ana").status_code == 303


def test_turning_codes_on_or_off_signs_out_everywhere_else(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    here, there, ben = arrive("ana"), arrive("ana"), arrive("ben")
    secret = codes.new_secret()
    code = pyotp.TOTP(secret).now()
    answer = here.post("/staff/account/code", password=PASSWORD, secret=secret, code="000000")
    assert answer.status_code == 400
    assert there.get("/staff/").status_code == 200, "nothing was changed"
    answer = here.post("/staff/account/code", password=PASSWORD, secret=secret, code=code)
    assert answer.status_code == 303
    assert "signed out everywhere else" in here.get(answer.headers["location"]).text
    assert there.get("/staff/").status_code == 303

    later = pyotp.TOTP(secret).at(int(time.time()) + 30)
    there.sign_in("ana", code=later)
    assert there.get("/staff/").status_code == 200
    assert here.post("/staff/account/code-off", password="wrong").status_code == 403
    assert there.get("/staff/").status_code == 200
    assert here.post("/staff/account/code-off", password=PASSWORD).status_code == 303
    assert here.get("/staff/").status_code == 200
    assert there.get("/staff/").status_code == 303
    assert ben.get("/staff/").status_code == 200


@pytest.mark.parametrize("page", ["audit", "settings", "accounts"])
def test_staff_cannot_open_the_pages_of_admins(
    console: RunningConsole, arrive: Callable[[str], Browser], ana: Browser, page: str
) -> None:
    assert ana.get(f"/staff/admin/{page}").status_code == 403
    assert f"/staff/admin/{page}" not in ana.get("/staff/").text
    assert arrive("ada").get(f"/staff/admin/{page}").status_code == 200
    assert "admin_page_refused" in console.actions()


def test_staff_cannot_do_what_admins_do(console: RunningConsole, ana: Browser) -> None:
    ben = console.call(console.accounts.by_name("ben"))
    for path, fields in (
        ("/staff/admin/away", {"away": "yes"}),
        ("/staff/admin/retention", {"days": "1"}),
        (f"/staff/admin/accounts/{ben.id}/disable", {}),
    ):
        assert ana.post(path, **fields).status_code == 403
    assert console.call(console.desk_settings.away()) is False
    assert console.call(console.desk_settings.retention_days()) != 1
    assert not console.call(console.accounts.by_name("ben")).disabled


def test_an_admin_disables_an_account_and_it_is_out_at_once(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    ada, ben = arrive("ada"), arrive("ben")
    staff = console.call(console.accounts.by_name("ben"))
    assert ada.post(f"/staff/admin/accounts/{staff.id}/disable").status_code == 303
    assert ben.get("/staff/").status_code == 303
    assert Browser(console).sign_in("ben").status_code == 401
    note = next(one for one in console.noted() if one.action == "account_disabled")
    assert note.detail == staff.id


def test_an_admin_cannot_disable_the_account_in_use(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    ada = arrive("ada")
    staff = console.call(console.accounts.by_name("ada"))
    answer = ada.post(f"/staff/admin/accounts/{staff.id}/disable")
    assert answer.status_code == 400
    assert ada.get("/staff/").status_code == 200


def test_the_away_switch_and_the_retention_are_kept(
    console: RunningConsole, arrive: Callable[[str], Browser], ana: Browser
) -> None:
    ada = arrive("ada")
    assert ada.post("/staff/admin/away", away="yes").status_code == 303
    assert console.call(console.desk_settings.away()) is True
    assert "away" in ana.get("/staff/").text
    assert ada.post("/staff/admin/away", away="no").status_code == 303
    assert console.call(console.desk_settings.away()) is False
    assert ada.post("/staff/admin/retention", days="45").status_code == 303
    assert console.call(console.desk_settings.retention_days()) == 45
    for wrong in ("0", "-1", "many", "99999", ""):
        assert ada.post("/staff/admin/retention", days=wrong).status_code == 400
    assert console.call(console.desk_settings.retention_days()) == 45


def test_the_audit_log_names_who_did_what(
    console: RunningConsole, arrive: Callable[[str], Browser], ana: Browser
) -> None:
    console.call(console.desk.ask("e1"))
    ana.post("/staff/conversations/e1/claim")
    text = arrive("ada").get("/staff/admin/audit").text
    assert "Ana Ruiz" in text
    assert "took a conversation" in text
    assert "audit_viewed" in console.actions()


def test_the_audit_log_can_be_paged(
    console: RunningConsole, arrive: Callable[[str], Browser]
) -> None:
    for number in range(120):
        console.call(console.audit.note(None, "viewed", f"c_{number}"))
    ada = arrive("ada")
    first = ada.get("/staff/admin/audit").text
    older = first.partition('href="/staff/admin/audit?before=')[2].partition('"')[0]
    assert "c_119" in first and "c_3<" not in first
    assert "c_3<" in ada.get(f"/staff/admin/audit?before={older}").text
