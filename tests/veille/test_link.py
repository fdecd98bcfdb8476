from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.veille.link import canonical_link, is_home, secured, without_tracking

CLUB = "https://club.example"


@pytest.mark.parametrize(
    ("url", "secure"),
    [
        ("http://ville.example/flux?a=1", "https://ville.example/flux?a=1"),
        ("HTTP://Ville.example:80/flux", "https://Ville.example/flux"),
        ("http://ville.example:8080/flux", None),
        ("https://ville.example/flux", None),
        ("http:///flux", None),
        ("http://[x/", None),
        ("http://ville.example:99999/", None),
        ("ftp://ville.example/", None),
        ("", None),
    ],
)
def test_an_http_address_on_its_usual_port_may_be_asked_by_https(
    url: str, secure: str | None
) -> None:
    assert secured(url) == secure


@given(st.text(max_size=60) | st.text(max_size=60).map("http://ville.example/".__add__))
def test_any_text_has_a_canonical_form_that_stays(text: str) -> None:
    canonical = canonical_link(text)

    assert canonical_link(canonical) == canonical
    assert without_tracking(without_tracking(text)) == without_tracking(text)


@given(
    st.from_regex(
        r"https?://(www\.){0,2}([a-z0-9-]{1,3}\.){1,3}[a-z0-9]{1,2}(/[a-zA-Z0-9_.~-]{1,3}){0,3}/{0,2}"
        r"(\?(id|amp|from|utm_id)=(1|rss|A_b))?",
        fullmatch=True,
    )
)
def test_a_plain_address_takes_no_short_cut_to_another_page(url: str) -> None:
    """Hold the quick way to the long one, which a scheme in capitals takes."""
    scheme, rest = url.split(":", 1)

    assert canonical_link(url) == canonical_link(f"{scheme.upper()}:{rest}")


@pytest.mark.parametrize(
    "spelling",
    [
        f"{CLUB}/index.php/2026/le-repas",
        f"{CLUB}/index%2Ephp/2026/le-repas/",
        f"{CLUB}/INDEX%2ephp//2026/./le%2Drepas",
        f"{CLUB}/2026/autre/../le-repas/index.html",
        f"{CLUB}/index.php?2026/le-repas",
        f"{CLUB}/?2026/le-repas",
        f"{CLUB}/2026/le-repas;jsessionid=0A1B.node2?PHPSESSID=9f",
        f"{CLUB}/2026/le-repas?from=rss#:~:text=des%20aidants",
        "http://WWW.club.example.:80/2026/le-repas/?&utm_id=4&",
    ],
)
def test_what_changes_nothing_in_an_address_is_levelled(spelling: str) -> None:
    assert canonical_link(spelling) == f"{CLUB}/2026/le-repas"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/index.php?id=3", "/?id=3"),
        ("/spip.php?article12", "/?article12"),
        ("/spip.php?article12", "/index.php?article12"),
        ("/a?tri=nom&de=Br%C3%A9al+sud", "/a/?de=Bréal%20sud&tri=nom"),
        ("/le-repas-des-aidants/amp/", "/le-repas-des-aidants"),
        ("/repas.html/amp", "/repas.html?amp=1"),
    ],
)
def test_two_spellings_of_one_page(one: str, other: str) -> None:
    assert canonical_link(CLUB + one) == canonical_link(CLUB + other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a?id=3", "/a?id=4"),
        ("/a%2Fb", "/a/b"),
        ("/A", "/a"),
        ("/a?from=12", "/a?from=13"),
        ("/a?lang=fr", "/a?lang=br"),
        ("/a?p[]=1&p[]=2", "/a?p[]=2&p[]=1"),
        ("/a?page/2", "/a/page/2"),
        ("/metiers/amp", "/metiers"),
        ("/index.php5/a", "/a"),
        ("/notre-index.php/a", "/a"),
        ("/a%253D", "/a%3D"),
    ],
)
def test_two_pages_are_not_taken_for_one(one: str, other: str) -> None:
    assert canonical_link(CLUB + one) != canonical_link(CLUB + other)


def test_a_host_has_one_spelling() -> None:
    assert canonical_link("http://www.médiathèque.example") == canonical_link(
        "https://xn--mdiathque-53af.example/"
    )


@pytest.mark.parametrize(
    "copy",
    [
        "https://club-example.cdn.ampproject.org/c/s/club.example/2026/le-repas",
        "https://www.google.fr/amp/s/www.club.example/2026/le-repas",
    ],
)
def test_a_copy_for_telephones_is_the_page_it_copies(copy: str) -> None:
    assert canonical_link(copy) == f"{CLUB}/2026/le-repas"


ODD_STEPS = st.sampled_from(
    ["", ".", "..", "a", "%", "%2e", "%2E%2e", "%41", "index.php", "index%2ephp", "index.html",
     "spip.php", "amp", "a-b-c", "a.html", ";jsessionid=1", "é", "?", "?a/b", "&amp", "#b", "+"]
)  # fmt: skip


@given(st.lists(ODD_STEPS, max_size=8), st.sampled_from(["", "/"]))
def test_any_address_has_a_canonical_form_that_stays(steps: list[str], between: str) -> None:
    canonical = canonical_link(f"{CLUB}/{between.join(steps)}")

    assert canonical_link(canonical) == canonical


@pytest.mark.parametrize(
    ("link", "clean"),
    [
        (f"{CLUB}/a?utm_source=rss&id=4&fbclid=x", f"{CLUB}/a?id=4"),
        (f"{CLUB}/a?mtm_campaign=1&at_medium=rss", f"{CLUB}/a"),
        (f"{CLUB}/a?param=utm_source&p=é#xtor=RSS-1", f"{CLUB}/a?param=utm_source&p=é"),
        (f"{CLUB}/a#partie-2", f"{CLUB}/a#partie-2"),
    ],
)
def test_tracking_goes_and_meaning_stays(link: str, clean: str) -> None:
    assert without_tracking(link) == clean


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.ville.example/%c3%a9t%C3%A9/?id=2&utm_campaign=z",
        "https://ville.example:443/été?id=2",
        "HTTPS://Ville.Example./été/?id=2#haut",
    ],
)
def test_one_page_has_one_canonical_link(spelling: str) -> None:
    assert canonical_link(spelling) == "https://ville.example/%C3%A9t%C3%A9?id=2"


def test_other_pages_keep_other_canonical_links() -> None:
    assert canonical_link("https://ville.example:8443/a") != canonical_link(
        "https://ville.example/a"
    )
    assert canonical_link("https://ville.example/?p=1") != canonical_link(
        "https://ville.example/?p=2"
    )
    assert canonical_link(" urn:isbn:1 ") == "urn:isbn:1"
    assert canonical_link("http://[oops") == "http://[oops"
    assert is_home("https://ville.example")
    assert not is_home("https://ville.example?p=1")
    assert not is_home("urn:1")
