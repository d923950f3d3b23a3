"""What a drill is played against, as a scenario sees it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.drill.database import Account
from bot.drill.mail import Receiver
from bot.handoff.timers import Timers


@dataclass(frozen=True)
class Control:
    """What a drill can do with a system of its own.

    Attributes:
        receiver: gets the notices to all contacts.
        set_hours: opens or closes the practice by its opening hours, and waits until that is so.
    """

    receiver: Receiver
    set_hours: Callable[[bool], Awaitable[None]]


@dataclass(frozen=True)
class System:
    """A gateway with a console, and perhaps an engine behind it.

    Attributes:
        url: where it is.
        timers: how long its states last.
        account: of a member of staff.
        code: of an authenticator app, if the account asks for one.
        control: None for a system that runs already.
        late: seconds by which something may come later than it is due.
    """

    url: str
    timers: Timers
    account: Account
    code: str = ""
    control: Control | None = None
    late: float = 6.0
