"""What verifying an audit log needs and Python's standard library lacks: CRC32C, Ed25519, the tree of RFC 6962.

Written from RFC 3720 (CRC32C), RFC 8032 (Ed25519) and RFC 6962, section 2.1, for clearness: a signature takes some ten
milliseconds, a megabyte of CRC some tenths of a second. Nothing here runs in constant time, so `sign` is for tests with
keys that protect nothing.
"""
import hashlib


def _crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)  # 0x1EDC6F41 with its bits reversed
        table.append(value)
    return table


_CRC = _crc_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


# Ed25519, RFC 8032, section 5.1. A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)


def _add(left, right):
    a = (left[1] - left[0]) * (right[1] - right[0]) % _P
    b = (left[1] + left[0]) * (right[1] + right[0]) % _P
    c = 2 * left[3] * right[3] * _D % _P
    d = 2 * left[2] * right[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _same(left, right):
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (left[1] * right[2] - right[1] * left[2]) % _P == 0


def _decode_point(data):
    """None where the 32 bytes are no point (5.1.3)."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & 2**255 - 1
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT_OF_MINUS_1 % _P
    if x * x % _P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def _encode_point(point):
    inverse = pow(point[2], -1, _P)
    return (point[1] * inverse % _P | (point[0] * inverse % _P & 1) << 255).to_bytes(32, "little")


_BASE = _decode_point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))


def _hash(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def ed25519_verify(public, signature, message):
    """Whether the signature is of the message by the key. False for whatever is no key or no signature, too."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _decode_point(public), _decode_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _ORDER:
        return False
    challenge = _hash(signature[:32], public, message) % _ORDER
    return _same(_times(scalar, _BASE), _add(commitment, _times(challenge, key)))


def _expand(seed):
    digest = hashlib.sha512(seed).digest()
    return int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254, digest[32:]


def ed25519_public(seed):
    return _encode_point(_times(_expand(seed)[0], _BASE))


def ed25519_sign(seed, message):
    scalar, prefix = _expand(seed)
    public = ed25519_public(seed)
    nonce = _hash(prefix, message) % _ORDER
    commitment = _encode_point(_times(nonce, _BASE))
    return commitment + ((nonce + _hash(commitment, public, message) * scalar) % _ORDER).to_bytes(32, "little")


# The tree, RFC 6962, section 2.1. Everything below takes the hashes of leaves, not the leaves.

def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes):
    """MTH: of no leaves the hash of nothing; else of the largest power of two below the size, and of the rest."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    # Roots of whole subtrees, largest first; their sizes are the bits of how many leaves were taken.
    roots = []
    for count, leaf in enumerate(hashes):
        while count & 1:
            leaf = node_hash(roots.pop(), leaf)
            count >>= 1
        roots.append(leaf)
    root = roots.pop()
    while roots:
        root = node_hash(roots.pop(), root)
    return root


def _split(size):
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(index, hashes):
    """PATH(index, D), 2.1.1: from the leaf's sibling upwards."""
    if len(hashes) == 1:
        return []
    split = _split(len(hashes))
    if index < split:
        return inclusion_proof(index, hashes[:split]) + [root_of(hashes[split:])]
    return inclusion_proof(index - split, hashes[split:]) + [root_of(hashes[:split])]


def root_from_inclusion(index, size, leaf, proof):
    """The root the proof leads to; None where it is too long or too short."""
    if size == 1:
        return leaf if index == 0 and not proof else None
    if not 0 <= index < size or not proof:
        return None
    split = _split(size)
    if index < split:
        left = root_from_inclusion(index, split, leaf, proof[:-1])
        return left and node_hash(left, proof[-1])
    right = root_from_inclusion(index - split, size - split, leaf, proof[:-1])
    return right and node_hash(proof[-1], right)


def consistency_proof(older, hashes, whole=True):
    """PROOF(older, D), 2.1.2; `whole` is the b of SUBPROOF: the verifier knows this subtree's root already."""
    if older == len(hashes):
        return [] if whole else [root_of(hashes)]
    split = _split(len(hashes))
    if older <= split:
        return consistency_proof(older, hashes[:split], whole) + [root_of(hashes[split:])]
    return consistency_proof(older - split, hashes[split:], False) + [root_of(hashes[:split])]


def roots_from_consistency(older, size, older_root, proof, whole=True):
    """(root of the first `older`, root of all) as the proof has them; None where it does not fit."""
    if older == size:
        if whole:
            return None if proof else (older_root, older_root)
        return (proof[0], proof[0]) if len(proof) == 1 else None
    if not 0 < older < size or not proof:
        return None
    split = _split(size)
    if older <= split:
        below = roots_from_consistency(older, split, older_root, proof[:-1], whole)
        return below and (below[0], node_hash(below[1], proof[-1]))
    below = roots_from_consistency(older - split, size - split, older_root, proof[:-1], False)
    return below and (node_hash(proof[-1], below[0]), node_hash(proof[-1], below[1]))
