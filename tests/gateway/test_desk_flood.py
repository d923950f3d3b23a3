"""Made-up danger without end: real people are spared, and know that there is more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bot.handoff.notice import TITLES
from bot.handoff.request import Occasion
from tests.e2e.desk import Practice, until
from tests.gateway.running import cards
from tests.handoff.receivers import Web

DANGER = "I want to die"
CANARY = "zanzibar"

Open = Callable[..., Practice]


def titles(web: Web, count: int) -> Counter[str]:
    """The notices, once there are so many."""
    until(lambda: len(web.bodies) >= count, "the notices")
    return Counter(one["title"] for one in web.bodies)


def test_in_opening_hours_the_contact_hears_that_there_is_more_and_whoever_waits_goes_on_waiting(
    open_practice: Open, web: Web, other_web: Web
) -> None:
    practice = open_practice(
        notify_urls=(web.url,), notify_on_call_urls=(other_web.url,), notify_limit=3
    )
    ana = practice.sign_in("ana")
    guests = [practice.arrive() for _ in range(6)]
    for number, guest in enumerate(guests):
        assert cards(guest.say(f"{DANGER} {CANARY}").json())
        # Of the later ones nobody was told; but somebody looks at the console now.
        assert guest.hears("desk_told" if number < 3 else "desk_not_told", 30), number
        assert guest.state == "waiting" and ana.rings(practice.ledger, guest) > 0
    assert titles(web, 4) == {TITLES[Occasion.DANGER]: 3, TITLES[Occasion.MORE]: 1}
    (more,) = [one for one in web.bodies if one["title"] == TITLES[Occasion.MORE]]
    assert "/staff" in more["message"] and CANARY not in "".join(web.raw)
    assert other_web.bodies == []


def test_out_of_hours_who_is_on_call_hears_it(open_practice: Open, other_web: Web) -> None:
    practice = open_practice(is_open=False, notify_on_call_urls=(other_web.url,), notify_limit=3)
    for number in range(6):
        guest = practice.arrive()
        assert cards(guest.say(DANGER).json())
        line = "desk_on_call_told" if number < 3 else "desk_on_call_not_told"
        assert guest.hears(line, 30), number
    assert titles(other_web, 4) == {TITLES[Occasion.DANGER]: 3, TITLES[Occasion.MORE]: 1}


def test_if_that_does_not_get_through_either_nobody_is_kept_waiting(
    open_practice: Open, web: Web
) -> None:
    practice = open_practice(notify_urls=(web.url,), notify_limit=1)
    first, second = practice.arrive(), practice.arrive()
    first.say(DANGER)
    assert first.hears("desk_told", 30)
    web.status = 500
    second.say(DANGER)
    assert second.hears("desk_left_nobody_told", 30)
