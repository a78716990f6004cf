"""What the screen says of a take."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from studio.money import Price
from studio.report import unfinished
from studio.take import Take

MOST_NOTES = 12


def summary(take: Take) -> str:
    """What the story did not do, what the painter did not know, the cost, the place."""
    facts = take.report
    stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in facts["seconds"].items())
    lines = [f"story: {line}" for line in unfinished(facts["actions"])] + [f"note: {note}" for note in _some(facts["notes"])]
    lines += [f"{facts['frames']} frames of {facts['width']}x{facts['height']}: {stages}; {facts['cpu_seconds']:.1f} CPU s",
              *_price(facts),
              f"builds on: {facts['parent']}; painted: {_painted(facts)}; was there already: {_reused(facts['reused'])}",
              f"take: {take.folder}", f"      {take.video}", f"      {take.page}"]
    return "\n".join(lines)


def _price(facts: Mapping[str, Any]) -> list[str]:
    if not facts.get("price"):
        return []
    rate, shown = facts["price"]["hourly_rate"], facts["frames"] / float(Fraction(facts["fps"]))
    return [Price(seconds=facts["seconds"]["total"], shown=shown, hourly_rate=rate).words()]


def _painted(facts: Mapping[str, Any]) -> str:
    if facts["consistency"] != "cast":
        return f"{facts['frames'] - facts['reused']['pictures']} frames"
    return f"{len(facts['anchors'])} anchors, {len(facts['close_ups'])} close-ups, {facts['painted_width']} px wide"


def _reused(reused: Mapping[str, Any]) -> str:
    there = [name for name, had in reused.items() if had is True]
    return ", ".join([*there, *([f"{reused['pictures']} pictures"] if reused["pictures"] else [])]) or "nothing"


def _some(notes: Sequence[str]) -> list[str]:
    return [*notes[:MOST_NOTES], *([f"and {len(notes) - MOST_NOTES} more, in the take's report"] if len(notes) > MOST_NOTES else [])]
