"""Addresses as people type them, and lists of them as spreadsheets save them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.letter.mail.address import LONGEST, BadMailAddressError, mail_address, mail_domain
from bot.letter.mail.address_list import NOT_A_LIST, AddressList, RefusedLine, read_list
from tests.refusals import refused


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("zoe@exemple.fr", "zoe@exemple.fr"),
        ("  Zoe.Martin@Exemple.FR ", "zoe.martin@exemple.fr"),
        ("Zoé Martin <zoe@exemple.fr>", "zoe@exemple.fr"),
        ("<mailto:zoe@exemple.fr>", "zoe@exemple.fr"),
        ("`zoe@exemple.fr`", "zoe@exemple.fr"),
        ("zoe+lettre@exemple.fr", "zoe+lettre@exemple.fr"),
        ("zoe@été.fr", "zoe@xn--t-9fab.fr"),
        ("o'neil@exemple.museum", "o'neil@exemple.museum"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed: str, address: str) -> None:
    assert mail_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "il y faut un @"),
        ("zoe", "il y faut un @"),
        ("@exemple.fr", "il y faut un @"),
        ("zoe@", "il y faut un @"),
        ("zoé@exemple.fr", "il y a un accent avant le @"),
        ("zoe martin@exemple.fr", "elle contient un espace"),
        ("zoe\u200b@exemple.fr", "elle contient un espace"),
        ("zoe..m@exemple.fr", "ce qui précède le @"),
        ("zoe@m@exemple.fr", "ce qui précède le @"),
        (f"{'z' * 65}@exemple.fr", "ce qui précède le @"),
        ("zoe@localhost", "n'est pas complet"),
        ("zoe@127.0.0.1", "n'est pas complet"),
        ("zoe@-exemple.fr", "n'est pas complet"),
        ("zoe@exemple..fr", "n'existe pas"),
        ("zoe@[127.0.0.1]", "n'a pas la forme attendue"),
        (f"zoe@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.fr", "trop longue"),
    ],
)
def test_a_refusal_says_why(typed: str, why: str) -> None:
    with pytest.raises(BadMailAddressError) as caught:
        mail_address(typed)

    assert why in caught.value.why
    assert "prenom.nom@exemple.fr" in caught.value.reply


@given(st.text(max_size=300))
def test_whatever_is_typed_is_an_address_or_refused(typed: str) -> None:
    try:
        address = mail_address(typed)
    except BadMailAddressError:
        return

    assert address.isascii()
    assert address.isprintable()
    assert address == address.lower()
    assert len(address) <= LONGEST
    assert not {*' "`,;<>()[]\\\r\n'} & {*address}
    assert mail_address(address) == address


def test_a_domain_stands_alone_too() -> None:
    assert mail_domain("Loire.Example.org") == "loire.example.org"
    with pytest.raises(BadMailAddressError):
        mail_domain("loire")


def rows(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    "content",
    [
        rows("zoe@exemple.fr", "louis@exemple.fr"),
        rows("Nom;Courriel", "Zoé;zoe@exemple.fr", "Louis;louis@exemple.fr"),
        rows("courriel,nom", "zoe@exemple.fr,Zoé", "louis@exemple.fr,Louis"),
        rows('"Nom, prénom";"Adresse"', '"Martin, Zoé";"zoe@exemple.fr"', "L;louis@exemple.fr"),
        rows("Zoé\tzoe@exemple.fr", "Louis\tlouis@exemple.fr"),
        rows("", "zoe@exemple.fr;", ";;", "louis@exemple.fr"),
        b"\xef\xbb\xbf" + rows("zoe@exemple.fr", "louis@exemple.fr"),
        "Zoé;zoe@exemple.fr\rÉlu;louis@exemple.fr".encode("cp1252"),
        "zoe@exemple.fr\nlouis@exemple.fr".encode("utf-16"),
    ],
)
def test_a_list_is_read_whatever_saved_it(content: bytes) -> None:
    assert read_list(content) == AddressList(
        addresses=("zoe@exemple.fr", "louis@exemple.fr"), bad=(), doubles=0
    )


def test_bad_lines_are_told_by_their_number_and_doubles_counted() -> None:
    content = rows(
        "Nom;Courriel", "Zoé;zoe@exemple.fr", "Louis;", "Amina;amina@", "Zoé;ZOE@exemple.fr"
    )

    found = read_list(content)

    assert found.addresses == ("zoe@exemple.fr",)
    assert found.doubles == 1
    assert found.bad == (
        RefusedLine(3, "pas d'adresse"),
        RefusedLine(4, "il y faut un @, entre un nom et un domaine"),
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "aucune ligne"),
        (b"Nom;Courriel\n", "aucune ligne"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "aucune ligne"),
        (b"a@exemple.fr\n" * 10_001, "plus de 10\u202f000 lignes"),
        (b'"' + b"x" * 140_000, "en colonnes"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, why: str) -> None:
    with refused(NOT_A_LIST) as caught:
        read_list(content)

    assert why in caught.value.reply


@given(st.binary(max_size=400))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    try:
        found = read_list(content)
    except UserError as error:
        if error.refusal is not NOT_A_LIST:
            raise
        return
    assert found.addresses


@given(
    st.lists(st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.fr", fullmatch=True), min_size=1, max_size=20),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_each_address_of_a_list_is_kept_once(
    addresses: list[str], separator: str, encoding: str
) -> None:
    lines = [f"Zoé{separator}{each}{separator}" for each in addresses]
    found = read_list("\r\n".join(["Prénom", *lines]).encode(encoding))

    assert found.addresses == tuple(dict.fromkeys(addresses))
    assert found.doubles == len(addresses) - len({*addresses})
    assert not found.bad


def test_a_quote_that_never_closes_swallows_no_address() -> None:
    found = read_list('nom;adresse\n"Dupont;a@exemple.fr\nZoé;b@exemple.fr\n'.encode())

    assert found.addresses == ("a@exemple.fr", "b@exemple.fr")
    assert found.bad == ()
