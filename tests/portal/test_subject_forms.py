"""A filled form is what the template itself gives, for every shape of page and hostile values."""

from itertools import product

import pytest
from markupsafe import Markup

from pipeline.portal.contexts import Frame, Head, Link, SubjectPage
from pipeline.portal.rendering import environment
from pipeline.portal.subject_forms import SubjectForms
from tests.portal.building import SITE

NASTY = "<b>&\"'\\ 名 {{ view }} \x1e"
HEAD = Head(
    NASTY, "../../", (Link("首页", ""),), "信用查询", current="search/", description=NASTY, lasting=True
)


@pytest.mark.parametrize("labels", [(), ("曾用名", "主体类别")])
def test_forms_equal_the_template(labels: tuple[str, ...]) -> None:
    template = environment(Frame(SITE, "2026-11-20", "x", (), (), *[""] * 4)).get_template("subject.html")
    forms = SubjectForms(template)
    for parts, absent, disputed, notices, number in product((0, 2), (0, 1), (0, 3), (0, 1), (0, 5)):
        view = SubjectPage(
            head=HEAD,
            code="91439999MA00000010",
            name=NASTY,
            address=f"https://x.example/{NASTY}",
            qr="M0 .5",
            qr_size=33,
            code_parts=((NASTY, "部分", NASTY),) * number,
            parts=(NASTY,) * parts,
            identity=tuple((label, NASTY) for label in labels),
            sections=Markup("<section>&amp;</section>") * parts,
            absent=(NASTY,) * absent,
            disputed=disputed,
            as_of="2026-11-20",
            notices=(("2026-11-01", "2026-12-01", NASTY),) * notices,
        )
        assert forms.html(view) == template.render(view=view)
        assert forms.html(view) == template.render(view=view)
