"""How each measure is read: what it is called, its unit, which way is better, and one line in plain words."""

import re
from dataclasses import dataclass

SPAN = {"": "value", "1": "1 frame", "8": "8 frames", "24": "24 frames", "first_last": "first to last", "first_seen": "since first seen",
        "long": "clips of 2 s"}
"""Ends of names: what a measure was taken over. The headings of a table's columns, in their order."""
GROUPS = ("Consistency, against its floors", "Identity", "Light", "Ghosts and stains", "Control", "Sharpness", "VBench's rules", "Motion",
          "Cost", "Others")


@dataclass(frozen=True, kw_only=True)
class MeasureDoc:
    """name: a regular expression for names without their span. better: 'lower', 'higher', or '' where neither is. scale: what a value
    is multiplied by to be shown in `unit`. none: why a shot may have none."""

    name: str
    group: str
    title: str
    how: str
    unit: str = ""
    better: str = ""
    none: str = ""
    scale: float = 1.0


def _consistency(name: str, title: str, how: str, better: str = "lower", none: str = "") -> MeasureDoc:
    return MeasureDoc(name=name, group=GROUPS[0], title=title, how=how, better=better, scale=1e3,
                      unit="mean square, colours in 0..1, x 10⁻³", none="the shot is shorter, or shows no surface in both frames" + none)


def _fault(name: str, title: str, how: str, unit: str) -> MeasureDoc:
    return MeasureDoc(name=name, group="Ghosts and stains", title=title, how=how, unit=unit, better="lower",
                      none="the model or the wish to resemble the render leaves open what is right; or no part is large enough")


def _vbench(name: str, title: str, how: str, none: str = "", better: str = "higher") -> MeasureDoc:
    return MeasureDoc(name=name, group="VBench's rules", title=title, how=how, better=better, unit="0 to 1",
                   none=none or "the network that the rule asks for is not on this machine")


