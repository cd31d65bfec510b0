"""Masking (姓名脱敏): what may be shown of a natural person's name where the office has a legal basis to show it at all.

The surname is kept, the rest is one asterisk whatever its length (张*), and the name is so masked wherever the
record's own texts repeat it. Takes and gives Ibis columns; reads and writes no file.
"""

import ibis.expr.types as ir

MASK = "*"


def masked_name(name: ir.StringValue) -> ir.StringValue:
    """The first character and an asterisk."""
    return name[:1] + MASK


def without_name(text: ir.StringValue, name: ir.StringValue) -> ir.StringValue:
    """The text with the name masked in it."""
    return text.replace(name, masked_name(name))


def mask_persons(table: ir.Table, columns: tuple[str, ...]) -> ir.Table:
    """The table with the names of its natural persons (`person`) masked in these columns."""
    return table.mutate(
        **{
            name: table.person.ifelse(without_name(table[name], table.subject_name), table[name])
            for name in columns
        }
    )
