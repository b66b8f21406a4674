/* Counts, sums, questions and entries in words, and what an entry is typed into. */
#include "base/text.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

enum {
    CODES_IN_VIEW = 12, /* more are opened when they are needed */
    WORDS_LINES = 4,
    ENTRY_CHARS = 20
};

char *staff_sum_words(unsigned n_received, unsigned n_keyed, unsigned n_void)
{
    g_assert(n_received >= n_keyed + n_void);
    const struct {
        uint64_t n;
        const char *words;
    } terms[] = {{n_received, " received = "},
                 {n_keyed, " keyed + "},
                 {n_void, " void + "},
                 {n_received - n_keyed - n_void, " left to key"}};
    GString *sum = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(terms); i++) {
        text_append_count(sum, terms[i].n);
        g_string_append(sum, terms[i].words);
    }
    return g_string_free(sum, false);
}

char *staff_count_words(uint64_t n, const char *singular)
{
    GString *words = g_string_new(NULL);
    text_append_count(words, n);
    g_string_append_printf(words, " %s%s", singular, n == 1 ? "" : "s");
    return g_string_free(words, false);
}

char *staff_left_words(const Batch *batch)
{
    const struct {
        unsigned n;
        const char *thing, *one, *many;
    } left[] = {
        {batch->n_received - batch->n_keyed - batch->n_void, "form", "is not keyed",
         "are not keyed"},
        {batch->n_to_verify, "form", "is to be keyed a second time",
         "are to be keyed a second time"},
        {batch->n_disputed, "form", "has differences to settle", "have differences to settle"},
        {batch->n_flagged, "form", "has a note for the supervisor",
         "have notes for the supervisor"},
    };
    GString *words = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(left); i++) {
        if (left[i].n == 0)
            continue;
        g_autofree char *count = staff_count_words(left[i].n, left[i].thing);
        g_string_append_printf(words, "%s%s %s", words->len > 0 ? ", " : "", count,
                               left[i].n == 1 ? left[i].one : left[i].many);
    }
    if (words->len > 0)
        return g_string_free(words, false);
    g_string_free(words, true);
    return NULL;
}

char *staff_field_words(const KeyPlan *plan, size_t field, const char *item)
{
    if (field == SIZE_MAX)
        return g_strdup(item);
    const char *number = plan->at[field].number;
    const char *label = keying_label(plan, field, plan->survey->languages[0]);
    return number != NULL ? g_strdup_printf("Question %s: %s", number, label) : g_strdup(label);
}

char *staff_note_words(const KeyPlan *plan, const char *note)
{
    g_auto(GStrv) parts = g_strsplit(note, ": ", 2);
    const size_t item = variables_find_item(plan->survey->variables, parts[0]);
    const size_t field = item != SIZE_MAX ? keying_plan_find(plan, item) : SIZE_MAX;
    if (field == SIZE_MAX)
        return g_strdup(note);
    const char *number = plan->at[field].number;
    g_autofree char *question = number != NULL ? g_strdup_printf("Question %s", number)
                                               : staff_field_words(plan, field, parts[0]);
    return parts[1] != NULL ? g_strdup_printf("%s: %s", question, parts[1])
                            : g_strdup_printf("%s is flagged", question);
}

char *staff_entry_words(const KeyPlan *plan, size_t field, const char *entry)
{
    if (field == SIZE_MAX)
        return g_strdup(entry);
    return keying_words(plan, field, entry, plan->survey->languages[0]);
}

void staff_codes(Markup *to, const KeyPlan *plan, size_t field)
{
    if (field == SIZE_MAX || plan->at[field].n_codes == 0)
        return;
    const KeyField *keyed = &plan->at[field];
    markup_open(to, "details");
    markup_attr_on(to, "open", keyed->n_codes <= CODES_IN_VIEW);
    markup_element(to, "summary", "Keying codes");
    markup_open(to, "ul");
    markup_attr(to, "class", "codes");
    for (size_t i = 0; i < keyed->n_codes; i++) {
        markup_open(to, "li");
        markup_element(to, "kbd", keyed->codes[i].code);
        markup_text(to, " ");
        markup_text(to, wording_plain(&keyed->codes[i].option->label, plan->survey->languages[0]));
        markup_close(to, "li");
    }
    markup_close(to, "ul");
    markup_close(to, "details");
}

void staff_entry_box(StaffPage *page, Markup *to, const KeyPlan *plan, size_t field, StaffBox box)
{
    if (field != SIZE_MAX && plan->at[field].kind == KEY_WORDS) {
        box.hint = "The words, with names and addresses as [name] and [address]; - alone for left "
                   "blank, * alone for cannot be read.";
        staff_page_area(page, to, box, WORDS_LINES);
        return;
    }
    box.hint = "Typed as on the keying screen; - for left blank, * for cannot be read.";
    box.width = ENTRY_CHARS;
    staff_page_box(page, to, box);
}
