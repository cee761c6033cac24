"""JUnit's XML, which most build servers show: a test for each file that is clean, and one for each problem."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from lessons.authoring.report_formats.model import Checked
from lessons.library.formats import xml_text


def text(checked: Checked) -> str:
    """Return the report as XML text."""
    failing = {problem.place.path for problem in checked.problems if checked.counts(problem)}
    clean = [path for path in checked.files if path not in failing]
    failures = [problem for problem in checked.problems if checked.counts(problem)]
    suite = ET.Element(
        "testsuite", name="lessons check", tests=str(len(clean) + len(failures)), failures=str(len(failures))
    )
    for path in clean:
        case = ET.SubElement(suite, "testcase", classname=xml_text(path), name="all rules")
        advice = [str(problem) for problem in checked.problems if problem.place.path == path]
        if advice:
            ET.SubElement(case, "system-out").text = xml_text("\n".join(advice))
    for problem in failures:
        name = f"{problem.rule} at {problem.place.line}:{problem.place.column}"
        case = ET.SubElement(suite, "testcase", classname=xml_text(problem.place.path), name=name)
        teaching = checked.teaching(problem.rule)
        failure = ET.SubElement(case, "failure", type=problem.rule, message=xml_text(problem.message))
        failure.text = xml_text(f"{problem}\nWhat is right: {teaching.right}\nWhy: {teaching.why}")
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"
