import json

import numpy as np
import pytest
import torch

from neural.conditioning.vocabulary import TOKENS
from neural.models import embedded
from neural.training import train as training
from neural.training.format import Shard, read_shard, shards_in, write_shard
from neural.training.optimiser import RATE
from neural.training.pictures import Pictures
from sim.errors import DeclarationError, ResourceError


def _shard(count=3, seed=0):
    """Pictures whose red is the column, with form, region_ids and picture telling the same of each pixel."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:256, :256]
    region_ids = np.broadcast_to((x // 64).astype(np.uint8), (count, 256, 256)).copy()
    picture = np.stack([np.broadcast_to(channel, (count, 256, 256)) for channel in (x, y, region_ids * 60)], axis=-1).astype(np.uint8)
    return Shard(picture=picture, form=np.concatenate([picture, picture[..., :1]], axis=-1), region_ids=region_ids,
                 classes=rng.integers(0, 150, (count, 16)).astype(np.uint8), tokens=rng.integers(0, 100, (count, 16, 3)).astype(np.int16),
                 scene_tokens=rng.integers(0, 100, (count, 2)).astype(np.int16))


def _blocks(count=4):
    """Pictures of cells of 11 px, each of one region and in its region's colour."""
    rng = np.random.default_rng(0)
    region_ids = np.kron(rng.integers(0, 4, (count, 24, 24)), np.ones((1, 11, 11), int))[:, :256, :256].astype(np.uint8)
    colours = np.uint8([[200, 20, 20], [20, 200, 20], [20, 20, 200], [240, 240, 240]])
    tokens, classes = np.zeros((count, 16, 3), np.int16), np.zeros((count, 16), np.uint8)
    tokens[:, :4, 0], classes[:, :4] = np.arange(1, 5), np.arange(4)
    return Shard(picture=colours[region_ids], form=np.zeros((count, 256, 256, 4), np.uint8), region_ids=region_ids,
                 classes=classes, tokens=tokens, scene_tokens=np.ones((count, 2), np.int16))


@pytest.fixture
def small(monkeypatch):
    """The same model and run, narrow and short."""
    monkeypatch.setattr(embedded, "WIDTHS", (12, 24, 48))
    for name, value in {"CROPS": (4, 64), "WHOLE": (2, 128), "WARM_UP": 5, "REPORT": 12}.items():
        monkeypatch.setattr(training, name, value)


@pytest.fixture
def data(tmp_path):
    write_shard(tmp_path / "data", "0", _blocks())
    return tmp_path / "data"


def test_a_shard_comes_back_and_is_not_overwritten(tmp_path):
    path = write_shard(tmp_path, "7", _shard())
    write_shard(tmp_path, "7", _shard(count=1))
    assert shards_in(tmp_path) == [path]
    for name, array in vars(_shard()).items():
        np.testing.assert_array_equal(getattr(read_shard(path), name), array)


def test_a_shard_of_the_wrong_shape_is_refused():
    fields = vars(_shard())
    with pytest.raises(ValueError, match="form is float32"):
        Shard(**(fields | {"form": np.zeros((3, 256, 256, 4), np.float32)}))


def test_crops_are_cut_and_flipped_alike_in_all_fields(tmp_path):
    write_shard(tmp_path, "0", _shard())
    batch = Pictures(tmp_path).draw(12, 128, torch.Generator().manual_seed(0))
    assert batch["picture"].shape == (12, 128, 128, 3)
    assert (batch["picture"] == batch["form"][..., :3]).all() and (batch["picture"][..., 2] == batch["region_ids"] * 60).all()
    steps = batch["picture"][..., 0].int().diff(dim=2)[:, 0, 0]
    assert set(steps.tolist()) == {1, -1}


def test_shards_that_come_later_are_taken_in(data):
    pictures = Pictures(data)
    write_shard(data, "1", _shard(count=2))
    assert len(pictures) == 4
    pictures.look_again()
    assert len(pictures) == 6


