"""What workers of tests do."""

from collections.abc import Iterator, Mapping, Sequence


def early(given: int, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Sums, before they are asked for."""
    for number in numbers:
        yield number, given + number


def products(given: int, numbers: Sequence[int], found: Mapping[int, int]) -> Iterator[tuple[int, int | None]]:
    """Each number's product, and its sum, if it was found."""
    for number in numbers:
        yield given * number, found.get(number)
