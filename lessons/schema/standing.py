"""How a lesson stands, as conditions of SQL on what is called ``lessons``: views, lists, audits and digests ask the same."""

from __future__ import annotations

# At an end, whatever came of it.
ENDED = "('rejected', 'superseded', 'closed-not-implemented')"
# What recurred is open again, whatever its status.
OPEN = "(lessons.recurred OR lessons.status NOT IN ('learned', 'rejected', 'superseded', 'closed-not-implemented'))"
# Of what is open that which nobody has carried out, or not so that it lasted: past its day it is overdue.
TO_CARRY_OUT = "(lessons.recurred OR lessons.status NOT IN ('implemented', 'learned', 'rejected', 'superseded', 'closed-not-implemented'))"
