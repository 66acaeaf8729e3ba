# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the formulas come from: a number, how it is made (Dutch, English), its source."""

from __future__ import annotations

SOURCES = (
    (("Score", "Score"), ("Gemiddelde van de antwoorden van elke respondent op de praktijkstellingen, 0-100; daarna het gemiddelde over respondenten.", "Mean of each respondent's answers to the practice statements, 0-100; then the mean over respondents."), "libculture"),
    (("95 %-interval van een score", "95 % interval of a score"), ("t-interval, smaller als het aantal medewerkers bekend is (eindige populatie).", "t interval, narrower where the headcount is known (finite population)."), "Cochran (1977), Sampling Techniques, 3rd ed., ch. 2"),
    (("Kans op een leercultuur in praktijk", "Chance that a learning culture is practised"), ("Kans dat de werkelijke scores aan de lat voldoen, uit de steekproefcovariantie van de gemiddelden, over een verschoven rooster van punten.", "Chance that the true scores meet the bar, from the sampling covariance of the means, over a shifted lattice of points."), "Cranley & Patterson (1976), SIAM J. Numerical Analysis 13, 904-914; L'Ecuyer & Lemieux (2000), Management Science 46, 1214-1235"),
    (("Hoger dan ... van de ...", "Higher than ... of ..."), ("Telling in de referentie; de grenzen tellen de fout van de eigen score en die van de referentie mee.", "A count in the reference; its limits take in the error of the own score and that of the reference."), "Crawford & Garthwaite (2002), Neuropsychologia 40, 1196-1208; (2007), Cognitive Neuropsychology 24, 343-372"),
    (("Uitzonderlijk", "Exceptional"), ("Toets van \u00e9\u00e9n organisatie tegen een kleine steekproef, gecorrigeerd voor het aantal factoren.", "Test of one organisation against a small sample, corrected for the number of factors."), "Crawford & Howell (1998), Clin. Neuropsychologist 12, 482-486; Holm (1979), Scand. J. Statistics 6, 65-70"),
    (("Middelste helft", "Middle half"), ("Eerste en derde kwartiel van de referentie (type 7).", "First and third quartile of the reference (type 7)."), "Hyndman & Fan (1996), American Statistician 50, 361-365"),
    (("Verschil ambitie en praktijk, kanteling", "Gap of ambition and practice, shift"), ("Gemiddelde van ieders eigen verschil, met gepaard t-interval.", "Mean of each respondent's own difference, with a paired t interval."), "Student (1908), Biometrika 6, 1-25"),
    (("Gepubliceerd aandeel", "Published share"), ("Interval van een aandeel.", "Interval of a share."), "Wilson (1927), J. Am. Stat. Assoc. 22, 209-212"),
    (("Betrouwbaarheid (alfa)", "Reliability (alpha)"), ("Samenhang van de stellingen van een factor, met interval.", "How the statements of a factor hang together, with an interval."), "Cronbach (1951), Psychometrika 16, 297-334; Feldt (1965), Psychometrika 30, 357-370"),
    (("Overeenstemming", "Agreement"), ("Of mensen het genoeg eens zijn om van een gemiddelde van de organisatie te spreken.", "Whether people agree enough to speak of a mean of the organisation."), "James, Demaree & Wolf (1984), J. Applied Psychology 69, 85-98"),
    (("Zorgvuldig antwoorden", "Careful answering"), ("Reeksen gelijke antwoorden, te weinig variatie, tegenspraak, haast.", "Runs of equal answers, little variation, contradiction, haste."), "Curran (2016), J. Experimental Social Psychology 66, 4-19; Dunn et al. (2018), J. Business and Psychology 33, 105-121"),
    (("Verandering", "Change"), ("Verschil van twee metingen, met correctie voor het toetsen van meerdere factoren.", "Difference of two surveys, corrected for testing several factors."), "Welch (1947), Biometrika 34, 28-35; Holm (1979)"),
    (("Verbergen van kleine groepen", "Hiding small groups"), ("Verbergen tot geen som of verschil van wat getoond wordt iets over minder mensen vertelt.", "Hiding until no sum or difference of what is shown tells about fewer people."), "Cox (1980), J. Am. Stat. Assoc. 75, 377-385; Willenborg & de Waal (2001), Elements of Statistical Disclosure Control"),
)


def sources(language: str) -> list[tuple[str, str, str]]:
    """The rows of the table of sources in a language."""
    index = ("nl", "en").index(language)
    return [(name[index], how[index], source) for name, how, source in SOURCES]
