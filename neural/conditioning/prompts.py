"""From the style's words to what the denoiser reads: embeddings, and which region each of them is for."""

from dataclasses import dataclass

import torch
from diffusers import StableDiffusionControlNetPipeline

from neural.conditioning.references import References, read_references
from neural.conditioning.region_map import RegionMap
from neural.conditioning.vocabulary import default_noun, parse, parse_scene, token_id
from neural.models.embedded import WordTable, token_regions
from neural.style import Style
from sim.errors import shortened

MOST_NOTES = 5
"""Words of one object that are named; the others are counted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Prompt:
    """embeddings: (1, L, D). negative: of the same shape, or None without guidance. region_ids: (L,) int64, -1 the whole picture.
    references: of the objects that have a picture, or None. notes: what of the words could not be read."""

    embeddings: torch.Tensor
    negative: torch.Tensor | None
    region_ids: torch.Tensor
    references: References | None = None
    notes: tuple[str, ...] = ()


def read_words(style: Style, regions: RegionMap, words: WordTable, slots: int = 0) -> Prompt:
    """The prompt of the embedded model, of so many regions at least.
    Raises DeclarationError for a look it does not know and for reference pictures;
    unknown words are notes."""
    read_references(regions, None, None)
    look, time, unread = parse_scene(style.prompt)
    notes, rows = list(_notes("style", unread)), []
    for name, own in zip(regions.names, regions.styles):
        phrase = parse(own.prompt)
        notes += _notes(name, phrase.unread)
        rows.append([token_id(phrase.colour), token_id(phrase.material), token_id(phrase.noun or default_noun(own.label))])
    rows += [[0, 0, 0]] * (slots - len(rows))
    with torch.no_grad():
        embeddings = words(torch.tensor([[token_id(look), token_id(time)]]), torch.tensor([rows]))
    return Prompt(embeddings=embeddings, negative=None, region_ids=token_regions(len(rows)), notes=tuple(notes))


def read_clip(style: Style, regions: RegionMap, pipe: StableDiffusionControlNetPipeline, negative: str | None, project=None) -> Prompt:
    """The prompt for a CLIP text encoder: the whole picture's, then one for each region with the whole picture's words after its own; and
    what an IP-Adapter's `project` makes of reference pictures. Raises DeclarationError if there are any and it is None."""
    tokenizer, text_encoder = pipe.tokenizer, pipe.text_encoder
    texts = [style.prompt, *(f"{own.prompt}, {style.prompt}" for own in regions.styles)]
    embeddings = _clip(texts, tokenizer, text_encoder)
    against = None if negative is None else _clip([negative] * len(texts), tokenizer, text_encoder)
    region_ids = torch.arange(-1, len(regions.styles)).repeat_interleave(embeddings.shape[1] // len(texts))
    references = read_references(regions, pipe, project)
    return Prompt(embeddings=embeddings, negative=against, region_ids=region_ids, references=references)


def _clip(texts: list[str], tokenizer, text_encoder) -> torch.Tensor:
    tokens = tokenizer(texts, padding="max_length", truncation=True, max_length=tokenizer.model_max_length, return_tensors="pt")
    with torch.no_grad():
        return text_encoder(tokens.input_ids.to(text_encoder.device))[0].flatten(0, 1)[None]


def _notes(name: str, unread: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    """A line for each of the first few words that are not read, and one that counts the rest."""
    words = dict(unread)  # each once
    told = [f"{name}: the embedded model does not read {shortened(word)!r}" + (f" (nearest it knows: {', '.join(near)})." if near else ".")
            for word, near in list(words.items())[:MOST_NOTES]]
    return told + ([f"{name}: nor {len(words) - MOST_NOTES} more words."] if len(words) > MOST_NOTES else [])
