"""The routes of the take-away. Nothing is stored, and what the address holds is in no log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, raw

from bot.gateway.address import client_address
from bot.gateway.errors import ApiError
from bot.gateway.faults import as_api_error
from bot.gateway.parts import Parts, parts_of
from bot.gateway.takeaway.address import FOLDER, answers_in, page_of, pdf_of
from bot.gateway.takeaway.press import NoPdf
from bot.gateway.takeaway.sheet import STYLE, Links, sheet, trouble
from bot.gateway.voice import Voice
from bot.release.errors import UnknownName
from bot.release.guide import Answers, Release
from bot.release.path import ends_in_danger
from bot.release.sheet import TakeAway, take_away

take_aways = Blueprint("take_aways", url_prefix=FOLDER)

PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
PDF_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
)
"""A browser shows a PDF by a page of its own, which this must let be."""

ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}

_NOTHING_THERE: Final = frozenset({"not_found", "method_not_allowed"})


@take_aways.get("/style.css")
async def style(request: Request) -> HTTPResponse:
    """Serve the style of the pages."""
    return raw(
        STYLE.read_bytes(),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@take_aways.route("/<guide:str>", methods=["GET", "HEAD"])  # type: ignore[untyped-decorator]
async def page(request: Request, guide: str) -> HTTPResponse:
    """Show a guide's take-away as a page to print."""
    parts = parts_of(request)
    try:
        asked = await _asked(request, guide)
        links = Links(pdf_of(asked.release, guide, asked.answers))
        body = sheet(asked.taken, asked.release, parts.voice, links)
    except Exception as error:
        return failed(parts.voice, as_api_error(error))
    return html(body, headers=_headers(PAGE_POLICY))


@take_aways.route("/<guide:ext=pdf>", methods=["GET", "HEAD"])  # type: ignore[untyped-decorator]
async def pdf(request: Request, guide: str, ext: str) -> HTTPResponse:
    """Show the same as a PDF."""
    parts = parts_of(request)
    to_print: str | None = None
    try:
        asked = await _asked(request, guide)
        to_print = page_of(asked.release, guide, asked.answers)
        # Who asks for the headers only needs none made.
        body = b"" if request.method == "HEAD" else await _made(parts, asked)
    except Exception as error:
        return failed(parts.voice, as_api_error(error), to_print)
    return raw(body, content_type="application/pdf", headers=_pdf_headers(guide))


@dataclass(frozen=True)
class _Asked:
    """What an address asks for, by the content as it is now."""

    release: Release
    answers: Answers
    taken: TakeAway


async def _asked(request: Request, guide: str) -> _Asked:
    """Return what is asked for.

    Raises:
        ApiError: There is no such guide, question or answer, no content, or it is asked too often.
    """
    parts = parts_of(request)
    await parts.limits.take_away_from(client_address(request))
    library = parts.voice.library
    if library is None:
        raise ApiError(503, "no_guides", retry_after=30)
    if guide not in library.release.guides:
        raise ApiError(404, "no_such_guide")
    answers = answers_in(request.query_string)
    try:
        taken = take_away(library.release, guide, answers, library.practice.state_for_rules)
    except UnknownName:
        raise ApiError(400, "no_such_answer") from None
    if ends_in_danger(taken.guide, answers):
        # That walk ends with help and not with a form, and no link leads here.
        raise ApiError(404, "no_such_guide")
    return _Asked(library.release, answers, taken)


async def _made(parts: Parts, asked: _Asked) -> bytes:
    try:
        return await parts.press.pdf(sheet(asked.taken, asked.release, parts.voice, None))
    except NoPdf:
        raise ApiError(503, "no_pdf", retry_after=30) from None


def is_below(path: str) -> bool:
    """Whether somebody who opens this address expects a page of ours."""
    return path == FOLDER or path.startswith(f"{FOLDER}/")


def failed(voice: Voice, error: ApiError, to_print: str | None = None) -> HTTPResponse:
    """Answer an error with a page that says what to do.

    Args:
        voice: The content.
        error: What went wrong.
        to_print: The address of the page that stands in for a PDF.
    """
    headers = _headers(PAGE_POLICY)
    if error.retry_after:
        headers["Retry-After"] = str(error.retry_after)
    code = "no_such_guide" if error.code in _NOTHING_THERE else error.code
    body = trouble(voice, code, to_print if error.code == "no_pdf" else None)
    return html(body, status=error.status, headers=headers)


def _headers(policy: str) -> dict[str, str]:
    return {**ALWAYS, "Content-Security-Policy": policy}


def _pdf_headers(guide: str) -> dict[str, str]:
    named = f'inline; filename="{guide.replace("_", "-")}.pdf"'
    return {**_headers(PDF_POLICY), "Content-Disposition": named}
