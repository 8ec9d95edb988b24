"""Keys, checkpoints and tiles of an audit log: docs/audit-format.md, Checkpoint and Tiles.

Used by audit_verifier.py."""
import base64
import binascii
import dataclasses
import hashlib
import re

from audit_log_records import read
from audit_primitives import ed25519_verify, root_of

TILE_WIDTH = 256
TILE_NAME = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
PEM_ED25519 = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: what stands before the 32 bytes of the key


@dataclasses.dataclass
class Key:
    origin: str | None  # None: the key came without a name
    public: bytes

    def id_for(self, origin):
        return hashlib.sha256(origin.encode() + b"\n\1" + self.public).digest()[:4]


def strict_base64(text):
    """The bytes; None where encoding them again gives other text, as stray bits at the end would pass otherwise."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def parse_key(text):
    """Of a verifier key, `origin+key id in hexadecimal+base64 of 0x01 and the key`, or a PEM public key; None else."""
    pem = re.fullmatch(r"\s*-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*", text)
    if pem:
        data = strict_base64("".join(pem.group(1).split()))
        return Key(None, data[12:]) if data and len(data) == 44 and data.startswith(PEM_ED25519) else None
    parts = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(\S+)\n*", text)
    data = parts and strict_base64(parts.group(3))
    if not data or len(data) != 33 or data[0] != 1:
        return None
    key = Key(parts.group(1), data[1:])
    return key if key.id_for(key.origin).hex() == parts.group(2) else None


@dataclasses.dataclass
class Checkpoint:
    origin: str
    size: int
    root: bytes


def open_checkpoint(place, data, key, report):
    """The checkpoint, if its form and the key's signature hold; else None and a problem."""
    try:
        note = data.decode()
    except UnicodeDecodeError:
        return report.wrong(place, "is no UTF-8")
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures.endswith("\n") or re.search(r"[\0-\x09\x0b-\x1f]", note):
        return report.wrong(place, "is no signed note")
    lines = text.split("\n")
    # Further lines are extensions, as tlog-checkpoint has them; the gate writes none.
    if (len(lines) < 3 or not all(lines) or not re.fullmatch(r"[^+\s]+", lines[0])
            or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1])):
        return report.wrong(place, "its text is not an origin, a size and a root")
    root = strict_base64(lines[2])
    if root is None or len(root) != 32:
        return report.wrong(place, "its root is not the base64 of 32 bytes")
    origin, signed = lines[0], False
    if key.origin not in (None, origin):
        return report.wrong(place, f"is of the log '{origin}', the key is that of '{key.origin}'")
    for line in signatures.splitlines():
        parts = re.fullmatch(r"\u2014 ([^+\s]+) (\S+)", line)
        signature = parts and strict_base64(parts.group(2))
        if not signature or len(signature) < 5:
            return report.wrong(place, "a signature line is malformed")
        # A signature by a key we do not know says nothing, for or against.
        if parts.group(1) == origin and signature[:4] == key.id_for(origin):
            if not ed25519_verify(key.public, signature[4:], (text + "\n").encode()):
                return report.wrong(place, "the signature is not of this text by this key: one of them was changed")
            signed = True
    if not signed:
        return report.wrong(place, "there is no signature by this key")
    return Checkpoint(origin, int(lines[1]), root)


# Tiles.

class Tree:
    """The hashes of the tree's whole subtrees of 256^level records, each level made once."""

    def __init__(self, leaves):
        self.levels = [leaves]

    def level(self, level):
        while len(self.levels) <= level and self.levels[-1]:
            below = self.levels[-1]
            self.levels.append([root_of(below[at:at + TILE_WIDTH])
                                for at in range(0, len(below) - TILE_WIDTH + 1, TILE_WIDTH)])
        return self.levels[level] if level < len(self.levels) else []


def tile_path(level, number, width):
    digits = f"{number:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at:at + 3] for at in range(0, len(digits), 3)]
    name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + (f".p/{width}" if width < TILE_WIDTH else "")


