"""Lifecycle plants that several rows tell: repair, revocation, objection, correction, removal from a list."""

from datetime import date, timedelta

from sample.county.model import AS_OF, OFFICE, Plant, Subject
from sample.county.states import FINE
from sample.county.story import Story

OLD_NAME = "示例县旧名栎砺商贸有限公司"


def tell_lifecycle(story: Story, renamed: Subject) -> None:
    """Plant every lifecycle event; `renamed` is the subject whose former name is OLD_NAME."""
    _repairs(story)
    _revocations(story)
    _objections(story)
    _versions(story)
    _lists(story, renamed)
    _ordinary_repairs(story)


def _repairs(story: Story) -> None:
    record = story.make("penalty", "ecology", date(2025, 10, 22), FINE)
    event = story.event(
        "penalty", record, date(2026, 9, 10), explanation="已履行处罚决定并完成整改，符合修复条件。"
    )
    plant = Plant("repaired", "event", "处罚已信用修复", "状态 repaired；文号不出现在输出的任何文件中", "罚")
    story.tell(plant, ("penalty", record), ("repair", event))
    again = story.make("penalty", "ecology", date(2025, 11, 6), FINE)
    event = story.event("penalty", again, date(2026, 8, 20), explanation="已完成整改。")
    plant = Plant(
        "repaired-again",
        "event",
        "已修复的处罚在之后的全量文件中再次报送",
        "仍为状态 repaired，不得重新公示",
        "罚",
    )
    story.tell(plant, ("penalty", again), ("repair", event))
    unknown = story.make(
        "penalty", "market", date(2025, 11, 6), FINE | {"document_number": "示市监罚〔2025〕9999号"}
    )
    event = story.event("penalty", unknown, date(2026, 8, 21), explanation="查无对应处罚。")
    plant = Plant("event-unmatched", "fault", "修复所指的文号不存在", "提醒 E-001，构建继续", "9999号")
    story.tell(plant, ("repair", event))


def _revocations(story: Story) -> None:
    for dataset, title in (("penalty", "处罚决定被撤销"), ("permit", "许可决定被撤销")):
        record = story.make(dataset, "resources", date(2025, 8, 12), FINE if dataset == "penalty" else {})
        event = story.event(dataset, record, date(2026, 10, 20), explanation="经行政复议，原决定予以撤销。")
        plant = Plant(f"revoked-{dataset}", "event", title, "状态 revoked，不展示", "〔2025〕")
        story.tell(plant, (dataset, record), ("revocation", event))


def _objections(story: Story) -> None:
    for key, outcome, closed, expected in (
        ("open", "受理中", "", "状态 published，标注异议处理中"),
        ("upheld", "成立", "2026-11-12", "状态 objection_upheld，不展示"),
        ("rejected", "不成立", "2026-11-13", "状态 published，无标注"),
    ):
        record = story.make("penalty", "labour", date(2026, 5, 19), FINE)
        event = story.event(
            "penalty",
            record,
            date(2026, 11, 3),
            outcome=outcome,
            closed_on=closed,
            explanation=f"异议{outcome}。",
        )
        plant = Plant(f"objection-{key}", "event", f"异议{outcome}", expected, "〔2026〕")
        story.tell(plant, ("penalty", record), ("objection", event))


def _versions(story: Story) -> None:
    first = story.make("penalty", "transport", date(2026, 6, 23), FINE | {"provided_on": "2026-06-26"})
    better = first | {"fine": "0.25", "content": "处以罚款0.25万元。", "provided_on": "2026-08-18"}
    plant = Plant(
        "corrected",
        "event",
        "更正后重新报送（编号新、文号同）",
        "旧行被取代，提醒 C-020；新行状态 published，时效按首次到达",
        "罚",
    )
    story.tell(plant, ("penalty", first), ("penalty", better))
    own = story.make("penalty", "agriculture", date(2026, 7, 7), FINE)
    plant = Plant(
        "two-source-units",
        "fault",
        "同一决定由两个数据来源单位报送",
        "提醒 C-020：只展示一条，状态 published",
        "罚",
    )
    story.tell(plant, ("penalty", own), ("penalty", own | {"source_unit": OFFICE}))


def _lists(story: Story, renamed: Subject) -> None:
    removed = {"removed_on": "2026-07-15", "removal_reason": "已履行义务，经认定机关决定移出。"}
    record = story.make("blacklist", "labour", date(2025, 7, 2), removed)
    story.tell(
        Plant("list-removed", "event", "移出严重失信主体名单", "状态 removed", "2026-07-15"),
        ("blacklist", record),
    )
    repaired = story.make("blacklist", "emergency", date(2025, 6, 18), {})
    event = story.event(
        "blacklist", repaired, date(2026, 9, 1), explanation="列入满一年，经核查准予提前移出。"
    )
    plant = Plant("list-repaired", "event", "名单信息经信用修复", "状态 repaired", "列〔2025〕")
    story.tell(plant, ("blacklist", repaired), ("repair", event))
    old = story.make("blacklist", "market", date(2026, 2, 10), {"subject_name": OLD_NAME}, renamed)
    plant = Plant(
        "former-name", "fault", "名单以曾用名列入，代码未变", "状态 published，归入该代码的主体页面", OLD_NAME
    )
    story.tell(plant, ("blacklist", old))
    honoured = story.make("honour", "housing", date(2025, 12, 9), {})
    who = next(each for each in story.maker.subjects if each.code == honoured["subject_code"])
    listed = story.make("blacklist", "housing", date(2026, 10, 13), {}, who)
    plant = Plant(
        "honour-lost",
        "event",
        "守信主体被列入严重失信主体名单",
        "荣誉状态 removed，名单状态 published",
        "示建[信列]",
    )
    story.tell(plant, ("honour", honoured), ("blacklist", listed))


def _ordinary_repairs(story: Story) -> None:
    """Repair every 20th ordinary penalty nine months after its decision, so that rates have substance."""
    fined = [row.values for row in story.rows if row.dataset == "penalty" and not row.marks]
    plant = Plant("ordinary-repairs", "event", "其他已修复的处罚", "状态 repaired", "已完成整改")
    events = []
    reason = "已完成整改并提交材料"
    for values in fined[::20]:
        day = date.fromisoformat(values["decided_on"]) + timedelta(days=270)
        if day < AS_OF:
            event = story.event("penalty", dict(values), day, explanation=f"{reason}。")
            events.append(("repair", event))
    story.tell(plant, *events)
