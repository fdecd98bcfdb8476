"""What a command of `courroie` says when it must stop: one sentence in French, an exit status.

No sentence repeats a secret, nor what a statement wrote. What is not foreseen here is logged whole
under a reference.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Mapping
from secrets import token_hex

import structlog

from bot.admin.backup.errors import BackupError
from bot.core.database_errors import DatabaseAwayError, DatabaseError, UnreachedDatabaseError
from bot.core.errors import UserError
from bot.core.locks import AlreadyRunningError
from bot.core.migrate import (
    BrokenStepError,
    ForeignDatabaseError,
    NewerDatabaseError,
    TrialDatabaseError,
)
from bot.mattermost.errors import MalformedError, MattermostError, TokenRefusedError

log = structlog.get_logger(__name__)

REFUSED = 3
"""Exit status when Mattermost refuses the token: a person must act, restarting will not help."""

NEWER = 4
"""Exit status when a newer program has changed the tables: restarting helps once it is here."""

_STATUS: Mapping[type[Exception], int] = {
    TokenRefusedError: REFUSED,
    NewerDatabaseError: NEWER,
}

_CONCERNED = {
    errno.EADDRINUSE: "l'adresse de bot.listen est déjà prise ; un autre Courroie tourne-t-il ?",
    errno.EADDRNOTAVAIL: "cette machine n'a pas l'adresse de bot.listen",
    errno.ENOSPC: "le disque est plein ; faites de la place, puis relancez",
    errno.EROFS: "ce disque ne peut qu'être lu",
    errno.EMFILE: "trop de fichiers sont ouverts ; relevez la limite (LimitNOFILE)",
    errno.ECONNREFUSED: "la connexion est refusée",
}

_UNEXPECTED = (
    "Mattermost n'a pas répondu comme attendu ({}). `courroie check` dit ce qui ne va pas, point "
    "par point."
)
_FULL = (
    "Le disque est plein : la base n'a pas pu être écrite, et reste comme avant. Faites de la "
    "place, puis relancez."
)
_NO_AIOSMTPD = (
    "Le bac à sable a besoin de la bibliothèque aiosmtpd, qui manque ici. Installez-la "
    "avec les autres (`requirements.lock`), ou lancez `make demo`, qui le fait."
)


def told(error: Exception) -> tuple[str, int]:
    """Return what to say of an error that ends a command, and the exit status."""
    return _sentence(error), _STATUS.get(type(error), 1)


def unforeseen(error: Exception) -> str:
    """Log an error that nobody foresaw, and return a sentence that names its entry."""
    reference = token_hex(3)
    log.error("command_broken", reference=reference, exc_info=error)
    return f"Une erreur imprévue est survenue (réf. {reference}) : le journal la donne en entier."


def system_reason(error: OSError) -> str:
    """Say in French what the system refuses."""
    known = _CONCERNED.get(error.errno or 0)
    match error:
        case socket.gaierror():
            return "un nom d'hôte est inconnu ; voyez bot.listen et bot.database"
        case ssl.SSLError():
            return "les certificats de cette machine ne se lisent pas ; voyez SSL_CERT_FILE"
        case FileNotFoundError():
            return f"{error.filename or 'un fichier (voyez SSL_CERT_FILE)'} n'existe pas"
        case PermissionError():
            return f"ce compte n'a pas le droit d'ouvrir ou d'écrire {error.filename or 'cela'}"
        case FileExistsError() | NotADirectoryError():
            return f"{error.filename} n'est pas un dossier"
        case _:
            return known or f"{error.filename or 'le système'} : {error.strerror or error}"


def _sentence(error: Exception) -> str:
    if isinstance(error, DatabaseAwayError) and error.args == ("full",):
        return _FULL
    if isinstance(error, ModuleNotFoundError) and error.name == "aiosmtpd":
        return _NO_AIOSMTPD
    said = next((each for kind, each in _SAID.items() if isinstance(error, kind)), None)
    if said is not None:
        return said.format(error)
    if isinstance(error, UserError):
        return error.reply
    if isinstance(error, OSError):
        return f"Impossible de continuer : {system_reason(error)}."
    return unforeseen(error)


_SAID: Mapping[type[Exception], str] = {
    BackupError: "{}",
    TokenRefusedError: "Mattermost refuse le jeton du robot ({}). Créez-en un nouveau, mettez-le "
    "dans la configuration, puis relancez.",
    MattermostError: _UNEXPECTED,
    MalformedError: _UNEXPECTED,
    NewerDatabaseError: "La base a été écrite par une version plus récente de Courroie ({}). "
    "Relancez avec cette version ; pour revenir à l'ancienne, il faut restaurer la sauvegarde "
    "d'avant.",
    TrialDatabaseError: "La base vient d'une version d'essai de Courroie ({}), que ce programme "
    "ne sait pas reprendre ; rien n'y a été changé. Donnez à bot.database une base vide (un autre "
    "nom de fichier, ou une autre base de PostgreSQL), ou relancez la version qui l'a écrite.",
    ForeignDatabaseError: "Cette base n'est pas une base de Courroie ({}) ; rien n'y a été changé. "
    "Vérifiez bot.database : donnez-lui une base vide, ou remettez une sauvegarde "
    "(`courroie restore`).",
    BrokenStepError: "La mise à jour de la base est annulée, et rien n'y a été changé ({}). C'est "
    "un défaut de cette version : relancez la précédente, et signalez-le.",
    AlreadyRunningError: "Cette base est déjà servie par un autre processus ({}). Arrêtez-le "
    "d'abord : deux robots sur une même base diraient tout deux fois.",
    UnreachedDatabaseError: "PostgreSQL ne répond pas, ou refuse ({}). Voyez s'il tourne, et s'il "
    "prend ce compte à cette adresse (bot.database), puis relancez.",
    DatabaseError: "La base de données ne s'ouvre pas ({}). Vérifiez bot.database dans la "
    "configuration, et que ce compte peut y écrire.",
}
"""What is said of an error, {} being what it says itself; the first of these that it is counts."""
