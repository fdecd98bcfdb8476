"""Write the folder of a Postfix of one's own: `python3 .ci/postfix.py FOLDER PORT`.

It listens on loopback, offers STARTTLS with the tests' certificate, delivers to the Maildir
`FOLDER/box/` for `*@boite.test`, but `inconnue@` (no such user) and `plus-tard@` (450).
`postfix -c FOLDER start` then runs it, as root, beside any other.
"""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
relayhost = [127.0.0.1]:1
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
smtpd_tls_security_level = may
smtpd_tls_chain_files = {certificate}
virtual_mailbox_domains = boite.test
virtual_mailbox_base = {folder}
virtual_mailbox_maps = static:box/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/refused,
  permit_mynetworks, reject
"""

REFUSED = """\
inconnue@boite.test 550 5.1.1 no such user
plus-tard@boite.test 450 4.2.2 mailbox full
"""

MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def main(folder: Path, port: str) -> None:
    """Write the files."""
    owner = pwd.getpwnam("postfix")
    for name in ("queue", "data", "box"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in ("data", "box"):
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    certificate = ROOT / "tests" / "veille" / "fetching" / "loopback.pem"
    (folder / "main.cf").write_text(
        MAIN.format(folder=folder, certificate=certificate, uid=owner.pw_uid, gid=owner.pw_gid),
        encoding="utf-8",
    )
    (folder / "refused").write_text(REFUSED, encoding="utf-8")
    (folder / "master.cf").write_text(MASTER.format(port=port), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