_STAND_IN = "Not a VBench score: its rule, with a stand-in for its network. Compare with other takes measured so only."
MEASURE_DOCS = (
    _consistency("warp_error", "Warp error, inside of surfaces",
                 "How much the same piece of surface changes colour between two frames, away from outlines and in the same light."),
    _consistency("warp_error_floor_beauty", "Floor: the plain render",
                 "The same for the render without painting, which is right in every frame: what the yardstick itself adds.", better=""),
    _consistency("warp_error_floor_vae", "Floor: the autoencoder",
                 "The same for the plain render sent through the model's autoencoder: what coding alone costs.", better="",
                 none="; or the model has no autoencoder"),
    _consistency("warp_error_floor_texture", "Floor: one texture for all",
                 "The same for pictures painted from one unchanging texture: the least that outlines cut into pixels allow.", better=""),
    _consistency("warp_error_floor_resampled", "Floor: these pictures, moved exactly",
                 "The same for each painted picture moved along with its surfaces by calculation: what 8 bits and reading between pixels "
                 "leave of pictures this sharp.", better=""),
    _consistency("warp_error_all", "Warp error, all that is visible",
                 "The same with outlines and moving shadows, which rightly move: between takes of one shot it may be compared."),
    MeasureDoc(name="reappearance_de2000", group="Identity", title="Colour on coming back", unit="CIEDE2000", better="lower",
            how="How far the same surface is from its old colour after being hidden or across a cut, light divided out; 1 is just seen.",
            none="nothing was hidden and came back, and there is no cut; or the two views share too little"),
    MeasureDoc(name="reappearances", group="Identity", title="Returns measured",
               how="Hidings and cuts that the line above is the mean of."),
    MeasureDoc(name="drift_de2000", group="Identity", title="Colour drift of objects", unit="CIEDE2000", better="lower",
            how="How far each object's mean colour is from when it was first well seen, light divided out; the mean over objects.",
            none="no object is large enough for long enough"),
    MeasureDoc(name="light_fidelity", group="Light", title="Light followed", unit="-1 to 1", better="higher",
            how="Does the painting get brighter and darker where the set's light does? 1: always; 0: its light is frozen.",
            none="no surface's light changes enough"),
    _fault("ghost", "Ghosts", "How strongly, inside parts, blotches and traces of what stood elsewhere show: the picture against the "
           "look's own shading program, softened over 8 px; the median over parts.", "of 255"),
    _fault("ghost_worst", "Ghosts, worst part", "The same for the worst part of any frame.", "of 255"),
    _fault("ghost_added", "Ghosts, more than alone",
           "The same less that of the same frame painted alone, in the worst of three frames: below 0, putting frames together cost none.",
           "of 255"),
    _fault("stain", "Stains", "How far things of one colour stray from it, light divided out; the median over parts.", "CIEDE2000"),
    _fault("stain_worst", "Stains, worst part", "The same for the worst part of any frame.", "CIEDE2000"),
    _fault("stain_added", "Stains, more than alone", "The same less that of the same frame painted alone, in the worst of three frames.",
           "CIEDE2000"),
    MeasureDoc(name="control_edge_f1", group="Control", title="Edges kept", unit="0 to 1", better="higher",
            how="How well edges found in the painting match the set's true edges.", none="no frame has edges"),
    MeasureDoc(name="control_mask_iou", group="Control", title="Objects found by colour", unit="0 to 1", better="higher",
            how="How well objects, looked for by their painted colours alone, cover where they truly are.",
            none="no object is large enough and distinct enough in colour"),
    MeasureDoc(name="sharpness_ratio", group="Sharpness", title="Sharpness inside parts", unit="of a single painted frame", better="higher",
            how="Fine detail away from edges, against frames painted alone: 1 is as sharp, below is softer.",
            none="no surface is wide enough, or has detail"),
    _vbench("subject_consistency", "Subject consistency", "How alike frames look to the network, each with the one before and the first."),
    _vbench("background_consistency", "Background consistency", "The same, with the network that VBench uses for backgrounds."),
    _vbench("subject_consistency_(?P<by>.+)", "Subject consistency, by {by}", _STAND_IN),
    _vbench("background_consistency_(?P<by>.+)", "Background consistency, by {by}", _STAND_IN),
    _vbench("temporal_flickering", "No flicker", "How little pixels change from frame to frame in a still shot.",
            "the shot moves, where this says nothing; or the network that tells is not on this machine"),
    _vbench("temporal_flickering_unfiltered", "No flicker, moving or not",
            "Not a VBench score: how little pixels change from frame to frame, motion included.", "the shot has one frame"),
    _vbench("motion_smoothness", "Motion smoothness", "How well every other frame can be guessed from its neighbours."),
    _vbench("dynamic_degree", "Dynamic degree", "1 if a quarter of the frames move much, else 0.", better=""),
    _vbench("aesthetic_quality", "Aesthetic quality", "What a network that was taught people's taste says."),
    _vbench("imaging_quality", "Imaging quality", "What a network that was taught faults of pictures says."),
    _vbench("vbench_quality_total", "Quality total", "VBench's weighted total of quality.", "one of its dimensions is none"),
    MeasureDoc(name="vbench_encoders", group="VBench's rules", title="Networks asked",
               how="Which networks the lines of this table are by."),
    MeasureDoc(name="dynamic_degree_motion", group="Motion", title="Fastest 5 % of pixels, by estimated flow", unit="px",
            how="What the dynamic degree is told from."),
    MeasureDoc(name="true_motion_px", group="Motion", title="True motion", unit="px a frame",
            how="How far surfaces really move in the picture: what steadiness has to be judged by.", none="the shot has one frame"),
    MeasureDoc(name="denoiser_evaluations_per_frame", group="Cost", title="Denoiser evaluations a frame", better="lower",
            how="How often the painting network ran, for each frame delivered."),
    MeasureDoc(name="seconds_per_frame", group="Cost", title="Time a frame", unit="s", better="lower", how="All stages together, here."),
    MeasureDoc(name="peak_memory_mb", group="Cost", title="Most memory", unit="MiB", better="lower", how="Of the program itself."),
    MeasureDoc(name="render_worker_memory_mb", group="Cost", title="Most memory of a render worker", unit="MiB", better="lower",
            how="Of the largest of the processes that render ahead; 0 if the frames were so few that none was started."),
)


def split_name(name: str) -> tuple[str, str]:
    """A measure's name without its span, and the span, '' if it has none; what follows a space, an object's name, is in neither."""
    found = re.fullmatch(r"(.+?)(?:_(\d+|first_last|first_seen|long))?", name.partition(" ")[0])
    return (found[1], found[2] or "") if found else (name, "")


def reading(base: str) -> tuple[MeasureDoc, str]:
    """How the measure of this name, without span, is read, and its title; without words where none were written."""
    for one in MEASURE_DOCS:
        if found := re.fullmatch(one.name, base):
            return one, one.title.format(**found.groupdict())
    return MeasureDoc(name=base, group="Others", title=base, how=""), base
