# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the cases of this folder in which the same answers are wrapped as survey tools export them: a folder each, whose
tally must be that of answers.csv (timed.csv where the tool tells how long it took), byte for byte. Made by hand after the
tools' documented exports; people, addresses and coordinates are invented and must never come out again (personal.txt).

  make.py        run in its own folder; the other cases are kept"""
import csv
import io
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
ITEMS = ["learn_1", "learn_2", "learn_3", "ask_1", "ask_2"]
NL = ["Collega's leren hier van fouten.", "Hier blijft alles zoals het is.", "Er is tijd, geld en ruimte voor een café.",
      "Ik vraag om feedback.", "Mijn leidinggevende vraagt door - ook bij kritiek."]
EN = ["Colleagues learn from mistakes here.", "Nothing ever changes here.", "There is time, money and room for a café.",
      "I ask for feedback.", "My supervisor asks on - also when criticised."]
AGREE = {"nl": ["Helemaal mee oneens", "Mee oneens", "Niet mee eens of oneens", "Mee eens", "Helemaal mee eens"],
         "en": ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]}
OFTEN = {"nl": ["Nooit", "Soms", "Vaak", "Altijd"], "en": ["Never", "Sometimes", "Often", "Always"]}
NORTH, SOUTH = "Zorg & Welzijn Noord", "Café Zuid"
# organisation, five answers (0: not answered, -1: don't know), seconds
PEOPLE = [
    (NORTH, (4, 2, 5, 3, 4), 61), (NORTH, (5, 1, 4, 4, 4), 75), (NORTH, (3, 3, 3, 2, 2), 88), (NORTH, (2, 4, 0, 1, 2), 43),
    (NORTH, (4, 2, -1, 3, 3), 97), (NORTH, (1, 5, 2, 1, 1), 120), (NORTH, (4, 1, 4, 4, 3), 66), (NORTH, (5, 2, 5, 3, 0), 54),
    (SOUTH, (3, 4, 2, 2, 1), 81), (SOUTH, (2, 5, 1, 1, 2), 73), (SOUTH, (4, 3, 3, -1, 2), 92), (SOUTH, (5, 2, 4, 4, 4), 69),
    (SOUTH, (1, 4, 2, 2, 1), 110), (SOUTH, (3, 3, 4, 3, 3), 58), (SOUTH, (0, 2, 3, 2, 4), 77),
]
PERSONAL = ["sanne.de.wit@example.org", "Sanne de Wit", "192.0.2.77", "52.379189", "4.899431", "06-12345678"]
MAIL, NAME, ADDRESS, LATITUDE, LONGITUDE, PHONE = PERSONAL


def word(item, value, language):
    """An answer in words."""
    if value == 0:
        return ""
    if value == -1:
        return {"nl": "Weet niet", "en": "Don't know"}[language]
    return (AGREE if item < 3 else OFTEN)[language][value - 1]


def words(answers, language):
    return [word(i, value, language) for i, value in enumerate(answers)]


def numbers(answers):
    return ["" if value < 1 else str(value) for value in answers]


def codes(answers):
    return ["" if value < 1 else f"A{value}" for value in answers]


def table(rows, delimiter=",", every=False, end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL).writerows(rows)
    return out.getvalue()


def write(case, data, said, base="answers.csv", options="", name="survey.csv", **files):
    """A case: data in a file of that name; said are lines of `culture check`, files whatever else lies beside it."""
    folder = HERE / case
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (folder / "arguments").write_text(f"check -q ../questionnaire.yaml {options} {name}".replace("  ", " ") + "\n")
    (folder / "output.txt").write_text("".join(line + "\n" for line in said))
    (folder / "tally").write_text(f"{base}\n-q ../questionnaire.yaml {options} {name}".replace("  ", " ") + "\n")
    for other, text in files.items():
        (folder / other.replace("_", ".")).write_text(text)


def bases():
    plain = [["organisation", *ITEMS]] + [[name, *numbers(answers)] for name, answers, _ in PEOPLE]
    timed = [["organisation", *ITEMS, "interviewtime"]] + [[name, *numbers(answers), seconds] for name, answers, seconds in PEOPLE]
    (HERE / "answers.csv").write_text(table(plain))
    (HERE / "equation.csv").write_text(table(plain).replace(NORTH, "=Noord"))
    (HERE / "timed.csv").write_text(table(timed))
    (HERE / "personal.txt").write_text("".join(text + "\n" for text in PERSONAL))


def lime(headings, cells, delimiter=";", extra=(), lead=("id", "submitdate", "lastpage", "startlanguage"), tail=("interviewtime",),
         organisation="organisation", ip="ipaddr"):
    rows = [[*lead, ip, organisation, *headings, *tail]]
    for i, (name, answers, seconds) in enumerate(PEOPLE):
        rows.append([i + 1, "2026-03-05 14:12:45", 4, "nl", ADDRESS, name, *cells(answers), *([f"{seconds}.0"] if tail else [])])
    for row in extra:
        rows.append([len(rows), "", 2, "nl", ADDRESS, *row, *(["9.1"] if tail else [])])
    return "\ufeff" + table(rows, delimiter, True, "\r\n") + "\r\n"


def limesurvey():
    arrays = ["Q1[SQ001]", "Q1[SQ002]", "Q1[SQ003]", "Q2", "Q3"]
    found = "  11 columns, 5 of 5 items found"
    own = "  the survey tool's own, not used: id, lastpage, startlanguage"
    write("limesurvey_codes", lime(arrays, codes),
          ["survey.csv: survey, 15 rows, 15 kept, 0 empty, 0 rejected",
           "  LimeSurvey, UTF-8 with BOM, line ends CRLF, delimiter semicolon, 1 header row", "  12 columns, 5 of 5 items found",
           "  organisation: organisation", "  duration: interviewtime", "  finished or not: submitdate",
           "  personal, never kept: ipaddr", own, "  answers on agreement: ..."], "timed.csv")
    write("limesurvey_underscores", lime(["Q1_SQ001", "Q1_SQ002", "Q1_SQ003", "Q2", "Q3"], numbers, ","),
          ["  LimeSurvey, UTF-8 with BOM, line ends CRLF, delimiter comma, 1 header row"], "timed.csv")
    texts = [f"Over uw werk [{text}]" for text in NL[:3]] + NL[3:]
    write("limesurvey_texts_nl", lime(texts, lambda answers: words(answers, "nl"), tail=(), ip="IP-adres", organisation="Organisatie",
                                      lead=("Antwoord ID", "Datum ingestuurd", "Laatste pagina", "Begintaal")),
          ["  LimeSurvey, UTF-8 with BOM, line ends CRLF, delimiter semicolon, 1 header row", found, "  organisation: Organisatie",
           "  finished or not: Datum ingestuurd", "  personal, never kept: IP-adres"])
    texts = [f"About your work [{text}]" for text in EN[:3]] + EN[3:]
    write("limesurvey_texts_en", lime(texts, lambda answers: words(answers, "en"), ",", tail=(), ip="IP address", organisation="Organisation",
                                      lead=("Response ID", "Date submitted", "Last page", "Start language")),
          ["  LimeSurvey, UTF-8 with BOM, line ends CRLF, delimiter comma, 1 header row", found])
    short = [f"{text[:15]}.. " for text in NL]
    write("limesurvey_abbreviated", lime(short, lambda answers: words(answers, "nl"), tail=()), [found])
    both = [f"{code}. {text}" for code, text in zip(arrays, NL)]
    write("limesurvey_code_and_text", lime(both, lambda answers: words(answers, "nl"), tail=()), [found])
    mixed = [f"{code}. {text}".replace(" ", "_") for code, text in zip(arrays, NL)]
    write("limesurvey_spaces_as_underscores", lime(mixed, numbers, tail=()), [found])
    # What begins as an equation gets a mask: here the name of an organisation.
    masked = lime(arrays, numbers, tail=()).replace(NORTH, "'=Noord")
    write("limesurvey_masked", masked, [found], "equation.csv")
    unfinished = [[NORTH, "A1", "A1", "A1", "", ""], [SOUTH, "", "", "", "", ""], [NORTH, "A5", "oeps", "", "", ""]]
    write("limesurvey_unfinished", lime(arrays, codes, extra=unfinished),
          ["survey.csv: survey, 18 rows, 15 kept, 1 empty, 0 rejected, 2 left out", "survey.csv:17:6: not finished; left out (2 times)"],
          "timed.csv")


QUALTRICS = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate", "ResponseId",
             "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude",
             "DistributionChannel", "UserLanguage", "organisation", "Q3_1", "Q3_2", "Q3_3", "Q4", "Q5"]


def qualtrics_row(name, cells, seconds, number, status="0", finished="1", progress="100"):
    return ["2026-03-05 14:11:01", "2026-03-05 14:12:45", status, ADDRESS, progress, seconds, finished, "2026-03-05 14:12:46",
            f"R_{number:015d}", "de Wit", "Sanne", MAIL, "", LATITUDE, LONGITUDE, "anonymous", "NL", name, *cells]


def qualtrics():
    asked = ["Begindatum", "Einddatum", "Reactietype", "IP-adres", "Voortgang", "Duur (in seconden)", "Voltooid", "Registratiedatum",
             "Antwoord-id", "Achternaam", "Voornaam", "E-mailadres", "Externe verwijzing", "Breedtegraad", "Lengtegraad",
             "Distributiekanaal", "Taal", "Voor welke organisatie werkt u?", *[f"In hoeverre geldt dit? - {text}" for text in NL[:3]], *NL[3:]]
    ids = [json.dumps({"ImportId": f"QID{i}"}) for i in range(len(asked))]
    rows = [qualtrics_row(name, [n or "-99" for n in numbers(answers)], seconds, i) for i, (name, answers, seconds) in enumerate(PEOPLE)]
    tried = [qualtrics_row(NORTH, ["1", "1", "1", "1", "1"], "7", 90, status="1"),
             qualtrics_row(SOUTH, ["2", "x", "", "", ""], "7", 91, finished="0", progress="40")]
    said = ["survey.csv: survey, 17 rows, 15 kept, 0 empty, 0 rejected, 2 left out",
            "  Qualtrics, UTF-8, line ends LF, delimiter comma, 3 header rows", "  23 columns, 5 of 5 items found",
            "  organisation: organisation", "  duration: Duration (in seconds)", "  finished or not: Finished",
            "  tried out or not: Status",
            "  personal, never kept: IPAddress, RecipientLastName, RecipientFirstName, RecipientEmail, ExternalReference, LocationLatitude, "
            "LocationLongitude"]
    write("qualtrics_numbers", table([QUALTRICS, asked, ids, tried[0], *rows, tried[1]]), said, "timed.csv")
    # Answers as texts: what questions are called says it, the codes above are the tool's own.
    headings = [*QUALTRICS[:18], "QID7_1", "QID7_2", "QID7_3", "QID8", "QID9"]
    rows = [qualtrics_row(name, words(answers, "nl"), seconds, i, "IP-adres", "Waar") for i, (name, answers, seconds) in enumerate(PEOPLE)]
    tried = [qualtrics_row(NORTH, ["Mee eens"] * 5, "7", 90, "Voorbeeld van enquête", "Waar"),
             qualtrics_row(NORTH, ["Mee eens", "", "", "", ""], "7", 90, "IP-adres", "Onwaar", "12")]
    write("qualtrics_texts_nl", table([headings, asked, ids, *rows, *tried]), said[:1] + ["  23 columns, 5 of 5 items found"], "timed.csv")
    asked = [*QUALTRICS[:17], "Which organisation do you work for?", *[f"How far is this so? - {text}" for text in EN[:3]], *EN[3:]]
    rows = [qualtrics_row(name, words(answers, "en"), seconds, i, "IP Address", "True") for i, (name, answers, seconds) in enumerate(PEOPLE)]
    tried = [qualtrics_row(NORTH, ["Agree"] * 5, "7", 90, "Survey Preview", "True"),
             qualtrics_row(NORTH, ["Agree", "", "", "", ""], "7", 90, "IP Address", "False", "12")]
    write("qualtrics_texts_en", table([headings, asked, ids, *rows, *tried], "\t"),
          ["  Qualtrics, UTF-8, line ends LF, delimiter tab, 3 header rows"], "timed.csv", name="survey.tsv")
    # The third row taken out by hand.
    write("qualtrics_two_rows", table([headings, asked, *rows]), ["  Qualtrics, UTF-8, line ends LF, delimiter comma, 2 header rows"],
          "timed.csv")
    write("qualtrics_one_row", table([QUALTRICS, *rows]), ["  Qualtrics, UTF-8, line ends LF, delimiter comma, 1 header row"], "timed.csv")
    # The export until 2016: V1 to V10 above their names, and a comma too many at each line's end.
    names = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status", "StartDate", "EndDate",
             "Finished", "organisation", *[f"How far is this so?-{text}" for text in EN[:3]], *EN[3:], ""]
    above = [f"V{i}" for i in range(1, 11)] + ["Q1", "Q3_1", "Q3_2", "Q3_3", "Q4", "Q5", ""]
    rows = [[f"R_{i:015d}", "Default Response Set", NAME, "", MAIL, ADDRESS, "0", "2016-03-05", "2016-03-05", "1", name, *numbers(answers), ""]
            for i, (name, answers, _) in enumerate(PEOPLE)]
    write("qualtrics_legacy", "\ufeff" + table([above, names, *rows]),
          ["  Qualtrics, UTF-8 with BOM, line ends LF, delimiter comma, 2 header rows", "  17 columns, 5 of 5 items found",
           "  personal, never kept: Name, ExternalDataReference, EmailAddress, IPAddress"])


def forms():
    stamp = "2026/03/05 3:12:45 pm CET"
    rows = [["Tijdstempel", "E-mailadres", "Organisatie", *NL]]
    rows += [[stamp, MAIL, name, *words(answers, "nl")] for name, answers, _ in PEOPLE]
    write("google_forms_nl", table(rows, every=True), ["  Google Forms, UTF-8, line ends LF, delimiter comma, 1 header row",
                                                       "  8 columns, 5 of 5 items found", "  personal, never kept: E-mailadres"])
    rows = [["Timestamp", "Username", "Organisation", *[f"How far is this so? [{text}]" for text in EN[:3]], *EN[3:]]]
    rows += [[stamp, MAIL, name, *words(answers, "en")] for name, answers, _ in PEOPLE]
    write("google_forms_grid_en", table(rows, every=True, end="\r\n"), ["  8 columns, 5 of 5 items found"])
    space = "\u00a0"
    dutch = ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging", f"Organisatie{space}"]
    rows = [[*dutch, *[text.replace(" ", space, 2) + space for text in NL], "Wat wilt u nog kwijt?", "Wat wilt u nog kwijt?2"]]
    rows += [[i, "3-5-2026 14:11", "3-5-2026 14:12", MAIL, NAME, "", name, *words(answers, "nl"), "A;B;", PHONE]
             for i, (name, answers, _) in enumerate(PEOPLE)]
    write("microsoft_forms_nl", "\ufeff" + table(rows, ";", end="\r\n"),
          ["  Microsoft Forms, UTF-8 with BOM, line ends CRLF, delimiter semicolon, 1 header row", "  14 columns, 5 of 5 items found",
           "  personal, never kept: E-mail, Naam",
           "  the survey tool's own, not used: ID, Begintijd, Tijd van voltooien, Tijd van laatste wijziging"])
    rows = [["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "Organisation", *EN]]
    rows += [[i, "3/5/2026 14:11", "3/5/2026 14:12", MAIL, NAME, "", name, *words(answers, "en")]
             for i, (name, answers, _) in enumerate(PEOPLE)]
    write("microsoft_forms_en", table(rows), ["  Microsoft Forms, UTF-8, line ends LF, delimiter comma, 1 header row"])


def surveymonkey():
    lead = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1"]
    above = [*lead, "Organisation", "How far is this <b>so</b>?", "", "", EN[3], EN[4].replace(" - ", " <em>-</em> ")]
    below = [""] * 9 + ["Open-Ended Response", *[f"<p>{text.replace('é', '&eacute;')}</p>" for text in EN[:3]], "Response", "Response"]
    rows = [[11400000000 + i, 390000001, "03/05/2026 02:11:01 PM", "03/05/2026 02:12:45 PM", ADDRESS, MAIL, "Sanne", "de Wit", "", name,
             *words(answers, "en")] for i, (name, answers, _) in enumerate(PEOPLE)]
    write("surveymonkey_en", table([above, below, *rows]),
          ["  SurveyMonkey, UTF-8, line ends LF, delimiter comma, 2 header rows", "  15 columns, 5 of 5 items found",
           "  organisation: Organisation",
           "  personal, never kept: IP Address, Email Address, First Name, Last Name, Custom Data 1",
           "  the survey tool's own, not used: Respondent ID, Collector ID, Start Date, End Date"])
    above = ["Respondent-ID", "Collector-ID", "Begindatum", "Einddatum", "IP-adres", "E-mailadres", "Organisatie", "In hoeverre geldt dit?", "", "",
             "Hoe vaak?", ""]
    below = [""] * 6 + ["Open antwoord", *[text.replace(" ", "&nbsp;") for text in NL]]
    rows = [[i, 1, "05-03-2026", "05-03-2026", ADDRESS, MAIL, name, *words(answers, "nl")] for i, (name, answers, _) in enumerate(PEOPLE)]
    write("surveymonkey_nl", table([above, below, *rows], ";"),
          ["  SurveyMonkey, UTF-8, line ends LF, delimiter semicolon, 2 header rows", "  12 columns, 5 of 5 items found"])


def html():
    """Headings and answers with what a tool's page had around them; signs that only look so stay what they are."""
    headings = ["Colleagues <b>learn</b> from mistakes here.", "<!-- kept -->Nothing ever <span class=\"x\">changes</span> here.",
                "There is time, money and room for a caf&#233;.", "I ask<br/>for&nbsp;feedback.",
                "My supervisor asks on &#x2D; also when criticised."]
    signs = ["R&D; or not", "1 < 2 and 3 > 2", "&#xD800; &#1114112; &#4G; &#; &#9; &nothing; &averyverylongname;", "&#8364;&#x1F600;&euro;&", "a <b"]
    rows = [["<p>Organisation</p>", *headings, *signs], *[[name, *words(answers, "en"), *[""] * 5] for name, answers, _ in PEOPLE]]
    write("html_headings", table(rows),
          ["  11 columns, 5 of 5 items found", "  organisation: Organisation",
           "  match nothing: R&D; or not, 1 < 2 and 3 > 2, &#xD800; &#1114112; &#4G; &#; &#9; &nothing; &averyverylongname;, "
           "€\U0001F600€&, a <b"])
    wrapped = [["organisation", *ITEMS]]
    for name, answers, _ in PEOPLE:
        cells = [text.replace("'", "&#39;" if len(wrapped) % 2 else "&rsquo;") for text in words(answers, "en")]
        wrapped.append([name, *[f"<em>{text}</em>" if text else "" for text in cells]])
    write("html_answers", table(wrapped), ["  6 columns, 5 of 5 items found"])


