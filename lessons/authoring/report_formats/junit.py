"""JUnit's XML, which most build servers show: a test for each file that is clean, and one for each problem."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from lessons.authoring.report_formats.model import Checked

# What XML 1.0 cannot hold, not even as a character reference.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(checked: Checked) -> str:
    """Return the report as XML text."""
    failing = {problem.place.path for problem in checked.problems if checked.counts(problem)}
    clean = [path for path in checked.files if path not in failing]
    failures = [problem for problem in checked.problems if checked.counts(problem)]
    suite = ET.Element(
        "testsuite", name="lessons check", tests=str(len(clean) + len(failures)), failures=str(len(failures))
    )
    for path in clean:
        case = ET.SubElement(suite, "testcase", classname=_xml(path), name="all rules")
        advice = [str(problem) for problem in checked.problems if problem.place.path == path]
        if advice:
            ET.SubElement(case, "system-out").text = _xml("\n".join(advice))
    for problem in failures:
        name = f"{problem.rule} at {problem.place.line}:{problem.place.column}"
        case = ET.SubElement(suite, "testcase", classname=_xml(problem.place.path), name=name)
        teaching = checked.teaching(problem.rule)
        failure = ET.SubElement(case, "failure", type=problem.rule, message=_xml(problem.message))
        failure.text = _xml(f"{problem}\nRight: {teaching.right}\nWhy: {teaching.why}")
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    return _NO_XML.sub("�", text)
