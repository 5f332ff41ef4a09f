"""Generate `src/canton/wire` from `proto/`; with `--check`, fail where the two differ."""

from __future__ import annotations

import filecmp
import shutil
import sys
import tempfile
from pathlib import Path

import google.rpc
from grpc_tools import protoc

ROOT = Path(__file__).resolve().parent.parent
WIRE = Path("canton") / "wire"


def generate(target: Path) -> None:
    """Writes messages and stubs of every schema below `target`.

    Raises:
        SystemExit: a schema does not compile.
    """
    schemas = sorted((ROOT / "proto" / WIRE).glob("*.proto"))
    common = Path(next(iter(google.rpc.__path__))).parent.parent
    bundled = Path(protoc.__file__).parent / "_proto"
    arguments = [
        "protoc",
        f"-I{ROOT / 'proto'}",
        f"-I{common}",
        f"-I{bundled}",
        f"--python_out={target}",
        f"--pyi_out={target}",
        *(str(schema) for schema in schemas),
    ]
    if protoc.main(arguments) != 0:
        raise SystemExit("the wire schemas do not compile")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        fresh, kept = Path(folder) / WIRE, ROOT / "src" / WIRE
        names = sorted(path.name for path in fresh.iterdir())
        stale = [p.name for p in kept.glob("*_pb2.py*") if p.name not in names]
        _, changed, missing = filecmp.cmpfiles(fresh, kept, names, shallow=False)
        if "--check" in sys.argv:
            for name in [*changed, *missing, *stale]:
                print(f"{name} is not what proto/ gives: run scripts/generate_wire.py")
            return 1 if changed or missing or stale else 0
        for name in names:
            shutil.copy(fresh / name, kept / name)
        for name in stale:
            (kept / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