def excel():
    rows = [["Organisatie", *NL, "Opmerking"]] + [[name, *words(answers, "nl"), "ja; maar \"nee\""] for name, answers, _ in PEOPLE]
    write("excel_dutch", table(rows, ";", end="\r\n").encode("cp1252"),
          ["  Windows-1252, line ends CRLF, delimiter semicolon, 1 header row", "  7 columns, 5 of 5 items found"])
    write("excel_unicode_text", b"\xff\xfe" + table(rows, "\t", end="\r\n").encode("utf-16-le"),
          ["  UTF-16LE, line ends CRLF, delimiter tab, 1 header row"], name="survey.txt")
    write("excel_utf8", "\ufeff" + table(rows, ";", end="\r\n"), ["  UTF-8 with BOM, line ends CRLF, delimiter semicolon, 1 header row"])
    write("excel_separator_line", "sep=;\r\n" + table(rows, ";", end="\r\n"), ["  UTF-8, line ends CRLF, delimiter semicolon, 1 header row"])
    decimal = [["organisation", *ITEMS]] + [[name, *[n and n + ",0" for n in numbers(answers)]] for name, answers, _ in PEOPLE]
    write("decimal_commas", table(decimal, ";"), ["  6 columns, 5 of 5 items found"])
    point = [["organisation", *ITEMS]] + [[name, *[n and n + ".0" for n in numbers(answers)]] for name, answers, _ in PEOPLE]
    write("decimal_points", table(point), ["  6 columns, 5 of 5 items found"])
    title = [["Leercultuur 2026, ruwe gegevens"], ["Peildatum", "5 maart"], *rows]
    write("title_rows", table(title, ";"), ["  UTF-8, line ends LF, delimiter semicolon, 1 header row below 2 title rows"])
    padded = [row + [""] * (7 - len(row)) for row in title]
    write("title_rows_padded", table(padded, ";"), ["  UTF-8, line ends LF, delimiter semicolon, 1 header row below 2 title rows"])
    write("trailing_semicolons", table([row + ["", ""] for row in rows], ";"), ["  9 columns, 5 of 5 items found"])
    text = table(rows, ";")
    lines = text.split("\n")
    write("line_ends_mixed", "".join(line + ["\n", "\r\n", "\r"][i % 3] for i, line in enumerate(lines) if line),
          ["  UTF-8, line ends mixed, delimiter semicolon, 1 header row"])
    curly = table(rows, ";").replace("'", "\u2019").replace(" - ", " \u2013 ").replace(" mee ", "\u00a0mee\u200b ").replace("Soms", "SOMS").replace("Café Zuid", "CAFE\u0301 ZUID")
    # The organisation is the same; how it was spelled is counted too, so that the tally's bytes are not.
    plain = curly.replace("CAFE\u0301 ZUID", "Café Zuid")
    write("quotes_and_spaces", plain, ["  7 columns, 5 of 5 items found"])