def tiles_needed(size):
    """(level, number, width) of every tile and bundle that a checkpoint of this size needs."""
    for level in ["entries", *range(9)]:
        hashes = size >> 8 * (0 if level == "entries" else level)
        yield from ((level, number, TILE_WIDTH) for number in range(hashes // TILE_WIDTH))
        if hashes % TILE_WIDTH:
            yield level, hashes // TILE_WIDTH, hashes % TILE_WIDTH


def split_bundle(data):
    """Its records; None where the lengths do not add up."""
    records, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at:at + 2], "big")
        if at + 2 + length > len(data) or length == 0:
            return None
        records.append(data[at + 2:at + 2 + length])
        at += 2 + length
    return records


def find_tile(folder, level, number, width):
    """(name, bytes) of the tile, or of the full one that replaced a partial one; bytes None if neither is there."""
    name = tile_path(level, number, width)
    data = read(folder / name)
    if data is None and width < TILE_WIDTH:
        full = tile_path(level, number, TILE_WIDTH)
        if (whole := read(folder / full)) is not None:
            return full, whole
    return name, data


def records_of_bundles(folder, size, report):
    """A published log's records, as far as its bundles go."""
    records = []
    for level, number, width in tiles_needed(size):
        if level != "entries":
            break
        name, data = find_tile(folder, level, number, width)
        bundle = data is not None and split_bundle(data)
        if not bundle or len(bundle) < width:
            report.wrong(name, "is missing" if data is None else "does not hold the records it should", len(records))
            break
        records += bundle[:width]
    return records


def tile_hashes(folder, size):
    """The leaf hashes as the level 0 tiles have them; None where one is missing or too short."""
    hashes = []
    for level, number, width in tiles_needed(size):
        if level != 0:
            continue
        data = find_tile(folder, level, number, width)[1]
        if data is None or len(data) < 32 * width:
            return None
        hashes += [data[at:at + 32] for at in range(0, 32 * width, 32)]
    return hashes


def check_tile(data, level, number, width, records, tree, complete):
    """None, or what is wrong with it and the first record that touches. `complete`: there are no more records."""
    base = number * TILE_WIDTH
    if level == "entries":
        got, per, expected = split_bundle(data), 1, records[base:base + width]
        if got is None:
            return "its lengths do not add up", base
    else:
        got = [data[at:at + 32] for at in range(0, len(data), 32)]
        per, expected = 256**level, tree.level(level)[base:base + width]
    for at, (one, other) in enumerate(zip(got, expected)):
        if one != other:
            return f"entry {at} is not that of the log's records", (base + at) * per
    if len(got) != width:
        return f"has {len(got)} entries, not {width}", (base + min(len(got), width)) * per
    if complete and len(expected) < width:
        index = (base + len(expected)) * per
        return f"knows of records that the log does not have, from {index} on", index
    return None


def list_tiles(folder):
    return sorted(str(path.relative_to(folder)) for path in (folder / "tile").rglob("*") if not path.is_dir())


def check_needed(folder, size, report):
    """Every tile the checkpoint needs is there."""
    for level, number, width in tiles_needed(size):
        name, data = find_tile(folder, level, number, width)
        if data is None:
            per = 1 if level == "entries" else 256**level
            report.wrong(name, "is missing, and the checkpoint needs it", number * TILE_WIDTH * per)


def check_tiles(folder, names, records, complete, tree, report):
    """Each of these tiles holds what the records make, also one that only an older checkpoint needed."""
    for name in names:
        parts = TILE_NAME.fullmatch(name)
        if not parts or int(parts.group(3) or 1) > 255:
            report.lines.append(f"note:     {name} is no tile; it was not read")
            continue
        level = parts.group(1) if parts.group(1) == "entries" else int(parts.group(1))
        number = int(re.sub("[x/]", "", parts.group(2)))
        width = int(parts.group(3) or TILE_WIDTH)
        data = read(folder / name)  # None: a running gate removed a partial tile, as the full one is there
        if data is not None and (problem := check_tile(data, level, number, width, records, tree, complete)):
            report.wrong(name, *problem)
