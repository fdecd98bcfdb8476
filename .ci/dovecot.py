"""Write the folder of a Dovecot of one's own: `python3 .ci/dovecot.py FOLDER PORT`.

It listens on loopback by IMAP over TLS, with the tests' certificate. Anyone has a mailbox there,
under any name, by the password « secret ». `dovecot -c FOLDER/dovecot.conf` then runs it, as root.
"""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

CONFIG = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap
ssl = required
ssl_server_cert_file = {folder}/certificate.pem
ssl_server_key_file = {folder}/certificate.pem
first_valid_uid = 1
mail_driver = maildir
mail_path = {folder}/box/%{{user}}
mail_uid = {uid}
mail_gid = {gid}
passdb static {{
  password = secret
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}/box/%{{user}}
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


def main(folder: Path, port: str) -> None:
    """Write the files."""
    owner = pwd.getpwnam("dovecot")
    (folder / "box").mkdir(parents=True, exist_ok=True)
    os.chown(folder / "box", owner.pw_uid, owner.pw_gid)
    certificate = ROOT / "tests" / "veille" / "fetching" / "loopback.pem"
    (folder / "certificate.pem").write_bytes(certificate.read_bytes())
    config = CONFIG.format(folder=folder, port=port, uid=owner.pw_uid, gid=owner.pw_gid)
    (folder / "dovecot.conf").write_text(config, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
