"""What the desk says to the visitor: pure functions from a step to events, and from an episode to its view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.content.hours import clock
from bot.content.opening import said_time
from bot.gateway.desk.help_first import help_first
from bot.gateway.desk.office import Moment
from bot.gateway.voice import Voice
from bot.handoff.effects import Line, Say
from bot.handoff.episode import Episode, Priority, Reason, State
from bot.handoff.step import Step
from bot.store.records import Draft, EventType, Sender

ACTIONS: Final[Mapping[State, tuple[tuple[str, str], ...]]] = {
    State.BOT: (("request", "desk_button_talk"),),
    State.OFFERED: (("accept", "desk_button_ask"), ("decline", "desk_button_stay")),
    State.WAITING: (("cancel", "desk_button_cancel"),),
    State.HUMAN: (("end", "desk_button_end"),),
    State.LEFT_MESSAGE: (("send", "desk_button_send"), ("skip", "desk_button_skip")),
}
"""What the visitor may do in which state, and the wording of its button."""

OFFERED_SHUT: Final = (("accept", "desk_button_message"), ("decline", "desk_button_stay"))
"""The same of an offer while nobody can come."""

WAIT_ASKED: Final = "desk_wait_asked"
"""Said to somebody who waits and asks about it."""

IN_DANGER: Final[Mapping[str, str]] = {
    Line.STILL_WAITING: Line.CALLED,
    WAIT_ASKED: "desk_wait_asked_danger",
}
"""What is said instead in danger, where nobody is to wait."""

FORM: Final = ("intro", "text", "reach", "note", "no_text", "no_reach", "too_long")


@dataclass(frozen=True)
class Setting:
    """What the words depend on beside the episode.

    Attributes:
        language: The visitor's.
    """

    voice: Voice
    moment: Moment
    language: str

    @property
    def emergency(self) -> str:
        """Return the emergency number, as a sentence names it."""
        library = self.voice.library
        return library.values.get("crisis.emergency", "911") if library else "911"

    def say(self, key: str, values: Mapping[str, str]) -> str:
        """Return a text of the wording."""
        return self.voice.say_in(self.language, key, values)

    def clock(self, at: float) -> str:
        """Return the time of day at the practice, as a sentence says it."""
        here = datetime.fromtimestamp(at, self.voice.zone())
        return clock(here.time().replace(second=0, microsecond=0), self.language)


def drafts(step: Step, setting: Setting, *, danger: bool = False) -> list[Draft]:
    """Return what is said of a step, each line with what the desk looks like after it.

    Args:
        step: What has happened.
        setting: What the words depend on beside it.
        danger: Danger was seen of which the episode does not know (yet).
    """
    says = [effect for effect in step.effects if isinstance(effect, Say)]
    values = _values(step, setting)
    # What comes late of an episode that has ended says nothing of the one that may be open by now.
    is_late = step.episode.has_ended and not step.moves
    desk = view(step.episode, setting) if says and not is_late else None
    return [
        _line(_key(one.key, step.episode, setting), step.episode, desk, values, setting, danger)
        for one in says
    ]


def again(episode: Episode, setting: Setting, waiting: str = Line.STILL_WAITING) -> list[Draft]:
    """Return where a visitor stands who asks for a person while the desk is at it already.

    Args:
        episode: As it is.
        setting: What the words depend on beside it.
        waiting: The line for somebody who waits.
    """
    if episode.state is State.HUMAN or episode.has_ended:
        return []
    key = {
        State.OFFERED: Line.OFFERED_OPEN if setting.moment.desk.is_open else Line.OFFERED_CLOSED,
        State.LEFT_MESSAGE: Line.LEFT_CLOSED,
    }.get(episode.state, waiting)
    values = _values(Step(episode), setting)
    return [_line(_key(key, episode, setting), episode, view(episode, setting), values, setting)]


def view(episode: Episode | None, setting: Setting) -> dict[str, Any]:
    """Return what a page shows of the desk; of None, and of an ended one, the assistant's state."""
    state = State.BOT if episode is None or episode.has_ended else episode.state
    owner = episode.owner if episode else None
    staff = setting.moment.staff.get(owner) if owner else None
    since = _since(episode)
    values = {"desk.staff": staff or "", "desk.since": setting.clock(since) if since else ""}
    status = {State.WAITING: "desk_status_waiting", State.HUMAN: "desk_status_human"}.get(state)
    if episode and state is State.WAITING and episode.reason is Reason.DANGER:
        # Nobody who was in danger has agreed to wait.
        status = "desk_status_called"
    actions = ACTIONS.get(state, ())
    if state is State.OFFERED and not setting.moment.desk.is_open:
        actions = OFFERED_SHUT
    in_talk = state is State.HUMAN
    return {
        "state": state.value,
        "since": _iso(since) if state is State.WAITING and since else None,
        "status": setting.say(status, values) if status else None,
        "staff": staff,
        "typing": setting.say("desk_typing", values) if in_talk else None,
        "delivered": setting.say("desk_delivered", values) if in_talk else None,
        "actions": [{"action": name, "title": setting.say(key, values)} for name, key in actions],
        "form": _form(setting) if state is State.LEFT_MESSAGE else None,
        "language": setting.language,
    }


def staff_said(text: str, staff: str) -> Draft:
    """Return what a member of staff writes, with the name that visitors read."""
    return Draft(EventType.MESSAGE, Sender.STAFF, {"text": text, "staff": staff})


def _line(
    key: str,
    episode: Episode,
    desk: dict[str, Any] | None,
    values: Mapping[str, str],
    setting: Setting,
    danger: bool = False,
) -> Draft:
    text = setting.say(key, values)
    if danger or episode.priority >= Priority.DANGER:
        text = help_first(text, setting.emergency)
    data = {
        "state": episode.state.value,
        "line": key,
        "text": text,
        **({"desk": desk} if desk else {}),
        **({"language": "es"} if setting.language == "es" else {}),
    }
    if episode.state is State.LEFT_MESSAGE:
        data["help"] = setting.voice.help(setting.language)
    return Draft(EventType.STATE, Sender.SYSTEM, data)


def _key(key: str, episode: Episode, setting: Setting) -> str:
    """Return the wording of a line: out of hours is not the same as away, or no hours known."""
    found = setting.moment.opening
    if episode.priority >= Priority.DANGER and key in IN_DANGER:
        return IN_DANGER[key]
    if key == Line.OFFERED_CLOSED and (found.is_open or found.opens is None):
        return "desk_offered_away"
    return key


def _values(step: Step, setting: Setting) -> dict[str, str]:
    episode, moment = step.episode, setting.moment
    # Of a talk that ends, whoever had it.
    owner = episode.owner or (step.was.owner if step.was else None)
    since = _since(episode)
    closes, opens = moment.opening.closes, moment.opening.opens
    return {
        "desk.staff": moment.staff.get(owner or "", ""),
        "desk.since": setting.clock(since) if since else "",
        "desk.reason": _reason(episode, setting),
        "office.closes": clock(closes.time(), setting.language) if closes else "",
        "office.opens": said_time(opens, setting.language) if opens else "",
    }


def _reason(episode: Episode, setting: Setting) -> str:
    library = setting.voice.library
    reason = library.desk.reason(episode.ended_why or "") if library else None
    if reason is None:
        return ""
    return reason.text_es if setting.language == "es" else reason.text


def _form(setting: Setting) -> dict[str, str]:
    return {name: setting.say(f"desk_form_{name}", {}) for name in FORM}


def _since(episode: Episode | None) -> float | None:
    return episode.waiting_since if episode else None


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
