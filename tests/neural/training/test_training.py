import json
import math
import shutil
import time

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from neural.conditioning.vocabulary import COLOURS, TOKENS, token_id
from neural.looks.control import CHANNELS
from neural.looks.shading import REACH
from neural.models import embedded
from neural.models.autoencoder import fit
from neural.training import batches
from neural.training import run as running
from neural.training import train as training
from neural.training.batches import LOOKS, Batches
from neural.training.format import Shard, read_shard, shards_in, write_shard
from neural.training.optimiser import RATE
from neural.training.pictures import Pictures
from neural.training.run import Plan, TrainingRun
from sim.errors import DeclarationError

CPU = torch.device("cpu")
CROPS = (1, 32, 32)


def _shard(count=3, seed=0):
    """Sets whose disparity is a quarter of the column, edges half the row, and light and sky the region."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:360, :640]
    region_ids = np.broadcast_to((x // 64).astype(np.uint8), (count, 360, 640)).copy()
    form = np.zeros((count, 360, 640, 14), np.uint8)
    form[..., 0], form[..., 1], form[..., 2] = x // 4, y // 2, region_ids
    return Shard(form=form, region_ids=region_ids, sky=region_ids,
                 tokens=rng.integers(0, 100, (count, 32, 3)).astype(np.int16))


def _blocks(count=3):
    """Sets of blocks of 11 px, each of one region and in its region's colour, evenly lit, without lines."""
    rng = np.random.default_rng(0)
    region_ids = np.kron(rng.integers(1, 5, (count, 33, 59)), np.ones((1, 11, 11), int))[:, :360, :640].astype(np.uint8)
    tokens = np.zeros((count, 32, 3), np.int16)
    tokens[:, 1:5, 0] = [token_id(name) for name in list(COLOURS)[:4]]
    colours = np.uint8(np.array([(0, 0, 0), *COLOURS.values()]) * 255)[region_ids]
    form = np.concatenate([np.full((count, 360, 640, 8), 128, np.uint8), colours, colours], axis=-1)
    form[..., 1] = 0
    return Shard(form=form, region_ids=region_ids, sky=np.zeros((count, 360, 640), np.uint8), tokens=tokens)


@pytest.fixture
def small(monkeypatch):
    """The same model and run, narrow and short."""
    for name, value in {"WIDTHS": (16, 32), "HEADS": 2, "EMBEDDING": (8, 16, 16)}.items():
        monkeypatch.setattr(embedded, name, value)
    for name, value in {"SIZES": {"cpu": (CROPS, (1, 32, 64))}, "ROOM": {"cpu": 8}, "WARM_UP": 5}.items():
        monkeypatch.setattr(running, name, value)
    monkeypatch.setattr(training, "REPORT", 0.0)


@pytest.fixture
def data(tmp_path):
    write_shard(tmp_path / "data", "0", _blocks())
    return tmp_path / "data"


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A run's folder with nothing but the autoencoder, which is fitted once for all tests but that of a whole run."""
    folder = tmp_path_factory.mktemp("fitted")
    write_shard(folder / "data", "0", _blocks())
    torch.manual_seed(0)
    fit(Batches(Pictures(folder / "data", CPU, 8), CPU).some(32, 96), embedded.LATENTS).save_pretrained(folder / "out" / "vae")
    return folder / "out"


@pytest.fixture
def run_of(small, data, fitted):
    """Makes small runs."""
    def make(out, **plan):
        shutil.copytree(fitted, out, dirs_exist_ok=True)
        return TrainingRun(data, out, Plan(**plan))
    return make


def test_a_shard_comes_back_and_is_not_overwritten(tmp_path):
    path = write_shard(tmp_path, "7", _shard())
    write_shard(tmp_path, "7", _shard(count=1))
    assert shards_in(tmp_path) == [path]
    for name, array in vars(_shard()).items():
        np.testing.assert_array_equal(getattr(read_shard(path), name), array)


def test_a_shard_of_the_wrong_shape_is_refused():
    fields = vars(_shard())
    with pytest.raises(ValueError, match="form is float32"):
        Shard(**(fields | {"form": np.zeros((3, 360, 640, 14), np.float32)}))


