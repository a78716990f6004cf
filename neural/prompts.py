"""From the style's words to what the denoiser reads: embeddings, and which slot each of them is for."""

from dataclasses import dataclass

import torch
from diffusers import StableDiffusionControlNetPipeline

from neural.controls import Casting
from neural.embedded import Words, token_slots
from neural.references import References, read_references
from neural.style import Style
from neural.vocabulary import KNOWN_CLASSES, default_noun, parse, parse_scene, token_id
from sim.errors import unknown


@dataclass(frozen=True, kw_only=True, eq=False)
class Prompt:
    """embeddings: (1, L, D). negative: of the same shape, or None without guidance. slots: (L,) int64, -1 the whole picture.
    references: of the objects that have a picture, or None. notes: what of the words could not be read."""

    embeddings: torch.Tensor
    negative: torch.Tensor | None
    slots: torch.Tensor
    references: References | None = None
    notes: tuple[str, ...] = ()


def read_words(style: Style, casting: Casting, words: Words) -> Prompt:
    """The prompt of the embedded model. Raises DeclarationError for a look or class it does not know and for reference pictures;
    unknown words are notes."""
    read_references(casting, None, None)
    look, time, unread = parse_scene(style.prompt)
    notes, rows = list(_notes("style", unread)), []
    for name, own in zip(casting.names, casting.styles):
        if own.label not in KNOWN_CLASSES:
            raise unknown("class label of the embedded model", own.label, KNOWN_CLASSES, name)
        phrase = parse(own.prompt)
        notes += _notes(name, phrase.unread)
        rows.append([token_id(phrase.colour), token_id(phrase.material), token_id(phrase.noun or default_noun(own.label))])
    with torch.no_grad():
        embeddings = words(torch.tensor([[token_id(look), token_id(time)]]), torch.tensor([rows]))
    return Prompt(embeddings=embeddings, negative=None, slots=token_slots(len(rows)), notes=tuple(notes))


def read_clip(style: Style, casting: Casting, pipe: StableDiffusionControlNetPipeline, negative: str | None, project=None) -> Prompt:
    """The prompt for a CLIP text encoder: the whole picture's, then one for each slot with the whole picture's words after its own; and
    what an IP-Adapter's `project` makes of reference pictures. Raises DeclarationError if there are any and it is None."""
    tokenizer, text_encoder = pipe.tokenizer, pipe.text_encoder
    texts = [style.prompt, *(f"{own.prompt}, {style.prompt}" for own in casting.styles)]
    embeddings = _clip(texts, tokenizer, text_encoder)
    against = None if negative is None else _clip([negative] * len(texts), tokenizer, text_encoder)
    slots = torch.arange(-1, len(casting.styles)).repeat_interleave(embeddings.shape[1] // len(texts))
    references = read_references(casting, pipe, project)
    return Prompt(embeddings=embeddings, negative=against, slots=slots, references=references)


def _clip(texts: list[str], tokenizer, text_encoder) -> torch.Tensor:
    tokens = tokenizer(texts, padding="max_length", truncation=True, max_length=tokenizer.model_max_length, return_tensors="pt")
    with torch.no_grad():
        return text_encoder(tokens.input_ids.to(text_encoder.device))[0].flatten(0, 1)[None]


def _notes(name: str, unread: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    return [f"{name}: the embedded model does not read {word!r}" + (f" (nearest it knows: {', '.join(near)})." if near else ".")
            for word, near in unread]
