"""The whole sample county as data: the platform's rows, the inbox files and the plants they carry."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sample.county.departments import load_departments
from sample.county.duties import duty_list
from sample.county.faults import inbox_files
from sample.county.further import further_files
from sample.county.hostile import hostile_subjects, tell_hostile
from sample.county.lifecycle import OLD_NAME, tell_lifecycle
from sample.county.model import AS_OF, SEED, InboxFile, Plant, Row, Subject
from sample.county.records import Maker, entity, ordinary
from sample.county.states import tell_states
from sample.county.story import Story
from sample.county.subjects import make_subjects


@dataclass(frozen=True)
class County:
    """Everything that is written below sample/data."""

    subjects: tuple[Subject, ...]
    rows: tuple[Row, ...]
    inbox: tuple[InboxFile, ...]
    plants: tuple[Plant, ...]


def build_county() -> County:
    """Invent the county; the same seed gives the same county."""
    rng = random.Random(SEED)
    departments = load_departments(rng)
    subjects = make_subjects(departments, rng)
    shops = tuple(each for each in subjects if each.code.startswith("92"))
    renamed = replace(next(each for each in subjects if "商贸" in each.name), former_names=OLD_NAME)
    hostile = hostile_subjects(shops[-30:], rng)
    changed = {each.code: each for each in (*hostile, renamed)}
    named = tuple(changed.get(each.code, each) for each in subjects)
    plain = tuple(each for each in named if each.code not in changed)
    maker = Maker(rng, departments, plain)
    story = Story(maker)
    story.rows.extend(Row("entity", entity(each, _registered(each, rng))) for each in named)
    story.rows.extend(ordinary(maker))
    tell_states(story)
    tell_lifecycle(story, renamed)
    tell_hostile(story, hostile)
    files = (*inbox_files(story), duty_list(story.rows, departments), *further_files(departments, plain))
    return County(named, tuple(story.rows), files, tuple(story.plants))


def _registered(subject: Subject, rng: random.Random) -> date:
    return max(subject.registered_on, AS_OF - timedelta(days=900)) + timedelta(days=rng.randint(1, 5))
