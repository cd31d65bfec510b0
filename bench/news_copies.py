"""How well copied articles are found: recall on altered copies, false alarms among originals, seconds for all.

`python -m bench.news_copies [--articles 5000] [--copies 200] [--seed 1]`.
"""

import argparse
import time
from collections import Counter

from bench.news_texts import altered, corpus
from pipeline.newsdesk.copies import Shelf
from pipeline.newsdesk.rules import load_rules


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rules = load_rules("national")
    articles = corpus(given.articles, given.seed)
    texts = ["".join(each) for each in articles]
    copies = altered(articles, given.copies, given.seed + 1)
    wall, cpu = time.perf_counter(), time.process_time()
    shelf = Shelf(texts)
    built = time.perf_counter() - wall
    alarms = [(place, shelf.near(text, rules.copied, but=place)) for place, text in enumerate(texts)]
    spent, used = time.perf_counter() - wall, time.process_time() - cpu
    found: Counter[str] = Counter()
    shares: dict[str, list[float]] = {}
    for each in copies:
        near = {one.place: one.share for one in shelf.near(each.text, 0.1)}
        hit = any(near.get(place, 0) >= rules.copied for place in each.sources)
        found[each.way] += hit
        shares.setdefault(each.way, []).append(max(near.get(place, 0) for place in each.sources))
    false = sum(bool(near) for _, near in alarms)
    print(
        f"{len(texts):,} articles of {sum(map(len, texts)) / len(texts):.0f} characters, {len(copies)} copies"
    )
    print(
        f"recall {sum(found.values()) / len(copies):.3f}: {dict(found)}; false alarms {false} = {false / len(texts):.2%}"
    )
    for way, values in shares.items():
        print(f"  {way}: least share {min(values):.2f}, median {sorted(values)[len(values) // 2]:.2f}")
    likest = sorted((near.share for text in texts[:200] for near in shelf.near(text, 0.2)[1:2]), reverse=True)
    print(
        f"  unrelated: likest other {likest[0]:.2f}, median {likest[len(likest) // 2]:.2f}" if likest else ""
    )
    print(f"all {len(texts):,} checked in {spent:.1f} s ({built:.1f} s of it shelving), CPU {used:.1f} s")


if __name__ == "__main__":
    main()