def test_without_shards_it_says_so(tmp_path):
    with pytest.raises(DeclarationError, match="no shards"):
        Pictures(tmp_path)


def test_training_resumed_is_training_uninterrupted(small, data, tmp_path):
    for out, stops in (("whole", (4,)), ("halves", (2, 4))):
        for stop in stops:
            run = training.TrainingRun(data, _folder(tmp_path / out), steps=4, seed=3)
            run.resume()
            while run.step < stop:
                run.advance()
            run.keep()
    whole, halves = (torch.load(tmp_path / out / "checkpoint.pt") for out in ("whole", "halves"))
    assert whole["step"] == halves["step"] == 4
    for name, weight in whole["average"].items():
        assert torch.equal(weight, halves["average"][name]), name


def _folder(path):
    path.mkdir(exist_ok=True)
    return path


def test_it_learns_and_exports_what_can_be_loaded(small, data, tmp_path):
    model = embedded.load_embedded(training.train(data, tmp_path / "out", steps=48))
    said = json.loads((tmp_path / "out" / "model" / "training.json").read_text())
    assert said["steps"] == 48 and said["seed"] == 0 and [report["step"] for report in said["losses"]] == [12, 24, 36, 48]
    first, *_, last = (np.mean([loss for key, loss in report.items() if key != "step"]) for report in said["losses"])
    print(f"loss {first:.3f} to {last:.3f}")
    assert last < 0.8 * first
    assert list(model.unet.config.block_out_channels) == [12, 24, 48] and model.scheduler.config.prediction_type == "sample"


def test_a_run_may_begin_with_a_model(small, data, tmp_path):
    first = training.train(data, tmp_path / "out", steps=5)
    on = training.train(data, tmp_path / "on", steps=1, first=first, rate=1e-4)
    said = json.loads((on / "training.json").read_text())
    assert said["before"]["steps"] == 5 and said["rate"] == 1e-4 and said["before"]["rate"] == RATE
    assert not [path for path in on.rglob("*.json") if str(tmp_path) in path.read_text()]
    before, after = (embedded.load_embedded(folder).unet.state_dict() for folder in (first, on))
    assert max((before[name] - after[name]).abs().max() for name in before) < 0.01


def test_a_short_run_reaches_the_rate_comes_down_and_averages_over_its_end(small, data, tmp_path, monkeypatch):
    monkeypatch.setattr(training, "WARM_UP", 100)
    run, shares = training.TrainingRun(data, _folder(tmp_path / "short"), steps=40, seed=0), []
    for run.step in range(41):
        shares.append(run._share_of_rate())
    assert shares[0] == 0.25 and shares[3] > 0.97 and shares[-1] == pytest.approx(training.LAST)
    run.average.update_parameters(run.painter)
    before = run.average.module.words.table.weight.clone()
    with torch.no_grad():
        run.painter.words.table.weight += 1
    run.average.update_parameters(run.painter)
    torch.testing.assert_close(run.average.module.words.table.weight - before, torch.full_like(before, 0.2))


def test_weights_of_another_vocabulary_are_refused(small, data, tmp_path):
    folder = training.train(data, tmp_path / "out", steps=1)
    said = json.loads((folder / "training.json").read_text())
    (folder / "training.json").write_text(json.dumps(said | {"vocabulary": list(TOKENS[:-1])}))
    with pytest.raises(ResourceError, match="another vocabulary"):
        embedded.load_embedded(folder)
    with pytest.raises(ResourceError, match="steadycast train"):
        embedded.load_embedded(tmp_path / "nowhere")


def test_scheduler_runs_the_trained_levels():
    scheduler = embedded._scheduler()
    scheduler.set_timesteps(4)
    assert scheduler.timesteps.tolist() == list(training.LEVELS)
    assert scheduler.alphas_cumprod[999] < 1e-6
