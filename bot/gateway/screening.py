"""The danger screen as the gateway uses it: bounded, off the event loop, and never silent when it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.safety import Classifier, Finding, concerned, flagged, rule_words, screen, spelling
from bot.safety.rules import rule_set
from bot.safety.second_layer import NoClassifier, load_classifier

log = logging.getLogger(__name__)

BUSY = 16
"""Messages that may wait for the second layer before refused ones go without it."""

PATIENCE_SECONDS = 2.0
"""So long a message waits for the second layer in all; its visitor must hear something within four."""

LATE = 64
"""Messages whose answer is given that the second layer still looks at; beyond, only Rasa screens them again."""

LONG = 2000
"""Longer texts take the rules up to a second: they are read in the thread, so that nobody else waits for it."""


@dataclass(frozen=True)
class Screened:
    """What the screen saw; a screen that broke counts as danger, to be on the safe side.

    Attributes:
        findings: what it saw.
        broken: it could not look.
        whole: the second layer has looked too.
    """

    findings: tuple[Finding, ...] = ()
    broken: bool = False
    whole: bool = False

    @property
    def needs_card(self) -> bool:
        """Whether the reply must carry the crisis card."""
        return self.broken or flagged(self.findings)

    @property
    def is_unnamed_in_part(self) -> bool:
        """Whether the card is due for a call for help alone, in a message that may say what is wrong."""
        flags = [one for one in self.findings if one.flags]
        return all(one.unnamed for one in flags) and not any(one.is_whole_call for one in flags)

    @property
    def concern(self) -> bool:
        """Whether a gentle line goes with the answer."""
        return not self.broken and concerned(self.findings)

    def with_more(self, other: Screened) -> Screened:
        """Both together: what one saw the other, which came later, cannot take away."""
        findings = dict.fromkeys([*self.findings, *other.findings])
        return Screened(tuple(findings), self.broken or other.broken, other.whole)


class Screener:
    """Both layers. The rules answer at once; the classifier is loaded, and asked, in threads."""

    def __init__(self, root: Path, head: int, tail: int) -> None:
        """Loads nothing yet.

        Args:
            root: the project's folder.
            head: characters screened of a huge message's start; all of a usual one is.
            tail: and of its end.
        """
        self._root, self._head, self._tail = root, head, tail
        self._classifier: Classifier | None = None
        # One thread: two of them would take the event loop's core. It has one job at a time, so
        # that no others pile up behind one that hangs.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="screen")
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._late: set[asyncio.Task[Screened]] = set()

    async def prepare(self) -> None:
        """Loads what the rules need, in about a second; else the first messages would wait for it."""
        try:
            await asyncio.to_thread(_load_rules)
        except Exception as error:
            log.error("the rules of the danger screen cannot be loaded: %s", type(error).__name__)

    async def load(self) -> None:
        """Loads the classifier in the background; the rules work alone until then, and without it."""
        try:
            loop = asyncio.get_running_loop()
            self._classifier = await loop.run_in_executor(self._thread, load_classifier, self._root)
        except NoClassifier as error:
            log.warning("the danger screen works by its rules alone. %s", error)
        except Exception as error:
            log.error("the danger classifier cannot be loaded: %s", type(error).__name__)

    @property
    def complete(self) -> bool:
        """Whether both layers work."""
        return self._classifier is not None

    @property
    def busy(self) -> bool:
        """Whether many messages wait for the second layer."""
        return self._waiting >= BUSY

    async def rules(self, words: str, history: Sequence[str], until: float) -> Screened:
        """Screens by the rules: at once, but a long text in the thread, as long as that is free in time.

        Args:
            words: all that came.
            history: the turns before, oldest first.
            until: time of the event loop.
        """
        words = self._bounded(words)
        if len(words) > LONG:
            try:
                async with asyncio.timeout_at(until):
                    return await self._in_thread(None, words, history)
            except (TimeoutError, RuntimeError) as error:
                log.warning("a long text is screened out of its turn: %s", type(error).__name__)
        return _screened(words, history, None)

    async def both(
        self,
        words: str,
        history: Sequence[str],
        until: float,
        later: Callable[[Screened], None],
    ) -> Screened:
        """Screens by both layers; what the rules saw stands alone if the second one takes too long.

        Args:
            words: what was typed; the rules have seen it.
            history: the turns before, oldest first.
            until: time of the event loop.
            later: is told what both layers say after that.

        Returns:
            What both see; nothing, and that it is not `whole`, without the second layer.
        """
        if self._classifier is None:
            return Screened()
        self._waiting += 1
        looking = asyncio.create_task(
            self._in_thread(self._classifier, self._bounded(words), history)
        )
        looking.add_done_callback(self._looked)
        left = until - asyncio.get_running_loop().time()
        try:
            await asyncio.wait({looking}, timeout=max(0.0, left))
        except asyncio.CancelledError:
            looking.cancel()
            raise
        if looking.done():
            return looking.result()
        log.warning("the second layer of the danger screen took too long")
        if len(self._late) < LATE:
            self._late.add(looking)
            looking.add_done_callback(lambda done: _hand_on(done, later))
        else:
            looking.cancel()
        return Screened()

    def _looked(self, looking: asyncio.Task[Screened]) -> None:
        self._waiting -= 1
        self._late.discard(looking)

    async def _in_thread(
        self, classifier: Classifier | None, words: str, history: Sequence[str]
    ) -> Screened:
        await self._turn.acquire()
        try:
            job = asyncio.get_running_loop().run_in_executor(
                self._thread, _screened, words, history, classifier
            )
        except RuntimeError:
            self._turn.release()
            raise
        # Not when the message stops waiting: the thread is free when the job has ended.
        job.add_done_callback(lambda _: self._turn.release())
        return await asyncio.shield(job)

    def close(self) -> None:
        """Lets the thread end; what is late is dropped."""
        for looking in self._late:
            looking.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _bounded(self, words: str) -> str:
        if len(words) <= self._head + self._tail:
            return words
        return f"{words[: self._head]}\n{words[-self._tail :] if self._tail else ''}"


def _load_rules() -> None:
    rule_set().compile()
    spelling.load()
    rule_words.load()


def _screened(words: str, history: Sequence[str], classifier: Classifier | None) -> Screened:
    try:
        found = tuple(screen(words, history, classifier))
        return Screened(found, whole=classifier is not None)
    except Exception as error:
        log.error("the danger screen failed: %s", type(error).__name__)
        return Screened(broken=True)


def _hand_on(looked: asyncio.Task[Screened], later: Callable[[Screened], None]) -> None:
    if not looked.cancelled() and looked.exception() is None:
        later(looked.result())
