"""Ways to reach a service, as links that are clear by their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class Contact:
    """A link: the words on it, and what it opens."""

    label: str
    address: str


def contacts_of(one: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[Contact]:
    """Return a link for each way to reach a service.

    Args:
        one: The service, with any of `call`, `press`, `text`, `text_body` and `chat`.
        texts: Of content/widget.yml, in one language.
    """
    if call := one.get("call"):
        key = one.get("press")
        said = _said(texts["call_press" if key else "call"], number=call, key=key)
        yield Contact(said, f"tel:{_digits(call)}")
    if text := one.get("text"):
        word = one.get("text_body")
        said = _said(texts["text_word" if word else "text"], number=text, word=word)
        # Telephones disagree on `?` or `&` before the body; this is understood by both kinds.
        yield Contact(said, f"sms:{_digits(text)}" + (f"?&body={quote(word)}" if word else ""))
    if chat := one.get("chat"):
        address = chat if chat.startswith("https://") else f"https://{chat}"
        host = urlsplit(address).netloc.removeprefix("www.").removeprefix("chat.")
        yield Contact(f"{texts['chat']}: {host}", address)


def _said(template: str, **values: str | None) -> str:
    for placeholder, value in values.items():
        template = template.replace(f"{{{placeholder}}}", value or "")
    return template


def _digits(number: str) -> str:
    return re.sub(r"[^0-9+]", "", number)
