"""Makes PDFs in a process of its own: HTML in by standard input, PDF out by standard output.

It ends when its input does, and so with the gateway, however that ends. It reads no file but its own
styles and the machine's fonts, and asks no network.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from pathlib import Path
from typing import BinaryIO, Final

HEAD: Final = struct.Struct(">I")
"""Before what comes in: how many bytes follow."""

ANSWER: Final = struct.Struct(">?I")
"""Before what goes out: whether it is a PDF, or else what went wrong, and how many bytes follow."""

NICE: Final = 10
"""Steps back, so that a visitor in danger waits for no PDF."""

STYLES: Final = tuple(Path(__file__).resolve().parent / name for name in ("style.css", "pdf.css"))


def render(page: str) -> bytes:
    """Return a page as a tagged PDF (PDF/UA-1)."""
    # Takes a second, so not before it is needed; and where a library of the system is missing, this says so.
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())
    styles = [CSS(string=style.read_text("utf-8"), url_fetcher=nothing) for style in STYLES]
    document = HTML(string=page, url_fetcher=nothing)
    made: bytes = document.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    return made


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer one page after another, until there are no more."""
    while len(head := source.read(HEAD.size)) == HEAD.size:
        page = source.read(HEAD.unpack(head)[0])
        try:
            made, body = True, render(page.decode())
        except Exception as error:
            # Nothing that a visitor wrote is in a page, so it may be said.
            made, body = False, f"{type(error).__name__}: {error}".encode()[:300]
        target.write(ANSWER.pack(made, len(body)) + body)
        target.flush()


def main() -> None:
    """Serve standard input; whatever a library prints goes elsewhere."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, target)


if __name__ == "__main__":
    main()
