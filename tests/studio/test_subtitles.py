"""Subtitles: readable pieces, at the right times, in a SubRip file and in the video, where players find them."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from sim.character.behaviours.say import Say
from sim.execution.engine import simulate
from sim.scene.person import Person
from sim.scene.when import At
from studio.settling import settled
from studio.subtitles import LINES, WIDTH, Subtitle, in_turn, subrip, subtitles
from studio.video import read_video, write_video
from tests.sim.build import floor, scene

LONG = "I have looked for it everywhere, in the kitchen, under the bed and behind all of the doors, and it is in none of these."
AT_ONCE = (Subtitle(start=500, end=1500, text="anna: Where is\nmy cup?"), Subtitle(start=1250, end=2000, text="ben: Ünten."))


def shown(text: str, frames: int = 300, **more) -> tuple[Subtitle, ...]:
    said = Say(target="anna", text=text, when=At(time=0.5), **more)
    world = scene(floor(), people=(Person(name="anna"),), actions=(said,), frames=frames)
    return subtitles(world, simulate(world))


def test_a_short_one_is_one_line_and_a_srt_block() -> None:
    (only,) = shown("Where is\n\nmy cup?", 60)
    assert (only.start, only.text) == (500, "anna: Where is my cup?") and 1500 < only.end < 2500
    assert subrip([only]) == f"1\n00:00:00,500 --> 00:00:0{only.end // 1000},{only.end % 1000:03d}\nanna: Where is my cup?\n"


def test_srt_blocks_are_numbered_and_parted_by_an_empty_line() -> None:
    assert subrip((*AT_ONCE, Subtitle(start=3_723_004, end=3_723_005, text="x"))) == (
        "1\n00:00:00,500 --> 00:00:01,500\nanna: Where is\nmy cup?\n\n2\n00:00:01,250 --> 00:00:02,000\nben: Ünten.\n\n"
        "3\n01:02:03,004 --> 01:02:03,005\nx\n")


def test_a_long_one_comes_in_pieces_of_two_lines_each_for_its_share_of_the_time() -> None:
    found = shown(LONG)
    assert " ".join(" ".join(each.text for each in found).split()) == f"anna: {LONG}" and len(found) == 2
    lines = [each.text.split("\n") for each in found]
    assert all(len(some) == LINES and max(map(len, some)) <= WIDTH for some in lines)
    assert found[0].start == 500 and found[0].end == found[1].start
    shares = [(each.end - each.start) / len(each.text) for each in found]
    assert shares[0] == pytest.approx(shares[1], rel=0.01)
    assert max(len(each.text) for each in found) < 1.5 * min(len(each.text) for each in found)  # no last word alone


def test_a_word_longer_than_a_line_is_cut_and_nothing_is_lost() -> None:
    found = shown("ha" * 50)
    assert "".join("".join(each.text for each in found).split()) == "anna:" + "ha" * 50
    assert max(len(line) for each in found for line in each.text.split("\n")) <= WIDTH


def test_of_what_is_cut_no_piece_is_shown_that_was_not_come_to() -> None:
    whole, cut = shown(LONG), shown(LONG, until=At(time=1.5))
    (only,) = cut
    assert (only.start, only.text) == (500, whole[0].text) and 1450 < only.end < 1600 < whole[0].end
    later = shown(LONG, 1 + round(24 * (whole[1].start + 500) / 1000))  # the shot is over
    assert [each.text for each in later] == [each.text for each in whole]
    assert later[0].end == pytest.approx(whole[0].end, abs=42) and later[1].end < whole[1].end - 1000  # to a frame


def test_in_a_track_what_is_said_at_once_stands_together_and_gaps_are_empty() -> None:
    assert [(each.start, each.end, each.text) for each in in_turn(AT_ONCE, 3000)] == [
        (0, 500, ""), (500, 1250, "anna: Where is\nmy cup?"), (1250, 1500, "anna: Where is\nmy cup?\nben: Ünten."),
        (1500, 2000, "ben: Ünten."), (2000, 3000, "")]
    assert in_turn([Subtitle(start=0, end=1000, text="x")], 1000) == (Subtitle(start=0, end=1000, text="x"),)


@pytest.fixture
def live(tmp_path: Path) -> Path:
    with write_video(tmp_path / "live.mp4", width=96, height=64, fps=Fraction(24000, 1001)) as add:
        for number in range(24 * 14):  # longer than what a writer waits for another track
            add(np.full((64, 96, 3), number % 250, np.uint8))
    return tmp_path / "live.mp4"


def samples(path: Path) -> list[tuple[float, float, str]]:
    """Start and end, s, and text of all that the file's subtitle track shows."""
    with av.open(str(path)) as container:
        (stream,) = container.streams.subtitles
        assert stream.codec_context.name == "mov_text"
        found = [(packet, bytes(packet)) for packet in container.demux(stream) if packet.size]
        assert all(int.from_bytes(content[:2], "big") == len(content) - 2 for _, content in found)
        return [(float(packet.pts * packet.time_base), float((packet.pts + packet.duration) * packet.time_base), content[2:].decode())
                for packet, content in found]


def test_the_video_has_them_in_a_track_of_its_own_with_the_same_pictures(live: Path, tmp_path: Path) -> None:
    track = in_turn(AT_ONCE, 14_014)
    for name in "ab":
        settled(live, tmp_path / f"{name}.mp4", track)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    assert [text for *_, text in samples(tmp_path / "a.mp4")] == [each.text for each in track]
    times = [time for each in track for time in (each.start / 1000, each.end / 1000)]
    assert [time for *both, _ in samples(tmp_path / "a.mp4") for time in both] == pytest.approx(times, abs=1e-3)
    assert all((a == b).all() for a, b in zip(read_video(live), read_video(tmp_path / "a.mp4"), strict=True))


def test_they_are_decoded_as_text_and_the_first_picture_is_shown_at_0(live: Path, tmp_path: Path) -> None:
    settled(live, tmp_path / "a.mp4", in_turn(AT_ONCE, 14_014))
    with av.open(str(tmp_path / "a.mp4")) as container:
        (stream,) = container.streams.subtitles
        texts = [each.dialogue.decode() for packet in container.demux(stream) for each in stream.decode2(packet) or ()]
    assert [text for text in texts if text] == ["anna: Where is\nmy cup?", "anna: Where is\nmy cup?\nben: Ünten.", "ben: Ünten."]
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert next(container.decode(video=0)).time == 0 and container.streams.video[0].average_rate == Fraction(24000, 1001)


def test_without_any_the_file_is_what_it_always_was(live: Path, tmp_path: Path) -> None:
    settled(live, tmp_path / "a.mp4")
    with av.open(str(live)) as read, av.open(str(tmp_path / "b.mp4"), "w", options={"movflags": "write_colr+faststart"}) as write:
        stream = write.add_stream_from_template(read.streams.video[0])
        for packet in read.demux(video=0):
            if packet.size:
                packet.stream = stream
                write.mux(packet)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
