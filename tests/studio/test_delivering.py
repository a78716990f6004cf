"""Pictures on their way into a take: kept in chunks, so that what is made again after a kill is little, and always the same bytes."""

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from neural.bank.cache import Work
from studio.delivering import CHUNK, FILES, WORDS, Delivery
from studio.progress import Stages
from studio.store import Store
from studio.subtitles import Subtitle
from studio.video import read_video
from tests.neural.shots import HEIGHT, WIDTH, Shot

FRAMES = 50


class Pictures:
    """Painted frames that count how many were made of them; `last` of them, and whoever asks for more is stopped."""

    def __init__(self, last: int = 10**9, seed: int = 0) -> None:
        self.made: list[int] = []
        self.digests, self._last, self._seed = tuple(f"{seed} {number}" for number in range(FRAMES)), last, seed

    def pictures(self, numbers):
        for number in numbers:
            if len(self.made) == self._last:
                raise KeyboardInterrupt
            self.made.append(number)
            yield np.random.default_rng([self._seed, number]).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)


@pytest.fixture(scope="module")
def passes() -> Shot:
    shot = Shot(FRAMES)
    shot.fps = Fraction(24)
    return shot


@pytest.fixture
def deliver(passes: Shot, tmp_path: Path):
    """Delivers pictures with what a store has; what became of them, and the files."""
    def delivered(pictures: Pictures, store: Store, batch: int = 1, said: tuple[Subtitle, ...] = ()):
        folder = tmp_path / f"take-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        delivery = Delivery(passes, pictures, store, Work(cache=store, depends="code"), batch, said)
        found = delivery.deliver(folder, Stages(), lambda done, total: None)
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert set(files) == set(found.keys) == {*FILES, *[WORDS] * bool(said)}
        return found, files, folder
    return delivered


@pytest.fixture
def alone(deliver):
    """The files of a run that nobody disturbs and that keeps nothing."""
    return deliver(Pictures(), Store(None))[1]


def test_the_videos_hold_the_pictures_in_order(deliver) -> None:
    pictures = Pictures()
    found, _, folder = deliver(pictures, Store(None))
    assert pictures.made == list(range(FRAMES)) and (found.kept, found.whole) == (0, False)
    read = list(read_video(folder / "painted.mkv"))
    assert len(read) == FRAMES == len(list(read_video(folder / "shot.mp4")))
    assert all((one == other).all() for one, other in zip(read, Pictures().pictures(range(FRAMES))))


@pytest.mark.parametrize("last", [0, 5, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK - 1, 3 * CHUNK, FRAMES - 1])
def test_after_a_kill_at_most_a_chunk_is_made_again_and_the_bytes_are_the_same(deliver, alone, tmp_path: Path, last: int) -> None:
    store, killed, again = Store(tmp_path / ".store"), Pictures(last), Pictures()
    with pytest.raises(KeyboardInterrupt):
        deliver(killed, store)
    found, files, _ = deliver(again, store)
    assert len(killed.made) == last and len(again.made) == FRAMES - last // CHUNK * CHUNK == FRAMES - found.kept
    assert len(set(killed.made) & set(again.made)) < CHUNK and set(killed.made) | set(again.made) == set(range(FRAMES))
    assert files == alone


def test_so_it_is_after_as_many_kills_as_one_likes(deliver, alone, tmp_path: Path) -> None:
    store, again = Store(tmp_path / ".store"), Pictures()
    for begun in (0, 1, 2):
        pictures = Pictures(CHUNK + 1)
        with pytest.raises(KeyboardInterrupt):
            deliver(pictures, store)
        assert pictures.made == list(range(begun * CHUNK, (begun + 1) * CHUNK + 1))
    assert deliver(again, store)[1] == alone and again.made == list(range(3 * CHUNK, FRAMES))


