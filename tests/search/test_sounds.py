"""Search by sound: what is found is what a plain reading of every name aloud finds, in Python and in the browser."""

import random
from itertools import product
from pathlib import Path

import pytest
from pypinyin import Style, lazy_pinyin

from search import cards
from search.build import build_index
from search.command import open_sources
from search.normalise import key
from search.published import PublishedIndex, open_index
from search.query import find
from search.readings import all_readings
from search.sounding import heard_plans, open_sounds, syllable_runs
from tests.search.corpus import write_corpus
from tests.search.golden import write_small_bundle
from tests.search.test_twin import answers, client_answers


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PublishedIndex:
    folder = tmp_path_factory.mktemp("sounds")
    bundle, _ = write_corpus(folder / "bundle", 17, subjects=400, records=60)
    with pytest.MonkeyPatch.context() as patch:  # many pages of cards, each of several groups
        patch.setattr(cards, "CARDS", 12)
        patch.setattr(cards, "HEARD", 4)
        build_index(bundle, [], folder / "index")
    return open_index(folder / "index")


def spoken(name: str, first: bool) -> set[str]:
    """Every way to write a name, or the first letters, with blanks between; at most a few readings each."""
    readings = [all_readings().get(c, (c,)) for c in key(name)]
    letters = [sorted({each[0] for each in some}) if first else list(some) for some in readings]
    return {" ".join(way) for way in product(*letters)}


def queries(index: PublishedIndex, number: int) -> list[str]:
    rng = random.Random(5)
    made = []
    for _ in range(number):
        name = key(index.card(rng.randrange(index.count("subjects"))).name)
        start = rng.randrange(max(1, len(name) - 3))
        part = name[start : start + rng.randint(2, 7)]
        whole = lazy_pinyin(part)
        first = lazy_pinyin(part, style=Style.FIRST_LETTER)
        mixed = [*whole[:2], *first[2:]]
        made.append(rng.choice(["", " "]).join(rng.choice([whole, first, mixed])))
    return [query for query in made if query.replace(" ", "").isalpha()]


def test_the_browser_answers_as_python_does(index: PublishedIndex) -> None:
    asked = [*queries(index, 250), "xian", "lü cheng", "zz", "abc gongsi", "shi li"]
    sources = open_sources(index)
    expected = [answers(sources, query) for query in asked]
    assert sum(map(len, expected)) > 200
    for query, wanted, given in zip(asked, expected, client_answers(index.folder, asked), strict=True):
        assert given == wanted, query


def test_whole_syllables_find_what_a_scan_finds(index: PublishedIndex) -> None:
    names = [key(index.card(place).name) for place in range(index.count("subjects"))]
    loud = [{f" {each} " for each in spoken(name, first=False)} for name in names]
    short = [{f" {each} " for each in spoken(name, first=True)} for name in names]
    sources = open_sources(index)
    rng = random.Random(6)
    for _ in range(90):
        name = rng.choice([each for each in names if len(each) > 4 and each.isalpha() and not each.isascii()])
        start = rng.randrange(len(name) - 3)
        some = name[start : start + 4]
        if any(character.isascii() or character not in all_readings() for character in some):
            continue
        for spoken_part, among in (
            (lazy_pinyin(some), loud),
            (lazy_pinyin(some, style=Style.FIRST_LETTER), short),
        ):
            wanted = {
                i for i, ways in enumerate(among) if any(f" {' '.join(spoken_part)} " in way for way in ways)
            }
            joined = "".join(spoken_part)
            found = {each.document for each in find(sources, joined) if each.list == "subjects"}
            assert wanted <= found, joined
            if len(syllable_runs(joined, sources.sounds.table)) <= 1:
                assert wanted == found, joined


def test_a_page_has_a_whole_number_of_groups() -> None:
    assert cards.CARDS % cards.HEARD == 0


def test_syllables_are_parted_fewest_first(index: PublishedIndex) -> None:
    table = open_sounds(index).table

    def parted(word: str) -> list[list[str]]:
        return [[table.syllables[int(each)] for each in run] for run in syllable_runs(word, table)]

    assert parted("xian") == [["xian"], ["xi", "an"]]
    assert parted("fangan") == [["fang", "an"], ["fan", "gan"]]
    assert parted("xyz") == []
    glued = heard_plans(["tian", "xian", "zhong"], table)[0]
    assert [[table.syllables[int(each)] for each in run] for run in glued] == [["tian", "xian", "zhong"]]
    spelled = heard_plans(["shang", "mao"], table)
    assert spelled
    assert all(isinstance(each, int) for way in spelled for run in way for each in run)


def test_a_whole_name_is_parted_one_way_when_that_finds_something(tmp_path: Path) -> None:
    """县 (xian) and 西安 (xi an): both are meant by few syllables; of six those ways count that give something first."""
    names = ("县中心银行店", "西安中心银行店", "西安中心医院店")
    subjects = [(f"9243999900000000{place}H", name, [], "存续") for place, name in enumerate(names)]
    build_index(write_small_bundle(tmp_path / "bundle", subjects, ()), [], tmp_path / "index")
    index = open_index(tmp_path / "index")
    sources = open_sources(index)
    wanted = {
        "xianzhongxin": {*names},
        "xianzhongxinyinhang": {*names[:2]},
        "xianzhongxinyinhangdian": {names[0]},
        "xianzhongxinyiyuandian": {names[2]},
    }
    in_browser = client_answers(index.folder, list(wanted))
    for (query, some), given in zip(wanted.items(), in_browser, strict=True):
        found = [each for each in find(sources, query) if each.list == "subjects"]
        assert {index.card(each.document).name for each in found} == some, query
        assert given == answers(sources, query), query


def test_readings_are_those_of_phrases() -> None:
    readings = all_readings()
    assert readings["行"] == ("xing", "hang")
    assert readings["会"] == ("hui", "kuai")
    assert readings["绿"] == ("lv", "lu")  # 绿林 lulin
    assert readings["县"] == ("xian",)
