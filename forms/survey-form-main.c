/* survey-form: checks definitions and makes their code books. */
#include "base/command.h"
#include "base/error.h"
#include "base/files.h"
#include "forms/codebook.h"
#include "forms/reachability.h"
#include "forms/survey-xml.h"
#include "forms/variables.h"
#include <stdio.h>

#include "base/banned.h"

static void print_summary(const char *file, const Survey *survey)
{
    g_autoptr(Mistakes) told = mistakes_new(file); /* the same as at loading */
    Ways ways = reachability_check(survey, told);
    printf("%s: %s, version %u: questions: %zu, pages: %zu, columns: %zu; ", file, survey->id,
           survey->version, survey->n_questions, survey->n_pages, survey->variables->n);
    printf("shortest way: %s%zu of %zu questions on %zu of %zu pages; longest way: %s%zu on %zu\n",
           ways.is_known ? "" : "at least ", ways.questions_least, survey->n_questions,
           ways.pages_least, survey->n_pages, ways.is_known ? "" : "at most ", ways.questions_most,
           ways.pages_most);
}

/* Show the mistakes and warnings of one file; was it free of mistakes? */
static bool check_file(const char *file, GError **error)
{
    g_autoptr(Mistakes) mistakes = mistakes_new(file);
    g_autoptr(GError) reason = NULL;
    g_autoptr(Survey) survey = survey_read(file, mistakes, &reason);
    if (reason != NULL) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    g_autofree char *text = mistakes_text(mistakes);
    (void)fputs(text, stdout);
    if (survey != NULL)
        print_summary(file, survey);
    return survey != NULL;
}

static bool run_check(CommandLine *line, GError **error)
{
    static const GOptionEntry options[] = {{0}};
    if (!command_parse(line, options, 1, SIZE_MAX, error))
        return false;
    size_t n_bad = 0;
    for (size_t i = 0; i < command_count(line); i++) {
        g_autoptr(GError) reason = NULL;
        if (check_file(command_argument(line, i), &reason))
            continue;
        n_bad++;
        if (reason != NULL)
            fprintf(stderr, "survey-form: %s\n", reason->message);
    }
    if (n_bad == 0)
        return true;
    error_set(error, ERROR_DEFINITION, "%zu of %zu definitions cannot be used", n_bad,
              command_count(line));
    return false;
}

static bool run_codebook(CommandLine *line, GError **error)
{
    g_autofree char *output = NULL;
    const GOptionEntry options[] = {{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
                                     "Write here, not to the screen", "OUT.csv"},
                                    {0}};
    if (!command_parse(line, options, 1, 1, error))
        return false;
    g_autoptr(Survey) survey = survey_load(command_argument(line, 0), error);
    if (survey == NULL)
        return false;
    g_autoptr(GBytes) csv = codebook_csv(survey);
    return file_write_out(output, csv, error);
}

int main(int argc, char **argv)
{
    static const Command commands[] = {
        {"check", "FILE...", "Show all mistakes and warnings of definitions", run_check},
        {"codebook", "FILE", "What each column of the responses means, as CSV", run_codebook},
    };
    return command_main(argc, argv, "survey-form", "Survey definitions: checked and described",
                        commands, G_N_ELEMENTS(commands));
}
