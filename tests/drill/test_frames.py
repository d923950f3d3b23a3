"""Reading a stream of server-sent events."""

from __future__ import annotations

from bot.drill.frames import Frame, Frames


def read(text: str) -> list[Frame]:
    frames = Frames()
    return [found for line in text.split("\n") if (found := frames.line(line))]


def test_a_frame_ends_at_the_empty_line() -> None:
    assert read('id: 7\nevent: state\ndata: {"a":1}') == []
    assert read('id: 7\nevent: state\ndata: {"a":1}\n\n') == [Frame("state", '{"a":1}', "7")]


def test_comments_are_no_frames() -> None:
    assert read(": still here\n\n: still here\n\n") == []


def test_a_frame_without_a_number_does_not_take_the_last_ones() -> None:
    found = read('id: 7\ndata: {}\n\nevent: typing\ndata: {"typing":true}\n\n')
    assert [(one.kind, one.number) for one in found] == [("message", "7"), ("typing", None)]


def test_several_lines_of_data_are_one_text() -> None:
    assert read("data: a\ndata: b\n\n")[0].data == "a\nb"
