"""The records of an audit log's write-ahead log, and what they say of each other: docs/audit-format.md, Record and
Write-ahead log. Used by audit_verifier.py."""
import dataclasses
import re
import struct

from audit_primitives import crc32c

MAX_RECORD = 65535
SEGMENT_HEADER, FRAME_HEADER = 20, 28
INTENT, OUTCOME, OVERRIDE = 1, 2, 9
VERSION = 1


class Unreadable(Exception):
    """There is no log, or the system does not let us read it."""


@dataclasses.dataclass
class Report:
    lines: list = dataclasses.field(default_factory=list)
    problems: list = dataclasses.field(default_factory=list)
    first_bad: int | None = None

    def wrong(self, place, text, index=None):
        self.problems.append(f"{place}: {text}")
        if index is not None:
            self.first_bad = index if self.first_bad is None else min(index, self.first_bad)


def read(path):
    """The file's bytes; None if it is not there."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error


# The write-ahead log.

def frame_at(data, at):
    """(index, commit, record, where it ends) of the whole frame with a right CRC that begins there, or None."""
    if data[at:at + 4] != b"SGRC" or at + FRAME_HEADER > len(data):
        return None
    crc, index, commit, length = struct.unpack_from(">IQQI", data, at + 4)
    end = at + FRAME_HEADER + length
    if length > MAX_RECORD or end > len(data) or crc32c(data[at + 8:end]) != crc:
        return None
    return index, commit, data[at + FRAME_HEADER:end], end


def later_frame(data, at, expected):
    """Where, from `at` on, a whole frame stands that proves that the one expected had been flushed; None if nowhere."""
    while (at := data.find(b"SGRC", at)) >= 0:
        frame = frame_at(data, at)
        if frame and frame[1] > expected:
            return at
        at += 1
    return None


def read_segment(name, data, records, last, report):
    """Adds its records. False where nothing after it can be trusted to be in its place."""
    place, expected = f"wal/{name}", len(records)
    header = data[:SEGMENT_HEADER]
    whole = (len(header) == SEGMENT_HEADER and header[:8] == b"SGAUDIT\1"
             and struct.unpack(">I", header[16:])[0] == crc32c(header[:16]))
    first = int(name[:20])
    if not whole or struct.unpack(">Q", header[8:16])[0] != first:
        # The header is on disk before any frame, so that a frame of whatever commit proves it was whole.
        if last and first == expected and later_frame(data, 0, -1) is None:
            report.lines.append(f"note:     {place} has no whole header: an unfinished write, never acknowledged")
            return True
        report.wrong(place, f"the segment's header is damaged; record {expected} was expected in it", expected)
        return False
    if first != expected:
        report.wrong(place, f"begins with record {first}, but {expected} is the next: records are missing or repeated",
                     min(first, expected))
        return False
    at, previous = SEGMENT_HEADER, None
    while at < len(data):
        expected = len(records)
        frame = frame_at(data, at)
        if frame is None:
            proof = later_frame(data, at + 1, expected)
            if not last or proof is not None:
                after = "" if proof is None else f"; a later frame at byte {proof} shows that it was whole once"
                report.wrong(place, f"no whole frame at byte {at}, where record {expected} should stand{after}",
                             expected)
                return False
            report.lines.append(f"note:     {place} ends with an unfinished write of {len(data) - at} bytes, which was"
                                " never acknowledged")
            return True
        index, commit, record, end = frame
        if index != expected:
            report.wrong(place, f"the frame at byte {at} holds record {index}, where {expected} should stand",
                         min(index, expected))
            return False
        if not record:
            report.wrong(place, f"record {index} is empty", index)
            return False
        if commit not in (index, previous):
            report.wrong(place, f"record {index} says it was flushed with record {commit}, which cannot be", index)
            return False
        records.append(record)
        at, previous = end, commit
    return True


def read_wal(folder, report):
    records, names = [], []
    try:
        found = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise Unreadable(f"{folder}: {error.strerror}") from error
    for name in found:
        if re.fullmatch(r"[0-9]{20}\.wal", name):
            names.append(name)
        else:
            report.lines.append(f"note:     wal/{name} is no segment; it was not read")
    for name in names:
        data = read(folder / name)
        if data is None:
            raise Unreadable(f"{folder / name}: it went away")
        if not read_segment(name, data, records, name == names[-1], report):
            break
    return records


# What records say of each other.

def fields(record):
    """{field number: last value} of a serialized message; ValueError where it is none."""
    def varint(at):
        value = shift = 0
        while True:
            if at >= len(record) or shift > 63:
                raise ValueError("a number is cut off")
            value |= (record[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not record[at - 1] & 0x80:
                return value & 2**64 - 1, at

    found, at = {}, 0
    while at < len(record):
        tag, at = varint(at)
        if tag & 7 == 0:
            found[tag >> 3], at = varint(at)
            continue
        if tag & 7 == 2:
            length, at = varint(at)
        elif tag & 7 in (1, 5):
            length = 8 if tag & 7 == 1 else 4
        else:
            raise ValueError("a field of a kind there is none of")
        if at + length > len(record) or tag >> 3 == 0:
            raise ValueError("a field is cut off")
        found[tag >> 3] = record[at:at + length]
        at += length
    return found


def check_phases(records, report):
    """How many exchanges have no outcome yet. Fields: 1 version, 3 exchange_id, 4 phase, 53 review_id."""
    open_exchanges, let_go, overridden = {}, {}, set()
    for index, record in enumerate(records):
        place = f"record {index}"
        try:
            said = fields(record)
        except ValueError as error:
            report.wrong(place, f"is no AuditRecord: {error}", index)
            continue
        exchange, phase, review = said.get(3, b""), said.get(4, 0), said.get(53, b"")
        if said.get(1) != VERSION or not phase:
            report.wrong(place, "is not of version 1, or has no phase", index)
        elif phase == OVERRIDE:
            overridden.add(review)
        elif phase == OUTCOME:
            if open_exchanges.pop(exchange, None) is None:
                report.wrong(place, "is an OUTCOME, and its exchange has no INTENT that waits for one", index)
        elif phase == INTENT:
            if exchange in open_exchanges:
                before = open_exchanges[exchange]
                report.wrong(place, f"is a second INTENT, and the first, {before}, has no OUTCOME yet", index)
            open_exchanges[exchange] = index
            if review and review in let_go:
                report.wrong(place, f"lets go what record {let_go[review]} had let go already", index)
            if review and review not in overridden:
                report.wrong(place, "lets go what was held, and no OVERRIDE stands before it", index)
            let_go[review] = index
    return len(open_exchanges)
