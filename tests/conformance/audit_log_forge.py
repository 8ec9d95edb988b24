"""Makes audit logs from docs/audit-format.md, so that they can be wrong in ways the gate never writes.

A test's keys only: the signatures are by `audit_primitives.ed25519_sign`.
"""
import base64
import hashlib
import pathlib
import struct

from audit_log_tree import TILE_WIDTH, Tree, tile_path, tiles_needed
from audit_primitives import crc32c, ed25519_public, ed25519_sign, leaf_hash, root_of

ORIGIN = "maple-hollow.example/schoolgate"
SEED = bytes(range(1, 33))  # the key of the page's worked example


def field(number, value):
    """A field of a Protocol Buffers message: a number, or bytes."""
    def varint(rest):
        data = b""
        while rest > 127:
            data += bytes([rest & 127 | 128])
            rest >>= 7
        return data + bytes([rest])
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def record(index, phase, exchange, **more):
    """An AuditRecord with the fields that a verifier reads, and a time."""
    data = (field(1, 1) + field(2, f"00000000-0000-4000-8000-{index:012}".encode()) + field(3, exchange.encode())
            + field(4, phase) + field(5, 1790000000000000 + index))
    for number, value in sorted((int(key[1:]), value) for key, value in more.items()):
        data += field(number, value)
    return data


def exchanges(count):
    """`count` records: INTENT, OUTCOME, INTENT, ..."""
    return [record(index, 1 + index % 2, f"exchange-{index // 2}") for index in range(count)]


def frame(index, commit, data):
    rest = struct.pack(">QQI", index, commit, len(data)) + data
    return b"SGRC" + struct.pack(">I", crc32c(rest)) + rest


def segment_header(first):
    header = b"SGAUDIT\1" + struct.pack(">Q", first)
    return header + struct.pack(">I", crc32c(header))


def checkpoint(records, size=None, seed=SEED, origin=ORIGIN):
    size = len(records) if size is None else size
    root = base64.b64encode(root_of([leaf_hash(data) for data in records[:size]])).decode()
    text = f"{origin}\n{size}\n{root}\n"
    return (text + "\n" + signature_line(text, seed, origin)).encode()


def signature_line(text, seed=SEED, origin=ORIGIN):
    signature = key_id(seed, origin) + ed25519_sign(seed, text.encode())
    return f"\u2014 {origin} {base64.b64encode(signature).decode()}\n"


def key_id(seed=SEED, origin=ORIGIN):
    return hashlib.sha256(origin.encode() + b"\n\1" + ed25519_public(seed)).digest()[:4]


def verifier_key(seed=SEED, origin=ORIGIN):
    public = base64.b64encode(b"\1" + ed25519_public(seed)).decode()
    return f"{origin}+{key_id(seed, origin).hex()}+{public}"


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_wal(data_dir, records, segments=(0,), flush=1):
    """Segments that begin at these indexes; `flush` records to a commit."""
    for begin, end in zip(segments, [*segments[1:], len(records)]):
        frames = [frame(index, index - (index - begin) % flush, records[index]) for index in range(begin, end)]
        put(pathlib.Path(data_dir) / f"audit/wal/{begin:020}.wal", segment_header(begin) + b"".join(frames))


def write_tiles(data_dir, records, size=None):
    size = len(records) if size is None else size
    tree = Tree([leaf_hash(data) for data in records[:size]])
    for level, number, width in tiles_needed(size):
        begin = number * TILE_WIDTH
        if level == "entries":
            data = b"".join(len(one).to_bytes(2, "big") + one for one in records[begin:begin + width])
        else:
            data = b"".join(tree.level(level)[begin:begin + width])
        put(pathlib.Path(data_dir) / "audit/tiles" / tile_path(level, number, width), data)


def write_log(data_dir, records, segments=(0,), flush=1, size=None, seed=SEED):
    """A whole log, with a checkpoint over the first `size` records."""
    write_wal(data_dir, records, segments, flush)
    write_tiles(data_dir, records, size)
    tiles = pathlib.Path(data_dir) / "audit/tiles"
    put(tiles / "checkpoint", checkpoint(records, size, seed))
    put(tiles / "verifier-key", (verifier_key(seed) + "\n").encode())
    put(pathlib.Path(data_dir) / "audit/lock", b"")
