"""All guides as a graph, in the DOT language of Graphviz: the tree that chooses, and each guide's ways.

The same content always gives the same text, so that a picture that is out of date shows in a comparison.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.release.guide import DONE, Choice, Guide, Release, Step
from bot.release.text import condition

_WIDTH = 28
_HEAD = """\
digraph release {
  graph [rankdir=TB, fontname="Helvetica", compound=true, newrank=true, tooltip="The guides"];
  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11];
  edge [fontname="Helvetica", fontsize=10];
"""


def as_dot(release: Release) -> str:
    """The graph; an edge says on which answers it is taken."""
    lines = [*_tree(release, release.choose, ())]
    for guide in release.guides.values():
        lines += _guide(release, guide)
    return _HEAD + "".join(f"  {line}\n" for line in lines) + "}\n"


def _tree(release: Release, choice: Choice, trail: tuple[str, ...]) -> Iterator[str]:
    question = release.questions[choice.question]
    here = _quoted(_place(trail))
    yield f"{here} [label={_label(question.ask)}, shape=diamond, style=solid];"
    for name, leads in choice.leads.items():
        answer = question.answer(name)
        label = _label(answer.title if answer else name)
        if isinstance(leads, Choice):
            further = (*trail, name)
            yield f"{here} -> {_quoted(_place(further))} [label={label}];"
            yield from _tree(release, leads, further)
        elif (guide := release.guides.get(leads)) is not None:
            first = _quoted(_node(guide, guide.steps[0].id))
            cluster = _quoted(_cluster(guide))
            yield f"{here} -> {first} [label={label}, lhead={cluster}];"


def _guide(release: Release, guide: Guide) -> Iterator[str]:
    yield f"subgraph {_quoted(_cluster(guide))} {{"
    yield f"  label={_label(guide.title)}; tooltip={_quoted(guide.id)};"
    for number, step in enumerate(guide.steps, start=1):
        title = _label(f"{number}. {step.title}", _asked(release, step))
        yield f"  {_quoted(_node(guide, step.id))} [label={title}, tooltip={_quoted(step.id)}];"
    yield f'  {_quoted(_node(guide, DONE))} [label="The end", shape=oval];'
    for step in guide.steps:
        yield from (f"  {edge}" for edge in _edges(release, guide, step))
    yield "}"


def _edges(release: Release, guide: Guide, step: Step) -> Iterator[str]:
    here = _quoted(_node(guide, step.id))
    for branch in step.next:
        said = condition(release, branch) or ("otherwise" if len(step.next) > 1 else "")
        label = f" [label={_label(said)}]" if said else ""
        yield f"{here} -> {_quoted(_node(guide, branch.to))}{label};"


def _asked(release: Release, step: Step) -> str:
    return release.questions[step.ask].ask if step.ask else ""


def _place(trail: tuple[str, ...]) -> str:
    return "/".join(("choose", *trail))


def _node(guide: Guide, step: str) -> str:
    return f"{guide.id}.{step}"


def _cluster(guide: Guide) -> str:
    return f"cluster_{guide.id}"  # Graphviz draws a frame around a subgraph of such a name


def _label(*texts: str) -> str:
    """Texts in quotes, each broken into short lines, in lines of their own."""
    lines = [line for text in texts for line in textwrap.wrap(text, _WIDTH)]
    plain = (_escaped(line).replace("&", "&amp;") for line in lines)  # a label knows entities
    return '"' + "\\n".join(plain) + '"'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """In a quoted string, a quote would end it, and a backslash would mean something."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
