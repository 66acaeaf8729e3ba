/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the table of two waves. */
#include "write/comparison_sheet.h"

#include <string.h>

static const struct cul_change_words english = {
    .title = "Change between two waves",
    .respondents = "respondents",
    .before = "Before",
    .after = "After",
    .change = "Change",
    .detectable = "Least",
    .effect = "g",
    .expected = "Expected",
    .same = "Same people",
    .verdict = "Changed",
    .only_before = "Before only",
    .only_after = "After only",
    .no_common = "No organisation is in both waves.",
    .overview = "Overview of the factors",
    .organisation = "Organisation",
    .states = {"higher", "lower", "no clear change", "not tested", "too few answers", "hidden", "not asked",
               "headcount too low"},
    .matched = "Respondents in both waves",
    .matched_hidden = "hidden, because somewhere only a few left or joined",
    .with_key = "with a key",
    .repeated = "rows have the key of a later one, which is matched; in the means all of them count",
    .means =
        {
            [CUL_CHANGE_NO] = "No clear change: the difference may be chance. That does not show that nothing changed.",
            [CUL_CHANGE_UNTESTED] =
                "Not tested: there is a difference, but nothing to test it by, as when everybody answered alike.",
            [CUL_CHANGE_TOO_FEW] = "Too few answers: fewer than the minimum in one of the waves.",
            [CUL_CHANGE_HIDDEN] = "Hidden: it would tell what a few people answered. Nothing is said about the change.",
            [CUL_CHANGE_NOT_ASKED] = "Not asked: not among the questions of one of the waves.",
            [CUL_CHANGE_REFUSED] = "Headcount too low: the register gives fewer people than answered.",
        },
    .careless =
        "Without those with two or more signs of careless answering the changes of the factors differ by at most ",
    .about_change =
        "Change: after minus before, 0-100, with its 95 % interval; higher or lower: p below .05 after Holm's "
        "correction over the factors.",
    .about_census =
        "Where everybody answered both times the change is known: there is no interval, and nothing to test.",
    .about_independent = "The waves are taken as independent samples; --key COLUMN matches respondents.",
    .about_matched = "Where the same people answered twice, the interval takes it into account.",
    .about_same = "Same people: mean change of those in both waves, and how many; left out where others could be "
                  "worked out.",
    .about_columns =
        "Least: the least change that would be beyond chance, looked at by itself. g: Hedges' effect size.",
    .about_expected = "Expected: what an organisation that was low rises without any cause (regression to the mean), "
                      "from the organisations of the first wave.",
    .about_norm = "There is no norm for change: it is not held against the change of a reference sample.",
};

static const struct cul_change_words dutch = {
    .title = "Verandering tussen twee metingen",
    .respondents = "respondenten",
    .before = "Eerst",
    .after = "Nu",
    .change = "Verandering",
    .detectable = "Minst",
    .effect = "g",
    .expected = "Verwacht",
    .same = "Zelfde mensen",
    .verdict = "Veranderd",
    .only_before = "Alleen in de eerste meting",
    .only_after = "Alleen in de tweede meting",
    .no_common = "Geen organisatie zit in beide metingen.",
    .overview = "Overzicht van de factoren",
    .organisation = "Organisatie",
    .states = {"hoger", "lager", "geen duidelijke verandering", "niet getoetst", "te weinig antwoorden", "verborgen",
               "niet gevraagd", "te weinig medewerkers opgegeven"},
    .matched = "Respondenten in beide metingen",
    .matched_hidden = "verborgen, omdat er ergens maar enkele weggingen of bij kwamen",
    .with_key = "met een sleutel",
    .repeated = "rijen hebben de sleutel van een latere, die herkend wordt; in de gemiddelden tellen ze alle",
    .means =
        {
            [CUL_CHANGE_NO] = "Geen duidelijke verandering: het verschil kan toeval zijn. Dat toont niet aan dat er "
                              "niets veranderde.",
            [CUL_CHANGE_UNTESTED] =
                "Niet getoetst: er is een verschil, maar niets om het aan te toetsen, zoals wanneer "
                "iedereen hetzelfde antwoordde.",
            [CUL_CHANGE_TOO_FEW] = "Te weinig antwoorden: minder dan het minimum in een van de metingen.",
            [CUL_CHANGE_HIDDEN] = "Verborgen: het zou verraden wat enkele mensen antwoordden. Over de verandering is "
                                  "niets gezegd.",
            [CUL_CHANGE_NOT_ASKED] = "Niet gevraagd: niet bij de vragen van een van de metingen.",
            [CUL_CHANGE_REFUSED] = "Te weinig medewerkers opgegeven: het register noemt er minder dan er antwoordden.",
        },
    .careless =
        "Zonder wie twee of meer signalen van onzorgvuldig antwoorden toonde verschillen de veranderingen van de "
        "factoren hoogstens ",
    .about_change = "Verandering: nu min eerst, 0-100, met het 95 %-interval; hoger of lager: p onder 0,05 na Holms "
                    "correctie over de factoren.",
    .about_census = "Waar beide keren iedereen antwoordde is de verandering bekend: er is geen interval, en niets te "
                    "toetsen.",
    .about_independent = "De metingen tellen als onafhankelijke steekproeven; --key KOLOM herkent respondenten.",
    .about_matched = "Het interval houdt er rekening mee dat dezelfde mensen twee keer antwoordden.",
    .about_same =
        "Zelfde mensen: gemiddelde verandering van wie in beide metingen zit, en hoeveel dat er zijn; weggelaten "
        "waar anderen af te leiden zijn.",
    .about_columns =
        "Minst: de kleinste verandering die, op zichzelf bekeken, geen toeval meer is. g: Hedges' effectmaat.",
    .about_expected = "Verwacht: wat een organisatie die laag was stijgt zonder enige oorzaak (regressie naar het "
                      "gemiddelde), uit de organisaties van de eerste meting.",
    .about_norm = "Er is geen norm voor verandering: zij is niet vergeleken met die van een referentiesteekproef.",
};

const struct cul_change_words *cul_change_words_in(const char *language)
{
    return strcmp(language, "nl") == 0 ? &dutch : &english;
}
