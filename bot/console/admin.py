"""For admins: the audit log, the settings, and the accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sanic import Blueprint, HTTPResponse, Request

from bot.console import forms, pages
from bot.console.parts import console_of, session_of
from bot.handoff.request import reference_of
from bot.store.desk_settings import MOST_DAYS

admin = Blueprint("staff_admin", url_prefix="/staff/admin")
ENTRIES: Final = 100
ID: Final = "<staff_id:[A-Za-z0-9_-]{1,64}>"

#: How a line of the audit log reads.
ACTIONS: Final = {
    "signed_in": "signed in",
    "sign_in_refused": "could not sign in",
    "signed_out": "signed out",
    "signed_out_everywhere": "signed out everywhere",
    "viewed": "looked at a conversation",
    "claimed": "took a conversation",
    "claim_lost": "was too late to take a conversation",
    "replied": "replied",
    "handed_on": "handed a conversation on",
    "returned": "returned a visitor to the assistant",
    "closed": "closed a conversation",
    "left_message_viewed": "looked at messages that were left",
    "left_message_done": "marked a message as done",
    "password_changed": "changed the own password",
    "code_on": "turned codes on",
    "code_off": "turned codes off",
    "audit_viewed": "looked at this log",
    "away_on": "set the practice to away",
    "away_off": "set the practice to be there again",
    "conversation_deleted": "a conversation was deleted",
    "purged": "deleted by hand",
    "retention_set": "set how long conversations are kept",
    "account_disabled": "disabled an account",
    "account_enabled": "enabled an account",
    "account_added": "added an account",
    "account_reset": "reset an account",
    "admin_page_refused": "tried to open a page for admins",
}


@admin.get("/audit")
async def audit(request: Request) -> HTTPResponse:
    """Show who saw and did what."""
    console, me = console_of(request), session_of(request).staff
    given = request.args.get("before", "")
    before = int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else None
    entries = await console.audit.entries(ENTRIES, before)
    if before is None:
        await console.audit.note(me.id, "audit_viewed", None)
    names, zone = await console.names(), console.content().zone
    shown = [
        {
            "at": datetime.fromtimestamp(one.at, zone),
            "who": names.get(one.staff_id or "", one.staff_id or "Nobody known"),
            "action": ACTIONS.get(one.action, one.action.replace("_", " ")),
            "conversation": one.conversation or "",
            "reference": reference_of(one.conversation) if one.conversation else "",
            "detail": _detail(one.detail, names),
        }
        for one in entries
    ]
    older = entries[-1].id if len(entries) == ENTRIES else None
    return pages.page(request, "audit.html", entries=shown, older=older)


@admin.get("/settings")
async def settings(request: Request) -> HTTPResponse:
    """Show the away switch and the retention."""
    return await _settings(request)


@admin.post("/away")
async def away(request: Request) -> HTTPResponse:
    """Set the practice to away, or to be there again."""
    console, me = console_of(request), session_of(request).staff
    wanted = forms.fields(request).get("away") == "yes"
    await console.settings.set_away(wanted, me.id)
    await console.audit.note(me.id, "away_on" if wanted else "away_off", None)
    return pages.go("/staff/admin/settings", "saved")


@admin.post("/retention")
async def retention(request: Request) -> HTTPResponse:
    """Set after how many days transcripts are deleted."""
    console, me = console_of(request), session_of(request).staff
    given = forms.fields(request).get("days", "").strip()
    days = int(given) if given.isascii() and given.isdigit() and len(given) <= 5 else 0
    if not 1 <= days <= MOST_DAYS:
        problem = f"Give a number of days from 1 to {MOST_DAYS}. Nothing was changed."
        return await _settings(request, problem, 400)
    await console.settings.set_retention_days(days, me.id)
    await console.audit.note(me.id, "retention_set", None, f"{days} days")
    return pages.go("/staff/admin/settings", "saved")


@admin.get("/accounts")
async def accounts(request: Request) -> HTTPResponse:
    """Show who has an account."""
    return await _accounts(request)


@admin.post(f"/accounts/{ID}/disable")
async def disable(request: Request, staff_id: str) -> HTTPResponse:
    """Let somebody sign in no more."""
    console, me = console_of(request), session_of(request).staff
    if staff_id == me.id:
        return await _accounts(request, "You cannot disable the account you are using.", 400)
    if await console.accounts.get(staff_id) is None:
        return await _accounts(request, "There is no such account.", 404)
    await console.accounts.disable(staff_id)
    await console.accounts.sign_out_everywhere(staff_id)
    await console.audit.note(me.id, "account_disabled", None, staff_id)
    return pages.go("/staff/admin/accounts", "disabled")


async def _settings(request: Request, problem: str = "", status: int = 200) -> HTTPResponse:
    store = console_of(request).settings
    return pages.page(
        request,
        "settings.html",
        status=status,
        problem=problem,
        away=await store.away(),
        days=await store.retention_days(),
        most=MOST_DAYS,
    )


async def _accounts(request: Request, problem: str = "", status: int = 200) -> HTTPResponse:
    found: Any = await console_of(request).accounts.list()
    return pages.page(request, "accounts.html", status=status, problem=problem, accounts=found)


def _detail(detail: str, names: dict[str, str]) -> str:
    """Return a detail with names in the place of ids."""
    return " ".join(names.get(word, word) for word in detail.split())
