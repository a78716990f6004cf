"""Cryptomatte, checked by a hash written out from its definition, by hand-made pixels, and by a decoder that is not ours."""

import json
import struct

import cryptomatte_api
import numpy as np
import OpenEXR
import pytest

from studio.export.cryptomatte import channels, metadata, name_hash, ranks
from studio.export.write import write_passes

NAMES = ("", "a", "cup", "red-ball", "tea.lid", "someone.left hand", "Käsekuchen", "日本", "x" * 200, *(f"brick{i}" for i in range(300)))


def murmur(data, mask=0xFFFFFFFF):
    """MurmurHash3_x86_32 with seed 0 (Appleby), step by step."""
    h, whole = 0, len(data) // 4 * 4
    def scrambled(k):
        k = k * 0xCC9E2D51 & mask
        return (k << 15 | k >> 17) * 0x1B873593 & mask
    for (k,) in struct.iter_unpack("<I", data[:whole]):
        h ^= scrambled(k)
        h = ((h << 13 & mask | h >> 19) * 5 + 0xE6546B64) & mask
    h ^= scrambled(int.from_bytes(data[whole:], "little")) ^ len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & mask
    h = (h ^ h >> 13) * 0xC2B2AE35 & mask
    return h ^ h >> 16


def test_ids_are_murmur_hashes_that_are_plain_floats():
    assert (murmur(b"hello"), murmur(b"Hello, world!")) == (0x248BFA47, 0xC0363E43)  # known from elsewhere
    changed = 0
    for name in NAMES:
        plain, value = murmur(name.encode()), name_hash(name)
        odd = (plain >> 23) & 255 in (0, 255)
        changed += odd
        assert value == (plain ^ 1 << 23 if odd else plain)
        assert np.isfinite(np.array(value, np.uint32).view(np.float32)) and (value >> 23) & 255
    assert changed >= 1  # of "" at least


def test_ranks_of_pixels_made_by_hand():
    samples = np.array([[[3, 3, 3, 3], [0, 0, 0, 0], [7, 3, 7, 7], [0, 5, 0, 2], [1, 2, 3, 4], [9, 4, 9, 4]]], np.int32)
    ids, shares = ranks(samples)
    assert ids[0].tolist() == [[3, 0, 0, 0], [0, 0, 0, 0], [7, 3, 0, 0], [2, 5, 0, 0], [1, 2, 3, 4], [4, 9, 0, 0]]
    assert (shares[0] * 4).tolist() == [[4, 0, 0, 0], [0, 0, 0, 0], [3, 1, 0, 0], [1, 1, 0, 0], [1, 1, 1, 1], [2, 2, 0, 0]]


def test_channels_are_paired_as_the_specification_pairs_them():
    samples = np.array([[[1, 2, 2, 2]]], np.int32)
    found = channels("CryptoObject", samples, {1: "cup", 2: "tea"})
    assert sorted(found) == sorted(f"CryptoObject0{level}.{channel}" for level in (0, 1) for channel in "RGBA")
    values = {name: values[0, 0] for name, values in found.items()}
    assert [values[f"CryptoObject00.{c}"].view(np.uint32) for c in "RB"] == [name_hash("tea"), name_hash("cup")]
    assert [values[f"CryptoObject00.{c}"] for c in "GA"] == [0.75, 0.25]
    assert all(values[f"CryptoObject01.{c}"] == 0 for c in "RGBA") and all(v.dtype == np.float32 for v in found.values())


def test_the_header_names_everybody():
    found = metadata("CryptoObject", {1: "cup", 2: 'the "best" tea', 3: "Käse"})
    key = f"cryptomatte/{murmur(b'CryptoObject'):08x}"[:19]
    assert (found[f"{key}/name"], found[f"{key}/hash"], found[f"{key}/conversion"]) == (
        "CryptoObject", "MurmurHash3_32", "uint32_to_float32")
    assert json.loads(found[f"{key}/manifest"])["Käse"] == f"{murmur('Käse'.encode()):08x}" and len(found) == 4


@pytest.fixture(scope="module")
def mattes(shot, tmp_path_factory):
    """The two Cryptomattes of frame 1 by name, decoded, and their file."""
    folder = tmp_path_factory.mktemp("crypto")
    write_passes(folder, shot, layers=["cryptomatte"])
    file = folder / "passes.0001.exr"
    return {matte.metadata().name(): matte for matte in cryptomatte_api.Cryptomatte.load(file)}, file


def test_a_decoder_finds_every_object_where_it_is(shot, mattes):
    fine = shot[1].fine
    for layer, names in (("CryptoObject", {p.object_id: p.object for p in shot.parts}), ("CryptoPart", {p.id: p.path for p in shot.parts})):
        decoded = mattes[0][layer].masks()
        assert set(decoded) == set(names.values()) and len(names) == (3 if layer == "CryptoObject" else 4)
        for number, name in names.items():
            id_of = np.array([0, *((p.object_id if layer == "CryptoObject" else p.id) for p in shot.parts)])
            share = (id_of[fine.part] == number).reshape(54, 2, 96, 2).mean(axis=(1, 3))
            assert 0 < share.mean() < 1 and ((share > 0) & (share < 1)).any() and np.abs(decoded[name] - share).max() < 1e-6
        background = (fine.part == 0).reshape(54, 2, 96, 2).mean(axis=(1, 3))
        assert np.abs(sum(decoded.values()) + background - 1).max() < 1e-6


def test_inside_an_object_the_matte_is_whole_and_is_the_objects(shot, mattes):
    ids, decoded = shot[1].object, mattes[0]["CryptoObject"].masks()
    for number, name in {p.object_id: p.object for p in shot.parts}.items():
        assert (decoded[name][ids == number] > 0).mean() > 0.99 and (decoded[name][ids == number] == 1).mean() > 0.5
        assert decoded[name][ids != number].max() <= 0.75


def test_ranks_fall_and_every_id_is_in_the_manifest(mattes):
    with OpenEXR.File(str(mattes[1]), separate_channels=True) as file:
        header, planes = dict(file.header()), {name: channel.pixels for name, channel in file.channels().items()}
    for layer in ("CryptoObject", "CryptoPart"):
        key = f"cryptomatte/{murmur(layer.encode()):08x}"[:19]
        known = {int(value, 16) for value in json.loads(header[f"{key}/manifest"]).values()}
        shares = [planes[f"{layer}{level:02d}.{c}"] for level in (0, 1) for c in "GA"]
        assert all((a >= b).all() for a, b in zip(shares, shares[1:]))
        for level in (0, 1):
            for c, share in (("R", "G"), ("B", "A")):
                ids = planes[f"{layer}{level:02d}.{c}"].view(np.uint32)
                assert set(np.unique(ids)) - {0} <= known and ((ids > 0) == (planes[f"{layer}{level:02d}.{share}"] > 0)).all()
