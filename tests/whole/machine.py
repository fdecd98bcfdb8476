"""A bare Debian, booted: its own systemd and files, a network of its own; thrown away at the end.

Nothing is stood in for but what no such machine can have; `Machine.stand_in` says what.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import re
import shutil
import subprocess
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, create_subprocess_exec
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import PATIENCE, eventually

ABLE = os.geteuid() == 0 and all(map(shutil.which, ("mmdebstrap", "unshare", "nsenter")))
WHY_NOT = "a bare Debian is made and booted by root, with mmdebstrap"

_BOOT = """
mount --make-rprivate /
mount -t overlay -o lowerdir="$1",upperdir="$2/upper",workdir="$2/work" overlay "$2/root"
cd "$2/root"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for each in run tmp dev; do mount -t tmpfs -o mode=755 tmpfs $each; done
chmod 1777 tmp
for each in null zero full random urandom tty; do
  touch dev/$each
  mount --bind /dev/$each dev/$each
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
pivot_root . mnt
umount -l /mnt
exec env -i container=guide /sbin/init
"""
_CLONE_NEWNET = 0x40000000
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_SOURCES = Path("/etc/apt/sources.list.d/debian.sources")
_CLEAN = (
    *("env", "-i", "HOME=/root", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"),
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "PIP_CERT=/root/registries.crt",
)


def bare_debian(folder: Path) -> Path:
    """Make the smallest Debian that boots: no Python, no sudo, no editor, no certificates."""
    told = Path("/etc/os-release").read_text("utf-8")
    suite = next(each for each in told.splitlines() if each.startswith("VERSION_CODENAME="))
    subprocess.run(  # noqa: S603  what is made here
        [
            *(shutil.which("mmdebstrap") or "", "--quiet", "--variant=minbase"),
            *("--include=systemd-sysv,dbus", suite.partition("=")[2], str(folder)),
            *([str(_SOURCES)] if _SOURCES.exists() else []),
        ],
        check=True,
        timeout=PATIENCE,
    )
    (folder / "etc/hosts").write_text("127.0.0.1 localhost\n", "utf-8")  # as an installer does
    return folder


@contextmanager
def own_network() -> Iterator[int]:
    """Leave the network for one where all ports are free; yields a descriptor of the first.

    What this thread opens and starts meanwhile is there: the machines too, whose systemd brings the
    loopback up.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    outside = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        assert libc.unshare(_CLONE_NEWNET) == 0, os.strerror(ctypes.get_errno())
        yield outside
        assert libc.setns(outside, _CLONE_NEWNET) == 0, os.strerror(ctypes.get_errno())
    finally:
        os.close(outside)


@dataclass(frozen=True)
class Machine:
    """What was booted, by the process that is its systemd."""

    init: int
    upper: Path
    outside: int

    @property
    def root(self) -> Path:
        """Its files, seen from here."""
        return Path(f"/proc/{self.init}/root")

    def stand_in(self, program: str, script: str) -> None:
        """Put a script in the place of a program that a bare machine cannot have."""
        path = self.root / "usr/local/bin" / program
        path.write_text(f"#!/bin/sh\n{script}", "utf-8")
        path.chmod(0o755)

    async def does(self, words: str, folder: str = "/root") -> tuple[int, str]:
        """Have root type some lines, in a strict shell; return the status and what is read.

        The machine has no other network than its own: what apt installs is fetched first. A block
        where pip installs is typed outside of it.
        """
        online = "pip install" in words
        for line in re.findall(r"^apt install .*", "" if online else words, re.MULTILINE):
            await self._types(f"{line} --download-only", folder, online=True)
        return await self._types(words, folder, online=online)

    async def _types(self, words: str, folder: str, *, online: bool) -> tuple[int, str]:
        network = [f"--net=/proc/self/fd/{self.outside}"] if online else []
        process = await create_subprocess_exec(
            *("nsenter", f"--target={self.init}", "--mount", "--pid", "--uts", "--ipc"),
            *("--cgroup", *network, "--root", "--wd", *_CLEAN),
            *("bash", "-euo", "pipefail", "-c", f"umask 077; cd {folder}\n{words}"),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            pass_fds=[self.outside],
        )
        said, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, said.decode()

    async def booted(self) -> bool:
        """Tell whether systemd has started all that it starts; no kernel module is to be had."""
        _, said = await self.does("systemctl is-system-running")
        return said.strip() in {"running", "degraded"}


@asynccontextmanager
async def boot(bare: Path, folder: Path, outside: int) -> AsyncIterator[Machine]:
    """Boot a machine whose files are those of the bare one, until the block ends."""
    for each in ("upper", "work", "root"):
        (folder / each).mkdir(parents=True)
    process = await create_subprocess_exec(
        *("setpriv", "--pdeathsig=KILL", "unshare", "--kill-child", "--fork", "--mount", "--pid"),
        *("--ipc", "--uts", "--cgroup"),
        *("sh", "-ec", _BOOT, "boot", str(bare), str(folder)),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    try:

        async def look() -> int:
            return int(await asyncio.to_thread(children.read_text, "utf-8") or 0)

        machine = Machine(await eventually(look), folder / "upper", outside)
        await eventually(machine.booted)
        shutil.copy(_CERTIFICATES, machine.root / "root/registries.crt")
        yield machine
    finally:
        process.kill()
        await process.wait()
        await asyncio.to_thread(shutil.rmtree, folder)
