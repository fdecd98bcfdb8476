"""What breaks many tests is known for one fault, and told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.message import Button
from tests import faults
from tests.typable import require_routes


def test_a_slip_in_a_template_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "card.md.j2").write_text("{# question: Question #}\n{{ qestion }}\n")
    environment = Environment(  # noqa: S701  Markdown
        loader=FileSystemLoader(tmp_path), undefined=StrictUndefined
    )

    with pytest.raises(Exception, match="qestion") as raised:
        environment.get_template("card.md.j2").render(question="")

    found = faults.of(raised.value)
    assert found == f"{tmp_path}/card.md.j2:2: UndefinedError: 'qestion' is undefined"


def test_a_button_that_leads_to_no_route_names_it() -> None:
    with pytest.raises(Exception, match="besoin nulle-part") as raised:
        require_routes([Button(id="a", label="Là", route="besoin nulle-part", argument="")])

    assert faults.of(raised.value) == "no route besoin nulle-part"


def test_what_a_test_itself_finds_wrong_is_told_each_time() -> None:
    assert faults.of(AssertionError("1 == 2")) == ""
