/* survey-form: checks definitions, makes their code books and prints their paper forms. */
#include "base/command.h"
#include "base/error.h"
#include "base/files.h"
#include "base/private.h"
#include "base/progress.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/definition/codebook.h"
#include "forms/definition/reachability.h"
#include "forms/definition/survey-xml.h"
#include "forms/paper/paper.h"
#include "forms/survey/serial.h"
#include "forms/survey/variables.h"
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
    int is_raw = 0;
    g_autofree char *output = NULL;
    const GOptionEntry options[] = {{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
                                     "Write here, not to the screen", "OUT.csv"},
                                    {"raw", 0, 0, G_OPTION_ARG_NONE, &is_raw,
                                     "Words as they are, for programs: a spreadsheet may run them",
                                     NULL},
                                    {0}};
    if (!command_parse(line, options, 1, 1, error))
        return false;
    g_autoptr(Survey) survey = survey_load(command_argument(line, 0), error);
    if (survey == NULL)
        return false;
    g_autoptr(GBytes) csv = codebook_csv(survey, is_raw != 0 ? CSV_RAW : CSV_GUARDED);
    return file_write_out(output, csv, error);
}

/* What was asked of `paper`. */
typedef struct {
    char *output, *lang, *base_url, *serials, *batch, *receipts;
    int size;
    int is_large;
} PaperWish;

enum { LIMIT_COPIES = 2000 };

