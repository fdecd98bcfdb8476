"""Check digits: what tells a real number from a row of digits."""

from __future__ import annotations


def luhn(number: str) -> bool:
    """Tell whether a card's digits pass the Luhn check (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of two digits
    return total % 10 == 0


def social_security_key(number: str) -> int:
    """Return the key of a NIR's 13 characters: 97 minus the remainder by 97.

    Corsica's 2A counts as 19 and 2B as 18 (INSEE, « Numéro de sécurité sociale »).
    """
    return 97 - int(number.upper().replace("2A", "19").replace("2B", "18")) % 97


def iban_holds(iban: str) -> bool:
    """Tell whether an IBAN, without spaces, passes its check (ISO 13616: remainder 1 by 97)."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1
