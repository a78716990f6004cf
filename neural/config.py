"""How the painting is done: which model, how many steps, what noise, where it runs. Light: nothing heavy is imported."""

from dataclasses import dataclass
from typing import Literal, get_args

from sim.errors import DeclarationError, check_number

Control = Literal["depth", "class"]
Consistency = Literal["independent", "fixed", "anchored", "attention", "cast"]


@dataclass(frozen=True, kw_only=True)
class ControlNet:
    """A ControlNet of real weights: folder or hub id, revision on the hub, which picture it gets, and how strongly."""

    model: str
    control: Control
    revision: str | None = None
    scale: float = 1.0

    def __post_init__(self) -> None:
        if self.control not in ("depth", "class"):
            raise DeclarationError(f"ControlNet {self.model}: control is {self.control!r}; it must be 'depth' or 'class'.")
        check_number(f"ControlNet {self.model}", "scale", self.scale, least=0, most=2)


@dataclass(frozen=True, kw_only=True)
class IPAdapter:
    """An IP-Adapter, by which objects follow their reference pictures: folder or hub id, revision, where in it the weights are
    (safetensors; the image encoder in a folder beside them), and how strongly."""

    model: str
    revision: str | None = None
    subfolder: str = "models"
    weights: str = "ip-adapter_sd15.safetensors"
    scale: float = 0.6

    def __post_init__(self) -> None:
        check_number(f"IP-Adapter {self.model}", "scale", self.scale, least=0, most=2)
        if not self.weights.endswith(".safetensors"):
            raise DeclarationError(f"IP-Adapter {self.model}: weights is {self.weights!r}; only .safetensors is read, since other files of "
                                   "weights can run code. Name such a file, or convert this one.")


@dataclass(frozen=True, kw_only=True)
class NeuralConfig:
    """model: "tiny" for the embedded model, else a folder or hub id of Stable Diffusion weights in diffusers' layout, with
    its revision on the hub and its ControlNets. adapters: none, or the IP-Adapter for reference pictures. steps: denoiser evaluations a
    frame, before guidance. guidance: 1 is none.
    noise: factor of the noise that painting starts from; None is the model's own, 0.1 for the embedded model and 1 for others.
    consistency: a rung of the ladder: every frame painted, from noise that is fresh for each ("independent"), the same for all
    ("fixed") or stuck to the surfaces ("anchored"), and with self-attention that also looks at one anchor ("attention"); or a few
    anchors painted, from noise stuck to the surfaces, and all frames assembled from them ("cast"). finish: the part of the steps by which
    each frame of a cast is then denoised once more, 0 for none. width: px that anchors are painted at, never more than is
    delivered; None is the model's own, 640 for the embedded one and 768 for others. device: "auto" is CUDA if there is any.
    precision: "auto" is half on CUDA, single on CPU. batch: frames painted at once. negative: prompt that guidance leads
    away from. download: whether weights that are not on this machine may be fetched from the hub.
    """

    model: str = "tiny"
    revision: str | None = None
    controlnets: tuple[ControlNet, ...] = ()
    adapters: tuple[IPAdapter, ...] = ()
    steps: int = 1
    guidance: float = 1.0
    noise: float | None = None
    consistency: Consistency = "cast"
    finish: float = 0.0
    width: int | None = None
    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: Literal["auto", "single", "half"] = "auto"
    batch: int = 4
    negative: str = ""
    download: bool = False

    def __post_init__(self) -> None:
        check_number("neural", "steps", self.steps, least=1, most=200)
        check_number("neural", "guidance", self.guidance, least=1, most=50)
        check_number("neural", "finish", self.finish, least=0, most=1)
        if self.finish and self.consistency != "cast":
            raise DeclarationError(f"neural: finish is {self.finish}, but only a cast's frames can be denoised once more; "
                                   f"consistency is {self.consistency!r}: set finish=0, or consistency=cast.")
        if self.width is not None:
            check_number("neural", "width", self.width, least=64, most=4096, unit="px")
        if self.noise is not None:
            check_number("neural", "noise", self.noise, least=0, most=1)
        check_number("neural", "batch", self.batch, least=1, most=1024)
        for field, allowed in (("consistency", get_args(Consistency)), ("device", ("auto", "cpu", "cuda")),
                               ("precision", ("auto", "single", "half"))):
            if getattr(self, field) not in allowed:
                raise DeclarationError(f"neural: {field} is {getattr(self, field)!r}; it must be one of {', '.join(allowed)}.")
        if len(self.adapters) > 1:
            raise DeclarationError(f"neural: {len(self.adapters)} adapters; one at most can be followed.")
        if self.model == "tiny" and (self.controlnets or self.adapters or self.revision or self.guidance != 1 or self.negative):
            raise DeclarationError("neural: the embedded model has its own ControlNets and knows no guidance and no pictures; "
                                   "leave controlnets, adapters, revision, guidance and negative as they are, or name another model.")
        if self.model != "tiny" and not self.controlnets:
            raise DeclarationError(f"neural: model {self.model} has no controlnets; without any the picture would ignore the scene.")

    def painting_size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height, px, that a picture delivered at this size is painted at. Only a cast is assembled at another."""
        own = self.width or (640 if self.model == "tiny" else 768)
        if self.consistency != "cast" or self.finish or own >= width:
            return width, height
        return own // 2 * 2, max(16, -(-height * own // width) // 2 * 2)


SD15 = NeuralConfig(
    model="stable-diffusion-v1-5/stable-diffusion-v1-5", steps=20, guidance=7.5, batch=2,
    controlnets=(ControlNet(model="lllyasviel/control_v11f1p_sd15_depth", control="depth"),
                 ControlNet(model="lllyasviel/control_v11p_sd15_seg", control="class")))
"""Stable Diffusion 1.5 with the published depth and segmentation ControlNets."""
