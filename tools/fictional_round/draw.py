"""Figures out of thin air, the same ones every time.

In go a key (a text that says what the figure is for) and a size that is plausible for the state; out comes a whole
number. Nothing here is a statistic of anything: a figure is a SHA-256 digest scaled to the size asked for.
"""

from hashlib import sha256


def draw(key: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included, that depends on the key alone."""
    digest = int.from_bytes(sha256(key.encode("utf-8")).digest()[:8], "big")
    return low + digest % (high - low + 1)


def about(key: str, size: int, per_cent: int = 9) -> int:
    """A whole number not further than `per_cent` from `size`."""
    reach = size * per_cent // 100
    return max(0, draw(key, size - reach, size + reach))


def split(total: int, weights: list[int]) -> list[int]:
    """Whole parts that add up to `total`, in proportion to the weights."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for position in by_remainder[: total - sum(parts)]:
        parts[position] += 1
    return parts


def by_sex(key: str, total: int, male_per_cent: int = 52) -> dict[str, int]:
    """Men and women that add up to `total`."""
    male, female = split(total, [draw(key + "/sex", male_per_cent * 10 - 15, male_per_cent * 10 + 15), 1000 - male_per_cent * 10])
    return {"M": male, "F": female, "_T": total}


def by_weight(key: str, total: int, weights: dict[str, int]) -> dict[str, int]:
    """Parts that add up to `total`, one a code, each within a tenth of its weight; a weight of zero gives zero."""
    drawn = [draw(f"{key}/{code}", weight * 90, weight * 110) for code, weight in weights.items()]
    return dict(zip(weights, split(total, drawn), strict=True))


def rounded(value: int, step: int) -> int:
    """The multiple of `step` nearest to the value; halves go up."""
    return (value + step // 2) // step * step
