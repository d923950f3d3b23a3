"""A practice's website: a real server on an origin of its own, and pages such as practices have."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NUMBERS = """\
  <p>If someone may be in danger now</p>
  <p>Emergency services: <a href="tel:911">Call 911</a></p>
  <p>988 Suicide &amp; Crisis Lifeline: <a href="tel:988">Call 988</a>, <a href="sms:988">Text 988</a></p>
  <p>Harbor Lane Counseling: <a href="tel:+15555550142">Call (555) 555-0142</a></p>"""
"""What the element holds: what everyone sees, whatever becomes of the script."""

PARAGRAPH = "<p>We are a small practice by the harbor. Sessions are by appointment.</p>\n"

# What themes and page builders do to everything on a page, and a little more. On `*` and on the element it
# reaches the widget by inheritance; on tags and ids it must not reach it at all.
HOSTILE = """\
html { font-size: 62.5%; overflow-x: hidden; }
body { transform: translateX(3px); filter: saturate(0.9); overflow: hidden auto; position: static; z-index: 0; }
* { all: revert; font: italic 5px/0.8 serif !important; color: transparent !important;
    letter-spacing: 9px !important; word-spacing: 20px !important; text-transform: uppercase !important;
    text-indent: -50px !important; text-align: justify !important; white-space: nowrap !important;
    cursor: none !important; visibility: hidden !important; user-select: none !important;
    pointer-events: none !important; line-height: 0.5 !important; text-shadow: 0 0 9px red !important;
    list-style: square !important; text-decoration: line-through !important; }
dialog, button, p, section, form, textarea, [popover], #panel, #launcher { display: none !important; }
.banner { position: fixed; inset: 0; z-index: 2147483647; background: rgb(0 0 0 / 1%); }
between-sessions, between-sessions * { display: none !important; opacity: 0 !important;
    transform: scale(0) !important; filter: blur(9px) !important; position: absolute !important;
    clip-path: inset(50%) !important; width: 0 !important; height: 0 !important; overflow: hidden !important;
    contain: strict !important; content-visibility: hidden !important; zoom: 0.1 !important; }
"""


def snippet(base: str, attributes: str = 'language="en"', script: str = "") -> str:
    """What a practice pastes into its page.

    Args:
        base: the gateway's address.
        attributes: of the element.
        script: more attributes of the script.
    """
    return f"""\
<between-sessions {attributes}>
{NUMBERS}
</between-sessions>
<script src="{base}/widget/between-sessions.js" async crossorigin="anonymous" {script}></script>"""


def document(body: str, *, attributes: str = 'lang="en"', head: str = "") -> str:
    """A whole page."""
    return f"""\
<!doctype html>
<html {attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Harbor Lane Counseling</title>
{head}
</head>
<body>
<main>
<h1>Harbor Lane Counseling</h1>
{PARAGRAPH}
{body}
</main>
</body>
</html>
"""


class Site:
    """Serves what it is given."""

    def __init__(self) -> None:
        """Listen on a free port."""
        self._pages: dict[str, tuple[bytes, dict[str, str]]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                return

            def do_GET(self) -> None:
                body, headers = site._pages.get(self.path.partition("?")[0], (b"", {}))
                self.send_response(200 if headers else 404)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def put(self, path: str, text: str, **headers: str) -> str:
        """Serve a page, or a file, from now on.

        Args:
            path: such as `/plain`.
            text: of the page.
            headers: with `_` in place of `-`.

        Returns:
            Its address.
        """
        sent = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        self._pages[path] = (text.encode(), sent)
        return f"{self.url}{path}"

    def stop(self) -> None:
        """Close it."""
        self._server.shutdown()
        self._server.server_close()
