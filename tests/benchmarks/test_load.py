from benchmarks.load import Round, alternating, converse, visit
from benchmarks.understanding import Understanding


class Standin:
    """Answers all but what it is told not to."""

    def __init__(self, fails_at: str = "") -> None:
        self.fails_at, self.heard = fails_at, list[tuple[str, str]]()

    async def say(self, conversation: str, text: str) -> bool:
        self.heard.append((conversation, text))
        return text != self.fails_at

    async def understand(self, text: str) -> Understanding:
        return Understanding(None, None, None)


def test_the_sides_take_turns_and_neither_is_always_first() -> None:
    assert list(alternating(2, 3)) == [0, 1, 1, 0, 0, 1]
    assert list(alternating(1, 2)) == [0, 0]


async def test_visitors_ask_in_turn_and_leave_after_five_questions() -> None:
    client = Standin()
    result = await visit(client, ["a", "b"], 1, 0.02)
    assert len(result.milliseconds) == len(client.heard) > 10
    assert [text for _, text in client.heard[:4]] == ["a", "b", "a", "b"]
    first = client.heard[0][0]
    assert [one for one, _ in client.heard].count(first) == 5
    assert result.messages_a_second > 0


async def test_a_message_without_a_reply_is_counted_and_not_timed() -> None:
    [talk] = await converse([Standin(fails_at="b")], ["a", "b"], 10, 5)
    assert (len(talk.milliseconds), talk.failed) == (5, 5)


async def test_long_conversations_alternate_turn_by_turn_and_are_one_each() -> None:
    one, other = Standin(), Standin()
    talks = await converse([one, other], ["a", "b", "c"], 7, 5)
    assert [len(talk.milliseconds) for talk in talks] == [7, 7]
    assert [text for _, text in one.heard] == [text for _, text in other.heard]
    assert len({name for name, _ in one.heard}) == 1


async def test_a_long_conversation_ends_when_its_time_is_up() -> None:
    [talk] = await converse([Standin()], ["a"], 300, 0.0)
    assert talk.milliseconds == []


def test_rounds_add_up() -> None:
    total = Round([1.0], 1, 1.0)
    total.add(Round([2.0, 3.0], 0, 2.0))
    assert (total.milliseconds, total.failed, total.messages_a_second) == ([1.0, 2.0, 3.0], 1, 1.0)
