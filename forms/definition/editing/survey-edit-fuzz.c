/* Fuzzer: whatever definition is opened and whatever is typed, the result can be opened again and holds what was typed. */
#include "forms/definition/editing/survey-edit.h"
#include "forms/survey/question-kind.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static SurveyEdit *open_again(GBytes *bytes)
{
    g_autoptr(Mistakes) mistakes = mistakes_new("fuzz");
    SurveyEdit *edit = survey_edit_open(bytes, mistakes);
    g_assert_true((edit == NULL) == (mistakes_count(mistakes) > 0));
    return edit;
}

/* One change of each kind to a part, some of which are refused. */
static void change(SurveyEdit *edit, const EditPart *part, const char *words, unsigned which)
{
    g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *key = NULL;
    const char *text = part->n_texts > 0 ? part->texts[which % part->n_texts].key : "ask";
    const char *lang = edit->languages[which % edit->n_languages];
    const NewQuestion question = {.type = question_kind(which % QUESTION_TYPE_COUNT)->element,
                                  .words = words,
                                  .answers = words,
                                  .from = which % 3,
                                  .to = which % 12};
    (void)(survey_edit_set(
               edit,
               &(const TextChange){
                   .part = part->key, .key = text, .lang = lang, .words = words, .told = told},
               NULL) &&
           survey_edit_add_question(edit, part->key, &question, &key, NULL));
    (void)(survey_edit_add_option(edit, part->key, words, NULL) ||
           survey_edit_add_row(edit, part->key, words, NULL));
    (void)(survey_edit_move(edit, part->key, which % 2 == 0, NULL) &&
           survey_edit_reviewed(edit, part->key, lang, NULL));
    (void)survey_edit_settled(edit, part->key, NULL);
    (void)(survey_edit_remove_option(edit, part->key, text, told, NULL) ||
           survey_edit_remove(edit, part->key, told, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    size_t n = MIN(size - 1, (size_t)data[0]);
    g_autofree char *raw = g_strndup((const char *)data + 1, n);
    g_autofree char *words = g_utf8_make_valid(raw, -1);
    g_autoptr(GBytes) bytes = g_bytes_new(data + 1 + n, size - 1 - n);
    g_autoptr(SurveyEdit) edit = open_again(bytes);
    if (edit == NULL)
        return 0;
    for (size_t i = 0; i < edit->n_parts; i++)
        change(edit, &edit->parts[i], words, data[i % size] + (unsigned)i);
    g_autoptr(GBytes) changed = survey_edit_bytes(edit);
    g_autoptr(SurveyEdit) again = open_again(changed);
    g_assert_nonnull(again);
    return 0;
}
