"""What audit_primitives.py computes is what the RFCs publish, or what follows by hand from their definitions."""
import hashlib
import unittest

from audit_primitives import (consistency_proof, crc32c, ed25519_public, ed25519_sign, ed25519_verify, inclusion_proof,
                              leaf_hash, node_hash, root_from_inclusion, root_of, roots_from_consistency)

# RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature.
ED25519 = (
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"),
)
ORDER = 2**252 + 27742317777372353535851937790883648493
LEAVES = [leaf_hash(bytes([65 + number])) for number in range(8)]  # of "A" to "H"


def n(*hashes):
    """The node over two."""
    return node_hash(*hashes)


class ChecksumTest(unittest.TestCase):

    def test_of_rfc_3720(self):
        self.assertEqual(crc32c(b"123456789"), 0xE3069283)
        # Appendix B.4, whose bytes are in the order they are sent in.
        for data, sent in ((bytes(32), "aa36918a"), (b"\xff" * 32, "43aba862"), (bytes(range(32)), "4e79dd46")):
            self.assertEqual(crc32c(data).to_bytes(4, "little").hex(), sent)


class SignatureTest(unittest.TestCase):

    def test_of_rfc_8032(self):
        for row in ED25519:
            seed, public, message, signature = map(bytes.fromhex, row)
            self.assertEqual(ed25519_public(seed), public)
            self.assertEqual(ed25519_sign(seed, message), signature)
            self.assertTrue(ed25519_verify(public, signature, message))

    def test_whatever_is_no_signature_is_refused(self):
        public, message, signature = (bytes.fromhex(text) for text in ED25519[1][1:])
        for at in range(0, 64, 7):
            changed = signature[:at] + bytes([signature[at] ^ 4]) + signature[at + 1:]
            self.assertFalse(ed25519_verify(public, changed, message))
        self.assertFalse(ed25519_verify(public, signature, message + b"\0"))
        self.assertFalse(ed25519_verify(bytes.fromhex(ED25519[0][1]), signature, message))
        self.assertFalse(ed25519_verify(public, signature[:-1], message))
        self.assertFalse(ed25519_verify(public[:-1], signature, message))
        # The same number beyond the group's order, and a y beyond the field's (5.1.7, 5.1.3).
        beyond = (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
        self.assertFalse(ed25519_verify(public, signature[:32] + beyond, message))
        self.assertFalse(ed25519_verify(b"\xff" * 32, signature, message))


class TreeTest(unittest.TestCase):

    def test_hashes_are_of_rfc_6962(self):
        self.assertEqual(root_of([]), hashlib.sha256(b"").digest())
        self.assertEqual(LEAVES[0], hashlib.sha256(b"\0A").digest())
        self.assertEqual(root_of(LEAVES[:1]), LEAVES[0])
        self.assertEqual(root_of(LEAVES[:2]), hashlib.sha256(b"\1" + LEAVES[0] + LEAVES[1]).digest())

    def test_roots_of_up_to_eight_leaves(self):
        a, b, c, d, e, f, g, h = LEAVES
        four = n(n(a, b), n(c, d))
        roots = (a, n(a, b), n(n(a, b), c), four, n(four, e), n(four, n(e, f)), n(four, n(n(e, f), g)),
                 n(four, n(n(e, f), n(g, h))))
        for size, root in enumerate(roots, 1):
            self.assertEqual(root_of(LEAVES[:size]), root, size)

    def test_the_proofs_of_section_2_1_3(self):
        # The tree of seven leaves d0 to d6 that the RFC draws; its names for the nodes.
        a, b, c, d, e, f, j = LEAVES[:7]
        g, h, i = n(a, b), n(c, d), n(e, f)
        k, l = n(g, h), n(i, j)
        seven = LEAVES[:7]
        self.assertEqual(inclusion_proof(0, seven), [b, h, l])
        self.assertEqual(inclusion_proof(3, seven), [c, g, l])
        self.assertEqual(inclusion_proof(4, seven), [f, j, k])
        self.assertEqual(inclusion_proof(6, seven), [i, k])
        self.assertEqual(consistency_proof(3, seven), [c, d, g, l])
        self.assertEqual(consistency_proof(4, seven), [l])
        self.assertEqual(consistency_proof(6, seven), [i, j, k])
        self.assertEqual(consistency_proof(7, seven), [])

    def test_every_proof_leads_to_the_root_and_no_changed_one_does(self):
        for size in range(1, 9):
            leaves, root = LEAVES[:size], root_of(LEAVES[:size])
            for index, leaf in enumerate(leaves):
                proof = inclusion_proof(index, leaves)
                self.assertEqual(root_from_inclusion(index, size, leaf, proof), root)
                self.assertNotEqual(root_from_inclusion(index, size, bytes(32), proof), root)
                self.assertNotEqual(root_from_inclusion(index, size, leaf, proof + [bytes(32)]), root)
                for at in range(len(proof)):
                    self.assertNotEqual(root_from_inclusion(index, size, leaf, proof[:at] + proof[at + 1:]), root)
            for older in range(1, size + 1):
                before, proof = root_of(LEAVES[:older]), consistency_proof(older, leaves)
                self.assertEqual(roots_from_consistency(older, size, before, proof), (before, root))
                for at in range(len(proof)):
                    changed = [*proof[:at], bytes(32), *proof[at + 1:]]
                    self.assertNotEqual(roots_from_consistency(older, size, before, changed), (before, root))
                self.assertNotEqual(roots_from_consistency(older, size, before, proof + [bytes(32)]), (before, root))


if __name__ == "__main__":
    unittest.main()