def other_shapes():
    """A row an answer, and what a mapping tells."""
    rows = [(f"P{i:02d}", name, item, answers[k]) for i, (name, answers, _) in enumerate(PEOPLE) for k, item in enumerate(ITEMS)]
    long = [["respondent", "organisation", "item", "answer"], *[[*row[:3], "" if row[3] < 1 else row[3]] for row in rows]]
    write("long", table(long), ["survey.csv: survey, 15 rows, 15 kept, 0 empty, 0 rejected",
                                "  long format, UTF-8, line ends LF, delimiter comma, 1 header row", "  organisation: organisation",
                                "  tells respondents apart: respondent", "  which item: item", "  its answer: answer"])
    # In any order, items by their texts, answers in words, and what was not answered left out.
    mixed = sorted(rows, key=lambda row: (row[3] * 7 + len(row[2]) + int(row[0][1:]) * 5) % 11)
    long = [["Deelnemer", "Stelling", "Antwoord", "Organisatie", "E-mail"]]
    long += [[who, NL[ITEMS.index(item)], word(ITEMS.index(item), value, "nl"), name, MAIL] for who, name, item, value in mixed if value]
    write("long_dutch_any_order", table(long, ";", end="\r\n"),
          ["survey.csv: survey, 15 rows, 15 kept, 0 empty, 0 rejected",
           "  long format, UTF-8, line ends CRLF, delimiter semicolon, 1 header row", "  personal, never kept: E-mail"])
    # Numbers of respondents that begin anew in every organisation.
    own = {}
    for who, name, *_ in rows:
        own.setdefault(name, {}).setdefault(who, len(own.get(name, {})) + 1)
    long = [["respondent", "organisation", "item", "answer"]]
    long += [[own[name][who], name, item, "" if value < 1 else value] for who, name, item, value in rows]
    write("long_numbers_anew", table(long), ["survey.csv: survey, 15 rows, 15 kept, 0 empty, 0 rejected"])
    mapping = """mapping: eigen-export
columns: {respondent: Nummer, item: Code, answer: Score, organisation: Klant}
items: {L1: learn_1, L2: learn_2, L3: learn_3, V1: ask_1, V2: ask_2}
labels:
  agreement: {"10": 1, "20": 2, "30": 3, "40": 4, "50": 5, "0": missing}
  frequency: {"10": 1, "20": 2, "30": 3, "40": 4, "0": missing}
"""
    codes_of = dict(zip(ITEMS, ["L1", "L2", "L3", "V1", "V2"]))
    long = [["Nummer", "Klant", "Code", "Score"], *[[who, name, codes_of[item], max(value, 0) * 10] for who, name, item, value in rows]]
    write("long_mapping", table(long, ";"), ["  long format, UTF-8, line ends LF, delimiter semicolon, 1 header row"], "answers.csv",
          "--mapping mapping.yaml", mapping_yaml=mapping)
    mapping = """mapping: kwaliteitsmonitor
columns: {organisation: Instelling, duration: Tijd, finished: Klaar}
units: {team: Naam van uw team}
items:
  Vraag 7a: learn_1
  Vraag 7b: learn_2
  Vraag 7c: learn_3
  Vraag 8: ask_1
  Vraag 9: ask_2
labels:
  agreement: {Klopt helemaal niet: 1, Klopt niet: 2, Soms wel: 3, Klopt: 4, Klopt helemaal: 5, Geen idee: missing}
  frequency: {"4": 1, "3": 2, "2": 3, "1": 4, Geen idee: missing}
"""
    own = ["Klopt helemaal niet", "Klopt niet", "Soms wel", "Klopt", "Klopt helemaal"]
    wide = [["Instelling", "Vraag 7a", "Vraag 7b", "Vraag 7c", "Vraag 8", "Vraag 9", "Tijd", "Klaar", "Naam van uw team"]]
    for name, answers, seconds in PEOPLE:
        first = [own[value - 1] if value > 0 else "Geen idee" if value else "" for value in answers[:3]]
        last = [5 - value if value > 0 else "geen IDEE" if value else "" for value in answers[3:]]
        wide.append([name, *first, *last, seconds, "ja", "Team A"])
    wide.append([NORTH, *["Klopt"] * 3, 1, 1, 50, "nee", "Team A"])
    write("mapping", table(wide, ";"),
          ["survey.csv: survey, 16 rows, 15 kept, 0 empty, 0 rejected, 1 left out", "  organisation: Instelling", "  duration: Tijd",
           "  finished or not: Klaar", "survey.csv:17:47: not finished; left out"], "timed.csv", "--mapping mapping.yaml", mapping_yaml=mapping)
    # Whoever answered again: an earlier row, and a later one without an answer, which takes nobody's place.
    keyed = [["Personeelsnummer", "organisation", *ITEMS]]
    for i, (name, answers, _) in enumerate(PEOPLE):
        if i in (3, 9):
            keyed.append([f"2026-{i:04d}", name, "1", "1", "1", "", "9"])
        keyed.append([f"2026-{i:04d}", name, *numbers(answers)])
    keyed.append(["2026-0005", NORTH, "", "", "", "", ""])
    write("duplicates_last", table(keyed), ["survey.csv: survey, 18 rows, 15 kept, 1 empty, 0 rejected, 2 left out",
                                            "  tells respondents apart: Personeelsnummer",
                                            "survey.csv:5:1: this respondent has a later row, which counts; this one is left out (2 times)"],
          "answers.csv", "--key personeelsnummer --duplicates last")


def main():
    bases()
    limesurvey()
    qualtrics()
    forms()
    surveymonkey()
    html()
    excel()
    other_shapes()


if __name__ == "__main__":
    main()
