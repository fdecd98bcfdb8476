"""Identifiers shaped like Mattermost's: 26 characters of a 32-letter alphabet."""

import secrets

SERVER_VERSION = "5.37.0.sandbox.courroie.false"
ID_LENGTH = 26
_ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769"


def new_id() -> str:
    """Draw an identifier at random: 130 bits, safe as a token too."""
    return "".join(_ALPHABET[each & 31] for each in secrets.token_bytes(ID_LENGTH))


def is_id(text: str) -> bool:
    """Tell whether a text could be an identifier, as Mattermost checks it."""
    return len(text) == ID_LENGTH and text.isascii() and text.isalnum()
