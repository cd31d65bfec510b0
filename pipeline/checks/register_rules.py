"""The rules that ask the register of subjects (主体登记): name and code belong together, former names, unknown codes.

An office's register is seldom whole and often late, so these warn and never refuse. Takes and gives Ibis tables.
"""

import ibis
import ibis.expr.types as ir

from pipeline.checks import codes
from pipeline.checks.rule import Rule, make
from pipeline.identifiers.document_number import key_expr

SAYS = "register_says"


def with_register(table: ir.Table, register: ir.Table) -> ir.Table:
    """Adds register_says: name (another name), former (a former one), unknown (no such code) or null (all well).

    `register` are accepted subjects, one row a code: subject_code, subject_name, former_names.
    """
    known = register.select(
        known_code=register.subject_code,
        known_name=register.subject_name,
        known_key=key_expr(register.subject_name),
        former=register.former_names,
    )
    joined = table.left_join(known, table.subject_code == known.known_code)
    former = joined.former.contains(joined.subject_name).fill_null(False)
    says = ibis.cases(
        (~joined.valid_subject_code.fill_null(False) | joined.subject_name.isnull(), ibis.null("string")),
        (joined.known_code.isnull(), "unknown"),
        (joined.subject_name == joined.known_name, ibis.null("string")),
        # A case of its own, so that only names that differ are brought into the form for comparing.
        (key_expr(joined.subject_name) == joined.known_key, ibis.null("string")),
        (former, "former"),
        else_="name",
    )
    return joined.mutate(**{SAYS: says}).drop("known_code", "known_name", "known_key", "former")


def register_rules() -> list[Rule]:
    """The rules on register_says."""
    name, code = "subject_name", "subject_code"
    return [
        make(codes.NAME, name, lambda t: (t[SAYS] == "name").fill_null(False), value=name, also=code),
        make(
            codes.FORMER_NAME, name, lambda t: (t[SAYS] == "former").fill_null(False), value=name, also=code
        ),
        make(codes.UNREGISTERED, code, lambda t: (t[SAYS] == "unknown").fill_null(False), value=code),
    ]
