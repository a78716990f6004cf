"""Who says what, when: as it is told in cues, events and the ledger."""

import io

import pytest

from scenes.shots import SHOTS
from sim.character.behaviours.say import Say
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.scene.actions import Launch
from sim.scene.person import Person
from sim.scene.when import After, At
from sim.story.claims import check_story, never, touches
from sim.story.compare import compare
from sim.story.ledger_file import load_ledger, save_ledger
from sim.story.story import Story
from sim.story.why import chain_text, why
from sim.story.words import cues, one_line, words_of
from tests.acted import acted
from tests.sim.build import ball, floor, scene

PEOPLE = Person(name="anna"), Person(name="ben", position=(2.0, 0.0, 0.0))


def story(*actions, frames: int = 60) -> Story:
    world = scene(floor(), ball(position=(0, 3, 0.1)), people=PEOPLE, actions=actions, frames=frames)
    return Story(scene=world, trajectory=simulate(world))


def say(who: str, text: str, when: float = 0.0, **more) -> Say:
    return Say(target=who, text=text, when=At(time=when), **more)


@pytest.fixture(scope="module")
def talk() -> Story:
    """Anna asks, the ball is pushed when she has, and Ben answers at length when he is asked, and is cut."""
    push = Launch(target="ball", velocity=(1, 0, 0), when=After(actions=("ask",)), name="push")
    never_said = Say(target="ben", text="And?", when=After(actions=("late",)))
    return story(say("anna", "Where is\nmy cup?", 0.5, name="ask"), push,
                 say("ben", "It is not here.", 0.25, until=At(time=0.75)), say("anna", "Well.", 50, name="late"), never_said)


def test_cues_begin_when_words_begin_and_end_when_they_are_over_or_cut(talk: Story) -> None:
    done, records = cues(talk.scene, talk.trajectory), talk.trajectory.actions
    assert [(cue.who, cue.text, cue.start, cue.whole) for cue in done] == [
        ("ben", "It is not here.", 0.25, False), ("anna", "Where is my cup?", 0.5, True)]
    assert done[0].end == records[2].end == pytest.approx(0.75, abs=0.05) and done[1].end == records[0].end > 1.5


def test_what_goes_on_ends_with_the_shot_and_one_mouth_says_one_thing() -> None:
    talking = story(say("anna", "I have looked for it everywhere."), say("anna", "Ah, there!", 0.5), say("ben", "What is it?", 0.25),
                    frames=18)
    assert [(cue.text, cue.start, cue.end, cue.whole) for cue in cues(talking.scene, talking.trajectory)] == [
        ("I have looked for it everywhere.", 0.0, 0.5, False), ("What is it?", 0.25, 0.75, False), ("Ah, there!", 0.5, 0.75, False)]
    at_once = story(say("anna", "Yes."), say("anna", "No."), frames=30)
    assert [cue.text for cue in cues(at_once.scene, at_once.trajectory)] == ["No."]


def test_events_say_who_says_what(talk: Story) -> None:
    said = [str(event) for event in talk.events if event.words]
    assert said == ['ben said "It is not here." at 0.25 s', 'anna said "Where is my cup?" at 0.50 s (ask)']
    assert str(next(event for event in talk.events if event.kind == "stopped")).startswith("ben stopped at 0.")


def test_words_are_a_cause_of_what_waits_for_them_and_of_no_motion(talk: Story) -> None:
    assert chain_text(why(talk, "ball")).splitlines()[-1] == '<- anna said "Where is my cup?" at 0.50 s (ask)'
    assert chain_text(why(talk, "ben", "said")) == 'ben said "It is not here." at 0.25 s'
    thrown = Launch(target="ball", velocity=(3, 0, 0), when=At(time=0.2))
    moved = story(thrown, say("anna", "Ah!", 0.25))
    assert [event.kind for event in why(moved, "ball")] == ["started to move", "was launched"]


def test_the_ledger_says_who_says_what_and_keeps_it(talk: Story) -> None:
    file = io.BytesIO()
    save_ledger(talk.ledger, file)
    file.seek(0)
    for ledger in (talk.ledger, load_ledger(file)):
        assert ledger.at(0.6).anna.saying == ("Where is my cup?",) and ledger.at(0.4).anna.saying == () == ledger.at(0.6).ball.saying
        assert ledger.first("anna", "says", "Where is my cup?") == 0.5 and ledger.first("anna", "says", "Well.") is None
        (spoke,) = ledger.intervals("ben", "says")
        assert (spoke.start, spoke.by, spoke.ends) == (0.25, ("It is not here.",), True) and 0.7 < spoke.end < 0.85
        with pytest.raises(DeclarationError, match="unknown object 'ana'"):
            ledger.holds("ana", "says")
        check_story("talk", [never(touches("anna", "ball"))], ledger)
        with pytest.raises(DeclarationError, match="touches floor' fails for ball"):
            check_story("talk", [never(touches("ball", "floor"))], ledger)


def test_stories_that_differ_in_words_differ_in_that_alone() -> None:
    one, other = story(say("anna", "Ah, no."), frames=30), story(say("anna", "Ah, so."), frames=30)
    found = compare(one, other)
    assert [str(event) for event in (*found.only_a, *found.only_b)] == ['anna said "Ah, no." at 0.00 s', 'anna said "Ah, so." at 0.00 s']
    assert not compare(one, one).only_a


def test_where_nobody_is_to_say_anything_the_ledger_is_as_it_was() -> None:
    silent = Story(scene=SHOTS["pillar"]().scene, trajectory=acted("pillar"))
    assert "says" not in silent.ledger.pairs and "says" in story(say("anna", "Ah!", 50), frames=2).ledger.pairs
    assert {words_of(action) for action in silent.scene.actions} == {""} and cues(silent.scene, silent.trajectory) == ()


def test_words_are_one_line_that_any_file_can_hold() -> None:
    assert one_line(" a\n\n1 \x1b[2J\tb\ud800 é\u200d ") == "a 1 [2J b é\u200d"
