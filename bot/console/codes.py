"""The second step of signing in: codes of an authenticator app (TOTP, RFC 6238)."""

from __future__ import annotations

import io
import re
import time
from typing import Final

import pyotp
import segno

ISSUER: Final = "Between Sessions"
STEP_SECONDS: Final = 30
_SECRET: Final = re.compile(r"[A-Z2-7]{32}")


def new_secret() -> str:
    """Return 160 random bits in base 32."""
    return pyotp.random_base32(32)


def is_secret(text: str) -> bool:
    """Return whether a text has the form of our secrets."""
    return _SECRET.fullmatch(text) is not None


def step_of(secret: str, code: str, now: float | None = None) -> int | None:
    """Return the time step that a code is right for, or None for a wrong one.

    The step before and the one after count too, as clocks differ. The caller sees to it that a step
    is used once.

    Args:
        secret: Of the account.
        code: What was typed.
        now: Seconds since 1970.
    """
    digits = re.sub(r"\s", "", code)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return None
    current = int((time.time() if now is None else now) // STEP_SECONDS)
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for step in (current, current - 1, current + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), digits):
            return step
    return None


def address(secret: str, name: str) -> str:
    """Return the `otpauth:` address that an authenticator app understands."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def picture(secret: str, name: str) -> str:
    """Return that address as a QR code: SVG without style or script."""
    out = io.BytesIO()
    segno.make(address(secret, name), error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, scale=5, border=4, light="#ffffff",
        title="QR code for the authenticator app", nl=False,
    )  # fmt: skip
    return out.getvalue().decode("ascii")
