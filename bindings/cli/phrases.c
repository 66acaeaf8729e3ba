/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sentences. A Dutch format takes the same values in the same order; %.0s passes over an English "s". */
#include "phrases.h"

#include <string.h>

static const struct phrase {
    const char *english, *dutch;
} phrases[] = {
    /* Wrong use. */
    {"; try 'culture%s%s --help'", "; zie 'culture%s%s --help'"},
    {"no command '%s' (did you mean '%s'?)", "geen opdracht '%s' (bedoelde u '%s'?)"},
    {"no command '%s'", "geen opdracht '%s'"},
    {"no command was given", "er is geen opdracht gegeven"},
    {"no file was given", "er is geen bestand gegeven"},
    {"%s are needed", "%s zijn nodig"},
    {"'%s' is one argument too many", "'%s' is een argument te veel"},
    {"a survey cannot come from standard input; give a file or a folder, or a list of them with --files-from -",
     "een enquête kan niet van de standaardinvoer komen; geef een bestand of een map, of een lijst ervan met "
     "--files-from -"},
    {"no file matches '%s'", "geen bestand past bij '%s'"},
    {"'%s': cannot be searched", "'%s': hier kan niet gezocht worden"},
    {"--files-from: %s: %s", "--files-from: %s: %s"},
    {"--strict: nothing is written: %s", "--strict: er is niets geschreven: %s"},
    {"a file or organisation was refused", "een bestand of organisatie is geweigerd"},
    {"a file has problems; 'culture check' lists them", "een bestand heeft problemen; 'culture check' noemt ze"},
    {"-o is missing: %s", "-o ontbreekt: %s"},
    {"the tally to write", "de telling die geschreven moet worden"},
    {"the page to write", "de pagina die geschreven moet worden"},
    {"a report needs the Python package with its extra: pip install 'libculture[report]', or in the source folder "
     "python3-jinja2 and PYTHONPATH=bindings/python",
     "een rapport heeft het Python-pakket met zijn extra nodig: pip install 'libculture[report]', of in de bronmap "
     "python3-jinja2 en PYTHONPATH=bindings/python"},
    {"what is wrong tells: python3 -c 'import jinja2, libculture.report'",
     "wat er mis is, vertelt: python3 -c 'import jinja2, libculture.report'"},
    {"the reference file to write", "het referentiebestand dat geschreven moet worden"},
    {"the folder to write to", "de map om in te schrijven"},
    {"--%s: '%s' is no whole number from %lld to %lld", "--%s: '%s' is geen geheel getal van %lld tot %lld"},
    {"--%s: '%s' is not like 25-400", "--%s: '%s' is niet als 25-400"},
    {"--%s: '%s' is none of %s", "--%s: '%s' is geen van %s"},
    {"--%s: at most %d times", "--%s: hoogstens %d keer"},
    {"--%s: '%s' is given twice", "--%s: '%s' is twee keer gegeven"},
    {"--%s needs a value that is not empty", "--%s heeft een waarde nodig die niet leeg is"},
    {"--%s needs a value: %s", "--%s heeft een waarde nodig: %s"},
    {"--%s takes no value", "--%s heeft geen waarde"},
    {"--output: '-' is no file; score, compare, structure and show write to standard output without -o",
     "--output: '-' is geen bestand; score, compare, structure en show schrijven zonder -o naar de standaarduitvoer"},
    {"unknown option '%s' (did you mean '--%s'?)", "onbekende optie '%s' (bedoelde u '--%s'?)"},
    {"unknown option '%s'", "onbekende optie '%s'"},
    {"unknown option '-%c'", "onbekende optie '-%c'"},
    {"no questionnaire '%s': neither a file nor one of: %s", "geen vragenlijst '%s': geen bestand en geen van: %s"},
    {"no reference '%s'; give a file.yaml, none, nine-factors-65 or leave -r out",
     "geen referentie '%s'; geef een bestand.yaml, none, nine-factors-65 of laat -r weg"},
    {"--salt: there is no reference with hashed names", "--salt: er is geen referentie met versleutelde namen"},
    {"--peers: '%s' is not sector=VALUE or size=VALUE", "--peers: '%s' is niet sector=WAARDE of size=WAARDE"},
    {"--peers needs a reference sample", "--peers heeft een referentie nodig"},
    {"--multiverse is for the table and JSON; CSV has no place for it",
     "--multiverse is voor de tabel en JSON; CSV heeft er geen plaats voor"},
    {"--drivers is for the table and JSON; CSV has no place for it",
     "--drivers is voor de tabel en JSON; CSV heeft er geen plaats voor"},
    {"--organisations-before is the register of the wave that --before names",
     "--organisations-before is het register van de meting die --before noemt"},
    {"--details is for the table; JSON always holds everything, CSV has columns of its own",
     "--details is voor de tabel; JSON bevat altijd alles, CSV heeft eigen kolommen"},
    {"--drivers: there is no other factor to explain '%s' with",
     "--drivers: er is geen andere factor om '%s' mee te verklaren"},
    {"--drivers: no theme or factor '%s' (did you mean '%s'?)",
     "--drivers: geen thema of factor '%s' (bedoelde u '%s'?)"},
    {"--drivers: no theme or factor '%s'", "--drivers: geen thema of factor '%s'"},
    {"--drivers: '%s' is not like THEME, THEME:person or THEME:organisation",
     "--drivers: '%s' is niet als THEMA, THEMA:person of THEMA:organisation"},
    {"--id: '%s' is not made of a-z, 0-9, - and _", "--id: '%s' bestaat niet uit a-z, 0-9, - en _"},
    {"--note-nl is the Dutch for --note, which is missing", "--note-nl is het Nederlands bij --note, en die ontbreekt"},
    {"--screen and --subtract do not go together: rows would be compared with others than when they were counted",
     "--screen en --subtract gaan niet samen: rijen zouden met andere vergeleken worden dan toen zij geteld werden"},
    /* Files and what became of them. */
    {"\nculture: stopped; nothing was written\n", "\nculture: gestopt; er is niets geschreven\n"},
    {"\rculture: %lld of %lld files, %lld rows", "\rculture: %lld van %lld bestanden, %lld rijen"},
    {"failed: %s", "mislukt: %s"},
    {"%s: %lld of %lld rows left out", "%s: %lld van %lld rijen weggelaten"},
    {"%s: %d more kind%s of problem; 'culture check' lists them",
     "%s: nog meer soorten problemen (%d)%.0s; 'culture check' noemt ze"},
    {"%s: %lld more problem%s; 'culture check' lists them",
     "%s: nog meer problemen (%lld)%.0s; 'culture check' noemt ze"},
    {" (%lld times)", " (%lld keer)"},
    {"--screen: nothing is compared: %s", "--screen: er is niets vergeleken: %s"},
    {"--screen: no distances: %s", "--screen: geen afstanden: %s"},
    {"--screen: distances need more than %lld rows for every two items; the fewest of two: %lld",
     "--screen: afstanden vragen meer dan %lld rijen voor elke twee items; de minste van twee: %lld"},
    {"--screen: no distances: the items' covariances cannot be inverted",
     "--screen: geen afstanden: de covarianties van de items zijn niet om te keren"},
    {"--screen: person_total is not told: the items' means differ so little that %d %% of ordinary "
     "respondents would show it by chance",
     "--screen: person_total is niet te zeggen: de gemiddelden van de items verschillen zo weinig dat %d %% van de "
     "gewone respondenten het toevallig zou tonen"},
    {"%s: organisation %s is not in the register", "%s: organisatie %s staat niet in het register"},
    {"organisation %s: refused: its headcount %lld is below its number of respondents",
     "organisatie %s: geweigerd: het aantal medewerkers (%lld) is lager dan het aantal respondenten"},
    {"%s: columns that a register does not have, not used: %s",
     "%s: kolommen die een register niet heeft, niet gebruikt: %s"},
    {"%s: headcounts of subgroups count only with --by and their column",
     "%s: aantallen medewerkers van onderdelen tellen alleen mee met --by en hun kolom"},
    {"%s:%lld: nobody of %s answered as being of '%s'", "%s:%lld: niemand van %s antwoordde als iemand van '%s'"},
    {"%s:%lld: nobody of %s answered as being of '%s'; did you mean '%s'?",
     "%s:%lld: niemand van %s antwoordde als iemand van '%s'; bedoelde u '%s'?"},
    {"%s: has no headcount of '%s' of %s (column %s): nothing is weighted to that column",
     "%s: geeft geen aantal medewerkers van '%s' van %s (kolom %s): er wordt niet naar die kolom gewogen"},
    {"no file has subgroups in a column '%s'", "geen bestand heeft onderdelen in een kolom '%s'"},
    {"no file has subgroups in a column '%s' (did you mean '%s'?)",
     "geen bestand heeft onderdelen in een kolom '%s' (bedoelde u '%s'?)"},
    {"no reference sample for the questionnaire %s: scores only (-r names one)",
     "geen referentie voor de vragenlijst %s: alleen scores (-r noemt er een)"},
    {"the names in the reference are hashed: without --salt its members are not recognised, and are compared with "
     "themselves too",
     "de namen in de referentie zijn versleuteld: zonder --salt worden leden niet herkend, en ook met zichzelf "
     "vergeleken"},
    {"nothing scored: every organisation has too few respondents or was refused",
     "niets gescoord: elke organisatie heeft te weinig respondenten of is geweigerd"},
    {"standard output: %s", "standaarduitvoer: %s"},
    {"cannot be written", "kan niet geschreven worden"},
    /* Two waves. */
    {"%lld respondent%s without a key cannot be matched",
     "respondenten zonder sleutel, die niet gekoppeld kunnen worden: %lld%.0s"},
    {"%lld row%s the key of a later one, which is matched; in the means all of them count",
     "rijen met de sleutel van een latere, die gekoppeld wordt: %lld%.0s; in de gemiddelden tellen alle mee"},
    {" and %lld more", " en nog %lld"},
    {"passed over, no survey file%s: %s%s%s%s%s%s", "overgeslagen, geen enquête%.0s: %s%s%s%s%s%s"},
    {"%s: passed over: %s", "%s: overgeslagen: %s"},
    {"a link, which is not followed", "een koppeling, die niet gevolgd wordt"},
    {"no survey file", "geen enquête"},
    {"%lld files: %lld read, %lld failed; %lld of %lld row%s counted",
     "%lld bestanden: %lld gelezen, %lld mislukt; %lld van %lld rijen%.0s geteld"},
    {"%s: %lld of %lld file%s taken from the journal; personal data, to be deleted when the batch is done",
     "%s: %lld van %lld bestanden%.0s uit het logboek; persoonsgegevens, te wissen als de reeks klaar is"},
    {"the files are read twice, and were not the same: one changed, or could not be read once; try again",
     "de bestanden worden twee keer gelezen en waren niet gelijk: er is er een veranderd, of een keer niet te lezen; "
     "probeer het opnieuw"},
    {"no organisation is in both waves; a file without a column organisation is named after the file, unless "
     "--organisation names it",
     "geen organisatie zit in beide metingen; een bestand zonder kolom organisatie heet naar het bestand, tenzij "
     "--organisation het noemt"},
    /* Tallies, references, simulation. */
    {"%s: %lld organisation%s, %lld respondent%s; personal data, only its owner may read it",
     "%s: organisaties %lld%.0s, respondenten %lld%.0s; persoonsgegevens, alleen de eigenaar mag het lezen"},
    {"nothing was written: a file to subtract could not be used",
     "er is niets geschreven: een bestand om af te trekken was niet bruikbaar"},
    {"organisation %s is left out: a factor with too few answers, or all alike, or it was refused",
     "organisatie %s is weggelaten: een factor met te weinig antwoorden, of met louter gelijke, of zij is geweigerd"},
    {"%s: %s reference sample of %lld organisation%s", "%s: %s referentie, organisaties: %lld%.0s"},
    {"it holds exact results of small organisations: treat it as personal data",
     "het bevat precieze uitkomsten van kleine organisaties: behandel het als persoonsgegevens"},
    {"%s: the folder holds other survey files too (%lld): they are scored together with these",
     "%s: de map bevat ook andere bestanden met antwoorden (%lld): die worden samen met deze gescoord"},
    {"%s: simulated survey files and register.csv, seed %lld",
     "%s: gesimuleerde bestanden met antwoorden en register.csv, seed %lld"},
    /* culture check. */
    {"questionnaire", "vragenlijst"},
    {"reference", "referentie"},
    {"simulated", "gesimuleerde"},
    {"observed", "waargenomen"},
    {"summary", "samengevatte"},
    {"%s: %s with %lld problem%s", "%s: %s, problemen: %lld%.0s"},
    {"%s: questionnaire %s %s, %d factor%s, %d item%s", "%s: vragenlijst %s %s, factoren: %d%.0s, items: %d%.0s"},
    {"%s: %s reference %s, %d, %lld organisations%s", "%s: %s referentie %s, %d, organisaties: %lld%s"},
    {", names hashed", ", namen versleuteld"},
    {"  note: %s", "  noot: %s"},
    {"  fieldwork %s%ld year%s ago", "  veldwerk %s%ld jaar%.0s geleden"},
    {"less than ", "minder dan "},
    {"  respondents per organisation: %lld on average", "  respondenten per organisatie: gemiddeld %lld"},
    {"  response: %lld %% on average", "  respons: gemiddeld %lld %%"},
    {"  skewed: %ld of %ld dimensions%s", "  scheef verdeeld: %ld van %ld dimensies%s"},
    {"; for these the rank percentile is a better guide", "; voor deze is het rangpercentiel een betere gids"},
    {"  at least one of %ld factors below the 5th percentile: %lld %% of ordinary organisations",
     "  minstens een van %ld factoren onder het 5e percentiel: %lld %% van de gewone organisaties"},
    {"  SIMULATED: it says nothing about how real organisations score",
     "  GESIMULEERD: zegt niets over hoe echte organisaties scoren"},
    {"%s: tally, %lld organisation%s, %lld respondent%s",
     "%s: telling, organisaties: %lld%.0s, respondenten: %lld%.0s"},
    {"%s: cannot reach %s", "%s: %s is niet te bereiken"},
    {"%s: the folder cannot be read", "%s: de map kan niet gelezen worden"},
    {"there is nothing to check", "er is niets om na te gaan"},
    {"%s: survey, %lld row%s, %lld kept, %lld empty, %lld rejected",
     "%s: antwoorden, rijen: %lld%.0s, gehouden %lld, leeg %lld, afgewezen %lld"},
    {", %lld left out", ", weggelaten %lld"},
    {"a file of %s", "een bestand van %s"},
    {", compressed by %s", ", gecomprimeerd met %s"},
    {"%s, line ends %s, delimiter %s, %d header row%s", "%s, regeleinden %s, scheidingsteken %s, kopregels: %d%.0s"},
    {" below %d title row%s", " onder titelregels: %d%.0s"},
    {"  %d columns, %d of %d items found", "  %d kolommen, %d van %d items gevonden"},
    {"  %d columns, a row for each answer", "  %d kolommen, een rij per antwoord"},
    {"comma", "komma"},
    {"semicolon", "puntkomma"},
    {"bar", "verticale streep"},
    {"unknown", "onbekend"},
    {"(no header)", "(geen kop)"},
    {"UTF-8 with BOM", "UTF-8 met BOM"},
    {"long format", "lange vorm"},
    {"  organisation: ", "  organisatie: "},
    {"  subgroups: ", "  onderdelen: "},
    {"  tells respondents apart: ", "  onderscheidt respondenten: "},
    {"  duration: ", "  duur: "},
    {"  finished or not: ", "  afgemaakt of niet: "},
    {"  tried out or not: ", "  proef of niet: "},
    {"  personal, never kept: ", "  persoonlijk, nooit bewaard: "},
    {"  the survey tool's own, not used: ", "  van het enquêteprogramma zelf, niet gebruikt: "},
    {"  doubtful, not used: ", "  twijfelachtig, niet gebruikt: "},
    {"  a second time, ignored: ", "  een tweede keer, overgeslagen: "},
    {"  match nothing: ", "  horen nergens bij: "},
    {"  answers on %s: ", "  antwoorden op %s: "},
    {"%s'%s' missing", "%s'%s' ontbreekt"},
    {"%s: register with %lld problem%s", "%s: register, problemen: %lld%.0s"},
    {"%s: register, %lld organisation%s", "%s: register, organisaties: %lld%.0s"},
};

static int dutch; /* whether Dutch was asked for */

void cul_cli_choose_language(int count, char **words)
{
    static const char option[] = "--language";
    for (int i = 1; i < count && strcmp(words[i], "--") != 0; i++) {
        size_t length = strcspn(words[i], "=");
        if (length < sizeof "--l" || length >= sizeof option || strncmp(words[i], option, length) != 0) {
            continue; /* a start of its name will do, as for every option */
        }
        const char *value = words[i][length] == '='              ? words[i] + length + 1
                            : !words[i][length] && i + 1 < count ? words[i + 1]
                                                                 : "";
        dutch = strcmp(value, "nl") == 0;
    }
}

const char *cul_cli_in(const char *english)
{
    for (size_t i = 0; dutch && i < sizeof phrases / sizeof *phrases; i++) {
        if (strcmp(phrases[i].english, english) == 0) {
            return phrases[i].dutch;
        }
    }
    return english;
}
