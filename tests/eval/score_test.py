"""What score.py calls a leak, a wrong replacement, a role and an attribute, on texts small enough to count by hand."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import eval as measuring  # noqa: E402
import score as scoring  # noqa: E402
import sets  # noqa: E402

CODES = {"name": "PERSON_AAAAAA", "phone": "PHONE_BBBBBB"}


def document(text, *spans, **rest):
    """spans: (label, text[, which occurrence])"""
    marks = []
    for label, value, *which in spans:
        start = -1
        for _ in range(1 + (which[0] if which else 0)):
            start = text.index(value, start + 1)
        marks.append({"label": label, "start": start, "end": start + len(value), "text": value})
    return {"id": "d", "genre": "note", "lang": "en", "text": text, "spans": marks} | rest


def output(text, *found, left_standing=()):
    """What inspect writes when it finds these (element, text); left_standing are findings that policy lets pass."""
    findings, outgoing = [], text
    for element, value in found + tuple(left_standing):
        passes = (element, value) in left_standing
        start = len(text[:text.index(value)].encode())
        findings.append({"start": start, "end": start + len(value.encode()), "element": element, "recognizer": "test.rule",
                         "treatment": "allow" if passes else "pseudonymize", "confidence": 0.9, "subject": "subject-1"})
        if not passes:
            outgoing = outgoing.replace(value, CODES["phone" if "phone" in element else "name"], 1)
    return {"id": "d", "text": outgoing, "findings": findings}


class Known(scoring.Roster):

    def __init__(self, *words):
        super().__init__()
        self.words = set(words)


def scored(marked, out, roster=None):
    return scoring.score([marked], {"d": out}, roster or scoring.Roster())


class LeakTest(unittest.TestCase):

    def test_a_replaced_name_does_not_leak(self):
        text = "Ask Zoë Park today."
        result = scored(document(text, ("STUDENT_NAME", "Zoë Park")), output(text, ("student.name", "Zoë Park")))
        self.assertEqual((result.with_identifier, result.leaked, result.wrong, result.faults), (1, 0, 0, []))

    def test_half_a_name_leaks(self):
        text = "Ask Ana Park today."
        result = scored(document(text, ("STUDENT_NAME", "Ana Park")), output(text, ("student.name", "Ana")))
        self.assertEqual((result.leaked, result.wrong), (1, 0))
        self.assertEqual(result.leaks, [("d", "STUDENT_NAME", "Ana Park", "")])

    def test_one_letter_left_over_is_no_leak_and_a_bare_initial_is(self):
        text = "Ask Ana P today."
        self.assertEqual(scored(document(text, ("STUDENT_NAME", "Ana P")), output(text, ("student.name", "Ana"))).leaked, 0)
        self.assertEqual(scored(document(text, ("STUDENT_NAME", "P")), output(text)).leaked, 1)

    def test_a_finding_that_policy_lets_pass_protects_nothing(self):
        text = "Ask Ana Park today."
        out = output(text, left_standing=(("student.name", "Ana Park"),))
        self.assertEqual(scored(document(text, ("STUDENT_NAME", "Ana Park")), out).leaked, 1)

    def test_a_second_mention_that_still_stands_leaks_the_first(self):
        text = "Ana Park sat. Then Ana Park stood."
        result = scored(document(text, ("STUDENT_NAME", "Ana Park")), output(text, ("student.name", "Ana Park")))
        self.assertEqual(result.leaked, 1)

    def test_a_text_kept_on_purpose_may_stand(self):
        text = "Rosa Parks sat. We read of Rosa Parks."
        marked = document(text, ("STUDENT_NAME", "Rosa Parks"), ("KEEP", "Rosa Parks", 1))
        self.assertEqual(scored(marked, output(text, ("student.name", "Rosa Parks"))).leaked, 0)

    def test_a_document_counts_once_and_staff_names_are_apart(self):
        text = "Ana and Ben met Mr. Frost."
        marked = document(text, ("STUDENT_NAME", "Ana"), ("STUDENT_NAME", "Ben"), ("STAFF_NAME", "Frost"))
        result = scored(marked, output(text))
        self.assertEqual((result.with_identifier, result.leaked, len(result.leaks)), (1, 1, 2))
        self.assertEqual(result.recall["element STAFF_NAME"].percent, 0)

    def test_a_document_that_did_not_come_out_leaks_and_is_a_fault(self):
        text = "Ana sat."
        result = scoring.score([document(text, ("STUDENT_NAME", "Ana"))], {}, scoring.Roster())
        self.assertEqual((result.leaked, len(result.faults)), (1, 1))


class WrongTest(unittest.TestCase):

    def test_what_is_replaced_without_need_is_wrong_and_a_kept_span_is_touched(self):
        text = "Read Frost on the bus."
        result = scored(document(text, ("KEEP", "Frost")), output(text, ("person.name", "Frost"), ("person.name", "bus")))
        self.assertEqual((result.wrong, result.keep.found, result.keep.total), (2, 1, 1))
        self.assertEqual(result.name_precision.percent, 0)

    def test_a_name_that_takes_a_word_too_many_is_not_counted_wrong(self):
        text = "Dear Ana Park Thursday"
        result = scored(document(text, ("STUDENT_NAME", "Ana Park")), output(text, ("student.name", "Ana Park Thursday")))
        self.assertEqual((result.wrong, result.name_precision.percent), (0, 100))


class RosterTest(unittest.TestCase):

    def test_it_knows_names_by_their_words_and_values_by_what_they_hold(self):
        roster = scoring.Roster(sets.OWN_ROSTER)
        self.assertTrue(roster.knows("STUDENT_NAME", "WOJCIK, Łukasz"))
        self.assertTrue(roster.knows("STUDENT_NAME", "L. Wójcik"))
        self.assertFalse(roster.knows("STUDENT_NAME", "Łukasz Featherstonehaugh"))
        self.assertFalse(roster.knows("STUDENT_NAME", "L"))
        self.assertTrue(roster.knows("PHONE", "+1 (559) 555.0150"))
        self.assertFalse(roster.knows("PHONE", "(209) 555-0148"))

    def test_leaks_of_its_people_are_counted_apart(self):
        text = "Ana Park and Ben Zzyx"
        marked = document(text, ("STUDENT_NAME", "Ana Park"), ("OTHER_NAME", "Ben Zzyx"))
        result = scored(marked, output(text, ("student.name", "Ana Park")), Known("ana", "park"))
        self.assertEqual((result.leaked, result.with_roster, result.roster_leaked), (1, 1, 0))

    def test_the_role_is_right_when_the_element_is_of_it(self):
        text = "Ana Park sat."
        marked = document(text, ("GUARDIAN_NAME", "Ana Park"))
        self.assertEqual(scored(marked, output(text, ("guardian.name", "Ana Park")), Known("ana", "park")).role.percent, 100)
        self.assertEqual(scored(marked, output(text, ("student.name", "Ana Park")), Known("ana", "park")).role.percent, 0)

    def test_one_without_addresses_is_read(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "users.csv").write_text("givenName,familyName\nAna,Park\n", encoding="utf-8")
            self.assertTrue(scoring.Roster(folder).knows("STUDENT_NAME", "Park"))


class AttributeTest(unittest.TestCase):

    def test_it_counts_when_found_whatever_policy_does_with_it(self):
        text = "Ana has asthma."
        marked = document(text, ("STUDENT_NAME", "Ana"), ("SPECIAL", "asthma"))
        out = output(text, ("student.name", "Ana"), left_standing=(("special.health", "asthma"),))
        self.assertEqual(scored(marked, out).special.percent, 100)
        self.assertEqual(scored(marked, output(text, ("student.name", "Ana"), ("person.name", "asthma"))).special.percent, 0)


class FaultTest(unittest.TestCase):

    def fault(self, **changes):
        text = "Ask Zoë Park5 today."
        out = output(text, ("student.name", "Zoë Park5"))
        out["findings"][0].update(changes)
        return scored(document(text, ("STUDENT_NAME", "Zoë Park5")), out).faults

    def test_a_finding_says_who_found_it_and_how_sure(self):
        self.assertEqual(self.fault(), [])
        self.assertTrue(self.fault(recognizer=""))
        self.assertTrue(self.fault(confidence=0))
        self.assertTrue(self.fault(confidence=None))

    def test_a_finding_ends_where_a_character_does(self):
        self.assertTrue(self.fault(end=7))

    def test_an_explanation_does_not_repeat_the_value(self):
        self.assertTrue(self.fault(recognizer="roster:Zoë Park5"))

    def test_text_that_changed_elsewhere_is_seen(self):
        text = "Ask Ana Park about the long quiz today."
        out = output(text, ("student.name", "Ana Park"))
        out["text"] = out["text"].replace("long quiz", "")
        self.assertTrue(scored(document(text, ("STUDENT_NAME", "Ana Park")), out).faults)


class GroupTest(unittest.TestCase):

    def test_casing_is_of_latin_names(self):
        self.assertEqual([scoring.casing(name) for name in ("Ana Park", "ANA P.", "ana", "P", "Анна", "12")],
                         ["Title", "UPPER", "lower", "Title", None, None])

    def test_scripts_go_by_most_letters(self):
        self.assertEqual([scoring.script(name) for name in ("Ana", "Анна", "王小明", "김민준", "هناء", "555-0101")],
                         ["Latin", "Cyrillic", "Cjk", "Hangul", "Arabic", "digits"])

    def test_what_a_search_would_miss_is_disguised(self):
        for label, text in (("STUDENT_NAME", "A\u200bna"), ("STUDENT_NAME", "Аnа Раrk"), ("STUDENT_NAME", "A n a  P a r k"),
                            ("STUDENT_NAME", "4na"), ("STUDENT_NAME", "A_n_a_P"), ("STUDENT_NAME", "Ａｎａ"), ("STUDENT_NAME", "Hollo-\nway"),
                            ("EMAIL", "ana at mail dot example"), ("PHONE", "five five five oh one two three"),
                            ("PHONE", "55S-Ol23"), ("STUDENT_NAME", "P&eacute;rez")):
            self.assertTrue(scoring.disguised(label, text), text)
        for label, text in (("STUDENT_NAME", "Ana Park"), ("STUDENT_NAME", "J. R. Park"), ("STUDENT_NAME", "王小明"),
                            ("EMAIL", "ana@mail.example"), ("PHONE", "(559) 555-0123"), ("STUDENT_NAME", "María José"),
                            ("ADDRESS", "12 Alder Ct\nCedar Hollow"), ("PHONE", "559 555 0123")):
            self.assertFalse(scoring.disguised(label, text), text)

    def test_the_interval_is_wilsons(self):
        low, high = scoring.wilson(2, 100)
        self.assertAlmostEqual(low, 0.55, places=2)
        self.assertAlmostEqual(high, 7.0, places=2)


class SetsTest(unittest.TestCase):

    def test_a_request_is_a_line_with_its_marks_taken_out(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "plain.txt").write_text("Compare [[KEEP:Frost]] and [[KEEP:Grace Paley]].\n\n", encoding="utf-8")
            (request,) = sets.requests(pathlib.Path(folder))
        self.assertEqual(request["text"], "Compare Frost and Grace Paley.")
        self.assertEqual([request["text"][s["start"]:s["end"]] for s in request["spans"]], ["Frost", "Grace Paley"])

    def test_the_projects_own_documents_are_marked_where_they_say(self):
        documents = sets.own()
        self.assertGreater(len(documents), 100)
        for marked in documents:
            for span in marked["spans"]:
                self.assertEqual(marked["text"][span["start"]:span["end"]], span["text"])

    def test_the_names_of_a_country_are_told_apart_by_script(self):
        with tempfile.TemporaryDirectory() as folder:
            lists = pathlib.Path(folder, "lexicons", "popular_names_by_country")
            lists.mkdir(parents=True)
            rows = "\n".join(f"GR,{local},{roman}" for local, roman in
                             zip(("Μαρία", "Άννα", "Ελένη", "Ζωή", "Νίκη"), ("Maria", "Anna", "Eleni", "Zoi", "Niki")))
            for name in ("common-forenames-by-country.csv", "common-surnames-by-country.csv"):
                (lists / name).write_text("Country,Localized Name,Romanized Name\n" + rows, encoding="utf-8")
            triples = list(sets.origins(pathlib.Path(folder)))
        self.assertEqual(len(triples), 2 * sets.PAIRS * len(sets.SENTENCES))
        for country, own_script, sentence in triples:
            (span,) = sentence["spans"]
            self.assertEqual((country, sentence["text"][span["start"]:span["end"]]), ("GR", span["text"]))
            self.assertEqual(scoring.script(span["text"]), "Greek" if own_script else "Latin")


class LimitsTest(unittest.TestCase):

    def test_what_is_worse_or_was_not_measured_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            limits = pathlib.Path(folder, "limits.json")
            limits.write_text('{"at most": {"leaked": 2, "wrong": 3}, "at least": {"role": 90, "sensitive": 80}}', encoding="utf-8")
            self.assertEqual(list(measuring.worse({"leaked": 2, "wrong": 3, "role": 90, "sensitive": 80}, limits)), [])
            self.assertEqual(list(measuring.worse({"leaked": 2.1, "wrong": 1, "role": 89.9}, limits)),
                             ["leaked is 2.1, the limit is at most 2", "role is 89.9, the limit is at least 90",
                              "sensitive was not measured"])


if __name__ == "__main__":
    unittest.main()
