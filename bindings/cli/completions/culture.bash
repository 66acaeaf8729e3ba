# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion of the culture command

_culture_options()
{
    case $1 in
    score | report | check | tally | reference | structure) echo "--files-from --strict" ;;
    compare) echo "--strict" ;;
    esac
    case $1 in
    score)
        echo "--questionnaire --reference --format --output --organisation-column --organisation --duration-column --finished-column --unfinished --mapping --key --duplicates --organisations --by" \
            "--role --peers --salt --screen --resume --details --multiverse --drivers --minimum --precision --target --invalid --threads --language --colour --quiet --help -q -r -f -o -h"
        ;;
    report)
        echo "--questionnaire --reference --output --only --organisation-column --organisation --duration-column --finished-column --unfinished --mapping --key --duplicates --organisations --organisations-before --before --by" \
            "--role --peers --salt --screen --minimum --precision --target --invalid --threads --language --quiet --help -q -r -o -h"
        ;;
    compare)
        echo "--questionnaire --format --output --organisation-column --organisation --duration-column --finished-column --unfinished --mapping --duplicates --organisations" \
            "--organisations-before --organisations-after --key --screen --minimum --precision --target --invalid --threads --language" \
            "--colour --quiet --help -q -f -o -h"
        ;;
    check)
        echo "--questionnaire --organisation-column --organisation --duration-column --finished-column --unfinished --mapping --key --duplicates --by --invalid --language --quiet --help -q -h"
        ;;
    tally)
        echo "--questionnaire --output --organisation-column --organisation --duration-column --finished-column --unfinished --mapping --key --duplicates --by --screen --resume --subtract --invalid --threads --language --quiet --help" \
            "-q -o -h"
        ;;
    reference)
        echo "--questionnaire --output --organisation-column --organisation --duration-column --finished-column --unfinished --mapping --key --duplicates --organisations --minimum --precision --id --version" \
            "--kind --year --source --note --note-nl --salt --invalid --threads --language --quiet --help -q -o -h"
        ;;
    structure)
        echo "--questionnaire --format --output --organisation-column --organisation --duration-column --finished-column --unfinished --mapping --key --duplicates --minimum --export --rows --items" \
            "--language-column --invalid --threads --language --colour --quiet --help -q -f -o -h"
        ;;
    simulate)
        echo "--questionnaire --output --seed --organisations --respondents --single-file --language --quiet --help -q -o -h"
        ;;
    show)
        echo "--output --as --language --help -o -h"
        ;;
    *)
        echo "score report compare check tally reference structure simulate show --help --version -h"
        ;;
    esac
}

# The words an option takes; nothing when it takes a file, and a failure when it takes no value at all.
_culture_values()
{
    case $2 in
    -f | --format) [[ $1 == structure ]] && echo "table json" || echo "table json csv" ;;
    --rows) echo "pairwise complete" ;;
    --items) echo "all factors" ;;
    --as) echo "text markdown csv limesurvey xlsform" ;;
    --precision) echo "published full" ;;
    --target) echo "workforce process" ;;
    --invalid) echo "missing reject_row fail" ;;
    --language) echo "nl en" ;;
    --colour) echo "auto always never" ;;
    --unfinished) echo "leave_out keep" ;;
    --duplicates) echo "keep last" ;;
    --kind) echo "simulated observed" ;;
    -q | --questionnaire) echo "nine-factors nine-factors-short" ;;
    -r | --reference) echo "none nine-factors-65" ;;
    -o | --output | --mapping | --export | --resume) ;;
    --organisations) [[ $1 != simulate ]] || echo " " ;;
    --organisations-before | --organisations-after | --files-from) ;;
    --organisation-column | --duration-column | --finished-column | --language-column | --organisation | --only | --key | --by | --role | --peers | --minimum | --threads | --id | --version | --year | --source | \
        --note | --salt | --seed | --respondents) echo " " ;;
    *) return 1 ;;
    esac
}

_culture()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command= words
    ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]}
    compopt +o filenames 2>/dev/null
    if [[ -n $command ]] && words=$(_culture_values "$command" "$before"); then
        COMPREPLY=($(compgen -W "$words" -- "$word"))
        [[ -n $words && $before != -[qr] && $before != --questionnaire && $before != --reference ]] && return
    elif [[ -z $command || $word == -* ]]; then
        COMPREPLY=($(compgen -W "$(_culture_options "$command")" -- "$word"))
        return
    fi
    compopt -o filenames 2>/dev/null
    local IFS=$'\n'
    COMPREPLY+=($(compgen -f -- "$word"))
}

complete -F _culture culture