static void paper_wish_clear(PaperWish *wish)
{
    char *const words[] = {wish->output,  wish->lang,  wish->base_url,
                           wish->serials, wish->batch, wish->receipts};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        g_free(words[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PaperWish, paper_wish_clear)

static bool read_size(const PaperWish *wish, PaperSize *out, GError **error)
{
    if (wish->size != 0 && wish->size != 12 && wish->size != 14) {
        error_set(error, ERROR_USAGE,
                  "--size is 12 or 14, not %d; for people with low sight give --large-print",
                  wish->size);
        return false;
    }
    if (wish->is_large && wish->size != 0) {
        error_set(error, ERROR_USAGE, "--large-print has a size of its own: leave out --size");
        return false;
    }
    *out = wish->is_large ? PAPER_18 : wish->size == 12 ? PAPER_12 : PAPER_14;
    return true;
}

/* "101-150", or one serial. */
static bool read_serials(const char *words, int64_t *out_from, int64_t *out_to, GError **error)
{
    g_auto(GStrv) ends = g_strsplit(words, "-", 2);
    int64_t from = 0, to = 0;
    if (ends[0] == NULL || !text_parse_int(ends[0], &from) ||
        !text_parse_int(ends[1] != NULL ? ends[1] : ends[0], &to) || from < 1 || to < 1) {
        error_set(error, ERROR_USAGE,
                  "--serials takes the first and the last number, such as 101-150, not '%s'",
                  words);
        return false;
    }
    if (from > to) {
        error_set(error, ERROR_USAGE,
                  "--serials %s: the first number is above the last; did you mean %" G_GINT64_FORMAT
                  "-%" G_GINT64_FORMAT "?",
                  words, to, from);
        return false;
    }
    if (to > LIMIT_SERIAL) {
        error_set(error, ERROR_USAGE, "--serials %s: serials go up to %d", words, LIMIT_SERIAL);
        return false;
    }
    if (to - from >= LIMIT_COPIES) {
        error_set(error, ERROR_USAGE,
                  "--serials %s are %" G_GINT64_FORMAT
                  " copies; one file holds %d at most: make several files",
                  words, to - from + 1, LIMIT_COPIES);
        return false;
    }
    *out_from = from;
    *out_to = to;
    return true;
}

static bool check_wish(const PaperWish *wish, GError **error)
{
    if ((wish->serials == NULL) != (wish->batch == NULL)) {
        error_set(error, ERROR_USAGE, "Numbered copies need both --serials and --batch");
        return false;
    }
    if (wish->receipts != NULL && wish->serials == NULL) {
        error_set(error, ERROR_USAGE,
                  "--receipts is for numbered copies: give --serials and --batch too");
        return false;
    }
    if (wish->batch != NULL && !serial_is_batch_name(wish->batch)) {
        error_set(error, ERROR_USAGE,
                  "--batch '%s': a batch's name has letters, digits and hyphens only, at most %d, "
                  "such as library-3",
                  wish->batch, BATCH_NAME_CHARS);
        return false;
    }
    if (wish->base_url != NULL && !g_str_has_prefix(wish->base_url, "https://") &&
        !g_str_has_prefix(wish->base_url, "http://")) {
        error_set(error, ERROR_USAGE, "--base-url begins with https:// or http://, not '%s'",
                  wish->base_url);
        return false;
    }
    return true;
}

/* Make the copies that were asked for and write them. */
static bool print_copies(const Survey *survey, const PaperWish *wish, PaperStyle *style,
                         GError **error)
{
    int64_t from = 0, to = 0;
    ReceiptKey key;
    if (!read_serials(wish->serials, &from, &to, error) ||
        (wish->receipts != NULL && (!receipt_key_load(wish->receipts, &key, error) ||
                                    !private_check_key(wish->receipts, error))))
        return false;
    g_autoptr(GPtrArray) serials = g_ptr_array_new_with_free_func(g_free);
    for (int64_t serial = from; serial <= to; serial++) {
        char words[SERIAL_BYTES];
        serial_text((unsigned)serial, words);
        g_ptr_array_add(serials, g_strdup(words));
    }
    const PaperCopies copies = {.batch = wish->batch,
                                .n = serials->len,
                                .serials = (const char *const *)serials->pdata,
                                .key = wish->receipts != NULL ? &key : NULL,
                                .tell = progress_tell};
    style->copies = &copies;
    progress_begin("Drawing copies");
    g_autoptr(GBytes) pdf = paper_make(survey, style, error);
    style->copies = NULL; /* they end with this function */
    progress_end();
    return pdf != NULL && file_write_out(wish->output, pdf, error);
}

static bool run_paper(CommandLine *line, GError **error)
{
    g_auto(PaperWish) wish = {0};
    const GOptionEntry options[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &wish.output, "Write here, not to the screen",
         "OUT.pdf"},
        {"size", 0, 0, G_OPTION_ARG_INT, &wish.size, "Type of 12 or 14 points (14)", "N"},
        {"large-print", 0, 0, G_OPTION_ARG_NONE, &wish.is_large, "Laid out for type of 18 points",
         NULL},
        {"lang", 0, 0, G_OPTION_ARG_STRING, &wish.lang, "One of the survey's languages", "L"},
        {"base-url", 0, 0, G_OPTION_ARG_STRING, &wish.base_url,
         "Where the web form is, for a code that leads there", "URL"},
        {"serials", 0, 0, G_OPTION_ARG_STRING, &wish.serials, "Print numbered copies", "FROM-TO"},
        {"batch", 0, 0, G_OPTION_ARG_STRING, &wish.batch, "The batch they belong to", "NAME"},
        {"receipts", 0, 0, G_OPTION_ARG_FILENAME, &wish.receipts,
         "Print receipt codes; their key is in this file, which is made if it is not there",
         "FILE"},
        {0}};
    if (!command_parse(line, options, 1, 1, error))
        return false;
    PaperStyle style = {.lang = wish.lang, .base_url = wish.base_url};
    if (!read_size(&wish, &style.size, error) || !check_wish(&wish, error))
        return false;
    g_autoptr(Survey) survey = survey_load(command_argument(line, 0), error);
    if (survey == NULL)
        return false;
    if (wish.serials != NULL)
        return print_copies(survey, &wish, &style, error);
    g_autoptr(GBytes) pdf = paper_make(survey, &style, error);
    return pdf != NULL && file_write_out(wish.output, pdf, error);
}

int main(int argc, char **argv)
{
    static const Command commands[] = {
        {"check", "FILE...", "Show all mistakes and warnings of definitions", run_check},
        {"paper", "FILE", "The printed questionnaire, as PDF", run_paper},
        {"codebook", "FILE [-o OUT.csv] [--raw]", "What each column of the responses means, as CSV",
         run_codebook},
    };
    say_start(NULL);
    return command_main(argc, argv, "survey-form",
                        "Survey definitions: checked, described and printed", commands,
                        G_N_ELEMENTS(commands));
}
