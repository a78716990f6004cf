"""A video that could be played while it grew, made one that can be wound at once, with its subtitles if it has any."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer

from studio.subtitles import Subtitle

MS = Fraction(1, 1000)
HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""What a mov_text track wants to know before it begins: white letters, at the bottom, in the middle."""


def settled(source: Path, target: Path, subtitles: Sequence[Subtitle] = ()) -> None:
    """The same coded pictures in a file whose table of contents is whole, and comes first. subtitles: one after the
    other without gaps, from 0 on; players switch them on and off. With them, the first picture is shown at 0, too;
    without, when the source shows it."""
    flags = {"movflags": "write_colr+faststart"}
    with av.open(str(source), "r") as read, av.open(str(target), "w", format="mp4", options=flags) as write:
        coded, late = read.streams.video[0], None if subtitles else 0
        stream = write.add_stream_from_template(coded)
        if subtitles:
            add_words(write, subtitles, coded.time_base or MS)
        for packet in read.demux(video=0):
            if packet.size and packet.pts is not None and packet.dts is not None:
                late = packet.pts if late is None else late
                packet.pts, packet.dts, packet.stream = packet.pts - late, packet.dts - late, stream
                write.mux(packet)


def add_words(write: OutputContainer, subtitles: Sequence[Subtitle], unit: Fraction) -> None:
    """Add a track of them. unit: s, of the pictures' clock: with another, empty samples come between."""
    stream = write.add_stream("mov_text")
    stream.codec_context.subtitle_header, stream.time_base = HEADER, unit
    for each in subtitles:
        text = each.text.encode()
        packet = av.Packet(len(text).to_bytes(2, "big") + text)
        start, end = (round(time * MS / unit) for time in (each.start, each.end))
        packet.pts = packet.dts = start
        packet.duration, packet.time_base, packet.stream = end - start, unit, stream
        write.mux(packet)
