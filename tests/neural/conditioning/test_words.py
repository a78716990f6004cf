import subprocess
import sys

import pytest
from controlnet_aux.util import ade_palette

from neural.conditioning.ade20k import CLASSES, PALETTE
from neural.conditioning.vocabulary import (
    COLOURS,
    LOOKS,
    MATERIALS,
    NOUNS,
    TIMES,
    TOKENS,
    default_noun,
    parse,
    parse_scene,
    token_id,
)
from sim.errors import DeclarationError


def test_palette_is_the_published_one():
    assert [list(colour) for colour in PALETTE] == [list(colour) for colour in ade_palette()]
    assert len(set(CLASSES)) == len(CLASSES) == 150


def test_class_names_stand_at_their_published_places():
    places = {"wall": 0, "sky": 2, "person": 12, "table": 15, "box": 41, "stairs": 53, "plaything": 108, "ball": 119, "flag": 149}
    assert {name: CLASSES.index(name) for name in places} == places


def test_each_word_has_one_token():
    assert TOKENS[0] == "" and len(set(TOKENS)) == len(TOKENS)
    assert all(TOKENS[token_id(word)] == word for word in (*COLOURS, *MATERIALS, *NOUNS, *LOOKS, *TIMES))
    assert token_id(None) == 0


def test_a_class_gives_the_noun_where_none_is_said_if_there_is_one():
    assert default_noun("wall") == "wall" and default_noun("plaything") == "toy" and default_noun("chandelier") is None
    assert sum(default_noun(label) in NOUNS for label in CLASSES) > 75


@pytest.mark.parametrize(("prompt", "read"), [
    ("a red ceramic cup", ("red", "ceramic", "cup")),
    ("Gray wooden dominoes", ("grey", "wood", "domino")),
    ("the mug", (None, None, "cup")),
    ("brown hair", ("brown", "hair", "hair")),
    ("table lamp", (None, None, "lamp")),
    ("", (None, None, None)),
])
def test_prompts_are_read(prompt, read):
    phrase = parse(prompt)
    assert (phrase.colour, phrase.material, phrase.noun) == read


def test_words_left_out_are_told_with_the_nearest_known():
    assert dict(parse("a yelow ball").unread)["yelow"][0] == "yellow"
    assert [word for word, _ in parse("red and blue ball").unread] == ["blue"]
    assert parse("a red ceramic cup").unread == ()


def test_scene_prompt():
    assert parse_scene("watercolor, dusk") == ("watercolour", "dusk", ())
    assert parse_scene("noir")[:2] == ("noir", "") and parse_scene("storyboard, evening")[:2] == ("pencil", "dusk")
    assert [word for word, _ in parse_scene("toon, night, misty")[2]] == ["misty"]
    with pytest.raises(DeclarationError, match="unknown look 'fresco'.*watercolour"):
        parse_scene("fresco, dusk")


def test_vocabulary_imports_nothing_heavy():
    code = ("import sys, neural.style, neural.conditioning.vocabulary, neural.conditioning.ade20k, neural.config; "
            "print({'torch', 'diffusers', 'pybullet', 'scipy', 'trimesh'} & set(sys.modules))")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