def test_crops_are_cut_and_flipped_alike_in_all_fields(tmp_path):
    write_shard(tmp_path, "0", _shard())
    torch.manual_seed(0)
    batch = Pictures(tmp_path, CPU, 8).draw(12, 128, 192)
    assert batch["form"].shape == (12, 128, 192, 14) and batch["tokens"].shape == (12, 32, 3)
    columns, rows = batch["form"][..., 0].int(), batch["form"][..., 1].int()
    assert (batch["form"][..., 2] == batch["region_ids"]).all() and (batch["sky"] == batch["region_ids"]).all()
    assert (columns // 16 == batch["region_ids"]).all()
    assert (rows == rows[:, :, :1]).all() and (rows.diff(dim=1) >= 0).all()
    ways = (columns[:, 0, -1] - columns[:, 0, 0]).sign()
    assert set(ways.tolist()) == {1, -1} and (ways[:, None, None] * columns.diff(dim=2) >= 0).all()
    assert len(set(columns.amin(dim=(1, 2)).tolist())) > 6 and len(set(rows[:, 0, 0].tolist())) > 6


def test_a_margin_is_what_lies_about_the_crop_and_the_border_goes_on_outside(tmp_path):
    write_shard(tmp_path, "0", _shard())
    pictures = Pictures(tmp_path, CPU, 8)
    whole = pictures.draw(6, 360, 640, 16)["form"]
    assert (whole[:, :16] == whole[:, 16:17]).all() and (whole[:, :, -16:] == whole[:, :, -17:-16]).all()
    torch.manual_seed(1)
    wide = pictures.draw(6, 128, 128, 16)
    torch.manual_seed(1)
    assert (pictures.draw(6, 128, 128)["form"] == wide["form"][:, 16:-16, 16:-16]).all()


def test_shards_that_come_later_are_taken_in_while_there_is_room(data):
    pictures = Pictures(data, CPU, 5)
    write_shard(data, "1", _shard(count=2, seed=1))
    assert len(pictures) == 3
    assert pictures.look_again() and len(pictures) == 5
    drawn = pictures.draw(40, 8, 8)["tokens"].flatten(1)
    kept = [row.ravel() for shard in (_blocks(), _shard(2, 1)) for row in shard.tokens]
    assert {tuple(row) for row in drawn.tolist()} == {tuple(row.tolist()) for row in kept}
    write_shard(data, "2", _shard(count=2))
    assert not pictures.look_again() and len(pictures) == 5


def test_without_shards_it_says_so(tmp_path):
    with pytest.raises(DeclarationError, match="no shards"):
        Pictures(tmp_path, CPU, 8)


def test_a_batch_tells_of_each_picture_what_is_painted(data):
    torch.manual_seed(0)
    batch = Batches(Pictures(data, CPU, 8), CPU).draw(2, 64, 96)
    count = 2 * len(LOOKS)
    assert batch["picture"].shape == (count, 3, 64, 96) and batch["form"].shape == (count, CHANNELS, 64, 96)
    assert batch["scene_tokens"][:, 0].tolist() == [token_id(look) for look in LOOKS for _ in range(2)]
    assert len(set(batch["scene_tokens"][:, 1].tolist())) > 3
    torch.testing.assert_close(batch["shares"].sum(dim=1), torch.ones(count, 16, 24))
    shown = batch["form"][:, 5:8]
    red = shown[:, 0] > 2 * shown[:, 1:].amax(dim=1) + 0.02
    photos, blueprints = (batch["scene_tokens"][:, 0] == token_id(look) for look in ("photo", "blueprint"))
    assert red[photos].any() and red[blueprints].any()
    reddish = batch["picture"][:, 0] - batch["picture"][:, 2]
    assert (reddish[photos][red[photos]] > 0.2).float().mean() > 0.9 and (reddish[blueprints][red[blueprints]] < 0).all()


def test_looks_reach_no_farther_than_the_margin(tmp_path, monkeypatch):
    shard = _blocks()
    write_shard(tmp_path, "0", shard)
    batches = Batches(Pictures(tmp_path, CPU, 8), CPU)
    pictures = []
    for margin in (REACH, 3 * REACH):
        monkeypatch.setattr("neural.training.batches.REACH", margin)
        torch.manual_seed(5)
        pictures.append(batches.draw(1, 64, 64)["picture"])
    torch.testing.assert_close(*pictures, rtol=0, atol=1e-4)


def test_training_resumed_is_training_uninterrupted(run_of, tmp_path):
    for out, stops in (("whole", (4,)), ("halves", (2, 4))):
        for stop in stops:
            run = run_of(tmp_path / out, steps=4, seed=3)
            while run.step < stop:
                run.advance()
            run.keep()
    whole, halves = (torch.load(tmp_path / out / "checkpoint.pt") for out in ("whole", "halves"))
    assert whole["step"] == halves["step"] == 4
    for name in ("model", "average", "optimiser"):
        assert all(torch.equal(a, b) for a, b in zip(whole[name], halves[name])), name


def test_it_learns_and_exports_what_can_be_loaded(small, data, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "LOOKS", ("photo", "toon"))
    monkeypatch.setattr(running, "SIZES", {"cpu": ((3, 64, 64), (1, 32, 64))})
    model = embedded.load_embedded(training.train(data, tmp_path / "out", Plan(steps=130)))
    said = json.loads((tmp_path / "out" / "model" / "training.json").read_text())
    assert said["steps"] == 130 and said["seed"] == 0 and said["sets"] == 3 and said["vocabulary"] == list(TOKENS)
    losses = [np.mean([loss for key, loss in report.items() if key != "step"]) for report in said["losses"]]
    first, last = np.mean(losses[:12]), np.mean(losses[-12:])
    print(f"loss {first:.3f} to {last:.3f}")
    assert len(losses) == 130 and last < 0.8 * first
    assert list(model.unet.config.block_out_channels) == [16, 32] and model.scheduler.config.prediction_type == "sample"
    assert model.form.config.conditioning_channels == CHANNELS and model.vae.config.latent_channels == 48


def test_the_model_looks_at_words_alone_and_is_small():
    model = embedded.untrained(embedded.LinearAutoencoder(embedded.LATENTS))
    names = [name for name in model.unet.state_dict() if "attn" in name and name.endswith("to_k.weight")]
    assert names and all(model.unet.state_dict()[name].shape[1] == embedded.WORD_WIDTH for name in names)
    assert not model.form.attn_processors
    megabytes = sum(p.numel() for part in (model.unet, model.form, model.words) for p in part.parameters()) * 2 / 1e6
    assert megabytes < 60


def test_a_run_may_begin_with_a_model(small, data, fitted, tmp_path):
    shutil.copytree(fitted, tmp_path / "out")
    first = training.train(data, tmp_path / "out", Plan(steps=5))
    on = training.train(data, tmp_path / "on", Plan(steps=1, rate=1e-4), first)
    said = json.loads((on / "training.json").read_text())
    assert said["before"]["steps"] == 5 and said["rate"] == 1e-4 and said["before"]["rate"] == RATE
    assert not [path for path in on.rglob("*.json") if str(tmp_path) in path.read_text()]
    before, after = (embedded.load_embedded(folder).unet.state_dict() for folder in (first, on))
    assert max((before[name] - after[name]).abs().max() for name in before) < 0.01


def test_the_rate_comes_up_and_goes_down_with_the_steps_or_the_clock(run_of, tmp_path):
    run, rates = run_of(tmp_path / "short", steps=40), []
    run._crops = run._whole = lambda: rates.append(float(run._rate) / RATE)
    for run.step in range(40):
        run.advance()
    assert rates[0] == pytest.approx(0.25) and rates[3] > 0.97 and rates[-1] < training_last()
    timed = run_of(tmp_path / "timed", seconds=100.0)
    timed._started, timed._before = time.monotonic(), 50.0
    assert timed.progress == pytest.approx(0.5, abs=0.01)
    timed._before = 100.0
    assert timed.progress == 1
    assert run_of(tmp_path / "late", seconds=-1.0).progress == 1


def training_last():
    """The share of the rate at the last of 40 steps."""
    return running.LAST + (1 - running.LAST) * (1 + math.cos(math.pi * 38.9 / 40)) / 2


def test_the_average_follows_the_weights(run_of, tmp_path):
    run = run_of(tmp_path / "out", steps=40)
    run.advance()
    assert all(torch.equal(a, p) for a, p in zip(run.average, run.model.parameters())), "of one step it is that step's"
    before = [p.detach().clone() for p in run.model.parameters()]
    run.advance()
    weight = run.model.words.table.weight.detach()
    torch.testing.assert_close(run.average[0] - before[0], (weight - before[0]) * 10 / 11, atol=1e-6, rtol=1e-3)


def test_after_a_loss_that_is_no_number_the_checkpoint_is_taken(run_of, tmp_path):
    run = run_of(tmp_path / "out", steps=40)
    run.advance()
    run.keep()
    good = [p.detach().clone() for p in run.model.parameters()]
    with torch.no_grad():
        run.model.words.table.weight.fill_(math.nan)
    run.advance()
    training._report(run, 1.0)
    assert all(torch.equal(a, p) for a, p in zip(good, run.model.parameters())) and run.losses == []


class _NoHost(TorchDispatchMode):
    """Refuses what would wait for a device or has shapes that depend on values: such work cannot be recorded as a graph."""

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        name = function._overloadpacket.__name__
        indices = args[1] if name.startswith("index") and isinstance(args[1], (list, tuple)) else ()
        assert name not in ("_local_scalar_dense", "nonzero", "lift_fresh", "masked_select", "is_nonzero"), name
        assert not any(index is not None and index.dtype == torch.bool for index in indices), "a mask as an index"
        return function(*args, **(kwargs or {}))


def test_a_step_reads_nothing_back_from_the_device(run_of, tmp_path):
    run = run_of(tmp_path / "out", steps=40)
    run.advance()  # tables are made
    with _NoHost():
        run._learn(CROPS)
    with pytest.raises(AssertionError, match="_local_scalar_dense"), _NoHost():
        run._sums.sum().item()


def test_scheduler_runs_the_trained_levels():
    scheduler = embedded.scheduler()
    scheduler.set_timesteps(4)
    assert scheduler.timesteps.tolist() == list(running.LEVELS)
    assert scheduler.alphas_cumprod[999] < 1e-6