@pytest.mark.parametrize("lost", [{0}, {1, 3}, {0, 1, 2, 3}])
def test_what_of_the_chunks_is_lost_or_damaged_is_made_again(deliver, alone, tmp_path: Path, lost: set[int]) -> None:
    store = Store(tmp_path / ".store")
    found, files, _ = deliver(Pictures(), store)
    for key in found.keys.values():
        object_of(store, key).unlink()
    chunks = {first: chunk for chunk, first in enumerate(range(0, FRAMES, CHUNK))}
    for path in sorted(store.folder.rglob("objects/*/*")):  # the chunks: everything else is gone
        if b'"frames"' not in path.read_bytes()[:512]:
            continue
        number = int(next(n for n in range(FRAMES) if same(path, n)))
        if chunks[number] in lost:
            path.unlink() if number else path.write_bytes(path.read_bytes()[:-1] + b"?")
    again = Pictures()
    found, files, _ = deliver(again, store)
    assert again.made == [n for n in range(FRAMES) if n // CHUNK in lost] and found.kept == FRAMES - len(again.made)
    assert files == alone


def object_of(store: Store, key: str) -> Path:
    return store.folder / "objects" / key[:2] / key


def same(path: Path, number: int) -> bool:
    """Whether a stored chunk begins with the picture of this frame."""
    first = next(iter(read_video(io.BytesIO(path.read_bytes()[512:]))))
    return bool((first == next(Pictures().pictures([number]))).all())


def test_the_same_again_is_copied_and_nothing_is_made(deliver, alone, tmp_path: Path) -> None:
    store, again = Store(tmp_path / ".store"), Pictures()
    first = deliver(Pictures(), store)[0]
    found, files, _ = deliver(again, store)
    assert (again.made, found.kept, found.whole, found.keys) == ([], FRAMES, True, first.keys) and files == alone
    object_of(store, first.keys["contact.png"]).unlink()
    found, files, _ = deliver(again, store)
    assert (again.made, found.kept, found.whole) == ([], FRAMES, False) and files == alone


def test_a_frame_that_differs_is_made_again_with_its_chunk_alone(deliver, tmp_path: Path) -> None:
    store, other = Store(tmp_path / ".store"), Pictures()
    deliver(Pictures(), store)
    other.digests = (*other.digests[:20], "another", *other.digests[21:])
    assert deliver(other, store)[0].kept == FRAMES - CHUNK and other.made == list(range(CHUNK, 2 * CHUNK))


def test_a_chunk_that_goes_while_it_is_waited_for_is_made_again(deliver, alone, tmp_path: Path) -> None:
    class Leaky(Store):
        """What is read a second time has been collected meanwhile, if it is the third that is kept."""
        asked: list[str] = []

        def get(self, key: str) -> bytes | None:
            self.asked.append(key)
            found = super().get(key)
            return None if self.asked.count(key) == 2 and self.asked.index(key) == 2 else found

    whole, again = Store(tmp_path / ".store"), Pictures()
    for key in deliver(Pictures(), whole)[0].keys.values():
        object_of(whole, key).unlink()
    found, files, _ = deliver(again, Leaky(whole.folder))
    assert again.made == list(range(2 * CHUNK, 3 * CHUNK)) and files == alone


@pytest.mark.parametrize("batch, chunk", [(1, 16), (3, 15), (16, 16), (20, 20), (64, 50)])
def test_pictures_that_are_painted_together_are_kept_together(deliver, tmp_path: Path, batch: int, chunk: int) -> None:
    store, again = Store(tmp_path / ".store"), Pictures()
    with pytest.raises(KeyboardInterrupt):
        deliver(Pictures(chunk + 1 if chunk < FRAMES else 1), store, batch)
    files = deliver(again, store, batch)[1]
    assert again.made == list(range(chunk % FRAMES, FRAMES)) and files == deliver(Pictures(), Store(None), batch)[1]


def test_other_code_another_rate_and_other_pictures_are_other_keys(passes: Shot) -> None:
    store, faster = Store(None), Shot(FRAMES)
    faster.fps = Fraction(25)
    work = Work(cache=store, depends="code")
    keys = {Delivery(shot, pictures, store, how).key for shot, pictures, how in (
        (passes, Pictures(), work), (passes, Pictures(), replace(work, depends="other")), (faster, Pictures(), work),
        (passes, Pictures(seed=1), work))}
    assert len(keys) == 4


def test_what_is_said_is_kept_with_the_pictures_and_other_words_make_no_picture_again(deliver, alone, tmp_path: Path) -> None:
    store, again = Store(tmp_path / ".store"), Pictures()
    words, others = ((Subtitle(start=500, end=900, text=text),) for text in ("anna: Ah!", "anna: Oh!"))
    files = deliver(Pictures(), store, said=words)[1]
    assert files[WORDS] == b"1\n00:00:00,500 --> 00:00:00,900\nanna: Ah!\n" and b"anna: Ah!" in files["shot.mp4"]
    assert all(files[name] == alone[name] for name in ("painted.mkv", "contact.png"))
    found, kept, _ = deliver(again, store, said=words)
    assert found.whole and kept == files == deliver(Pictures(), Store(None), said=words)[1]
    found, changed, _ = deliver(again, store, said=others)
    assert not found.whole and again.made == [] and b"anna: Oh!" in changed["shot.mp4"]
    assert deliver(again, store)[1] == alone and again.made == []
