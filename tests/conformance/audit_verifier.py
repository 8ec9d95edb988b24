"""A second verifier of audit logs, written from docs/audit-format.md alone and sharing no code with the gate.

  audit_verifier.py verify FOLDER [--vkey KEY_OR_FILE] [--kept CHECKPOINT_FILE]

FOLDER is a gate's data directory, its `audit` folder, or a copy of `audit/tiles` (with no wal/ to compare with).
The key is a C2SP verifier key, or a file that holds one or a PEM public key; without it the copy in the folder is
believed. A kept checkpoint is an older or newer one from another machine: the log must extend it.

Exits with 0 if everything holds, 1 if not (every problem is named, with the first record it touches), 2 if there is
nothing to read or it cannot be read. Reads only; a running gate may write meanwhile.
"""
import argparse
import pathlib
import sys

from audit_log_records import Report, Unreadable, check_phases, read, read_wal
from audit_log_tree import (Tree, check_needed, check_tiles, list_tiles, open_checkpoint, parse_key, records_of_bundles,
                            tile_hashes)
from audit_primitives import leaf_hash, root_of


def places(folder):
    """(folder of segments or None, folder of tiles) of whatever copy this is."""
    for log in (folder / "audit", folder):
        if (log / "wal").is_dir():
            return log / "wal", log / "tiles"
    for tiles in (folder / "audit/tiles", folder / "tiles", folder):
        if (tiles / "checkpoint").exists():
            return None, tiles
    raise Unreadable(f"{folder}: neither wal/ nor a checkpoint is there, so it is no audit log")


def take_key(given, tiles, report):
    """The key to verify with; None, and a problem, where there is none."""
    stored = read(tiles / "verifier-key")
    stored_text = stored.decode("utf-8", "replace") if stored is not None else None
    if given is None:
        key = stored_text and parse_key(stored_text)
        if stored is None:
            report.wrong("verifier-key", "is missing, and no key was given")
        elif not key:
            report.wrong("verifier-key", "is no verifier key")
        else:
            report.lines.append("note:     checked with the key in the folder, which who writes there can change")
        return key or None
    path = pathlib.Path(given)
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else given
    key = parse_key(text.strip() + "\n")
    if key is None:
        raise Unreadable("the key given is neither a verifier key nor a PEM public key of Ed25519")
    # A wrong copy misleads whoever takes it from here next, so it is told even where the right key was given.
    if stored is not None and (not (copy := parse_key(stored_text)) or copy.public != key.public):
        report.wrong("verifier-key", "is not the key that was given")
    return key


def explain_root(records, leaves, checkpoint, tiles, report):
    """The root differs: which record it is, if the tiles still hold the signed tree."""
    signed = tile_hashes(tiles, checkpoint.size)
    if signed is None or root_of(signed) != checkpoint.root:
        report.wrong("checkpoint", f"the tree of the first {checkpoint.size} records has another root than the signed"
                     " one; nor have the tiles, so which record differs cannot be seen")
        return
    index = next(at for at, (is_now, was) in enumerate(zip(leaves, signed)) if is_now != was)
    report.wrong(f"record {index}", "is not the record that was signed: it was changed, dropped, moved or added", index)


def verify(folder, vkey=None, kept=None):
    """Raises Unreadable.

    Of a log that is being written, first the checkpoint is read, then the tiles are listed, then the records are read:
    each tells only of what the next already has.
    """
    report = Report()
    folder = pathlib.Path(folder)
    wal, tiles = places(folder)
    note = read(tiles / "checkpoint")
    key = take_key(vkey, tiles, report)
    checkpoint = None
    if note is None:
        report.wrong("checkpoint", "is missing")
    elif key:
        checkpoint = open_checkpoint("checkpoint", note, key, report)
    size = checkpoint.size if checkpoint else 0
    names = list_tiles(tiles)
    records = read_wal(wal, report) if wal else records_of_bundles(tiles, size, report)
    leaves = [leaf_hash(record) for record in records]
    open_exchanges = check_phases(records, report)
    if checkpoint:
        report.lines[:0] = [f"log:      {checkpoint.origin}", f"records:  {len(records)}, {size} of them signed"]
        if len(records) < size:
            report.wrong("checkpoint", f"covers {size} records, and {len(records)} are there", len(records))
        elif root_of(leaves[:size]) != checkpoint.root:
            explain_root(records, leaves[:size], checkpoint, tiles, report)
    check_needed(tiles, size if size <= len(records) else 0, report)
    # A published copy may have tiles of the next checkpoint already; beside wal/ they tell that records were cut off.
    check_tiles(tiles, names, records, bool(wal) and size <= len(records), Tree(leaves), report)
    if kept and key:
        check_kept(kept, key, leaves, report)
    if checkpoint and len(records) > size:
        report.lines.append(f"note:     {len(records) - size} records are not signed yet")
    if open_exchanges:
        report.lines.append(f"note:     {open_exchanges} exchanges have no outcome (yet)")
    return report


def check_kept(path, key, leaves, report):
    note = read(pathlib.Path(path))
    if note is None:
        raise Unreadable(f"{path}: is not there")
    if kept := open_checkpoint("kept checkpoint", note, key, report):
        if kept.size > len(leaves):
            report.wrong("kept checkpoint", f"covers {kept.size} records, and {len(leaves)} are there", len(leaves))
        elif root_of(leaves[:kept.size]) != kept.root:
            report.wrong("kept checkpoint", f"the first {kept.size} records are not those that were signed then")


def main(arguments):
    parser = argparse.ArgumentParser(description="Verifies an audit log without the program that wrote it.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("verify", help="check records, tree, tiles and signature")
    command.add_argument("folder", help="a data directory, its audit folder, or a copy of audit/tiles")
    command.add_argument("--vkey", help="the log's key as you were handed it, or a file with it")
    command.add_argument("--kept", help="a file with a checkpoint of this log that was kept elsewhere")
    options = parser.parse_args(arguments)
    try:
        report = verify(options.folder, options.vkey, options.kept)
    except (Unreadable, OSError) as error:
        print(f"cannot read: {error}", file=sys.stderr)
        return 2
    for line in report.lines:
        print(line)
    for problem in report.problems:
        print(f"wrong:    {problem}")
    if report.problems:
        where = "" if report.first_bad is None else f"; the first record touched is {report.first_bad}"
        print(f"NOT verified: {len(report.problems)} problems{where}")
        return 1
    print("verified: nothing was changed, dropped or reordered")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
