/* The fields of the keying screen. */
#include "forms/keying/keying-html.h"
#include "base/language.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/keying/keying-type.h"
#include "forms/survey/condition.h"
#include "forms/survey/lifetime.h"
#include "forms/web/page-html.h"
#include <string.h>

#include "base/banned.h"

enum { AREA_LINES_MIN = 2 }; /* from so many lines on words get a text area */

static const Item *item_of(const KeyView *view, size_t field)
{
    return &view->plan->survey->variables->items[view->plan->at[field].item];
}

static char *part_id(const Item *item, const char *part)
{
    return g_strdup_printf("%s-%s", item->id, part);
}

char *keying_field_name(const KeyPlan *plan, size_t field, const char *lang)
{
    const KeyField *it = &plan->at[field];
    const bool is_beside = plan->survey->variables->items[it->item].role == ITEM_WRITE_IN;
    if (it->number != NULL)
        return g_strdup_printf("Question %s%s", it->number, is_beside ? ", words" : "");
    return g_strdup_printf("%s%s", keying_label(plan, field, lang), is_beside ? ", words" : "");
}

/* The language of words that may not be the page's. */
static void attr_lang(Markup *to, const char *lang)
{
    if (strcmp(lang, "en") == 0)
        return;
    markup_attr(to, "lang", lang);
    markup_attr(to, "dir", language_direction(lang));
}

/* ---- What stands at a box ---- */

/* What is typed for this kind, beside one code.
 * Returns: yours (free with g_free); NULL: nothing more to say. */
static char *hint_of(const KeyView *view, const KeyField *field, const Item *item)
{
    const Picks picks = item->question->picks;
    const Quantity *quantity = &item->question->quantity;
    g_autofree char *low =
        text_from_decimal(quantity->has_min ? quantity->min : 0, quantity->places);
    g_autofree char *high =
        quantity->has_max ? text_from_decimal(quantity->max, quantity->places) : NULL;
    switch (field->kind) {
    case KEY_ONE:
        return NULL;
    case KEY_MANY:
        if (picks.most > 0)
            return g_strdup_printf("Every code that is ticked, %u at most", picks.most);
        return g_strdup("Every code that is ticked");
    case KEY_RANK:
        return g_strdup_printf("%u codes, from the first place to the last", picks.most);
    case KEY_NUMBER:
        return high != NULL ? g_strdup_printf("A number from %s to %s", low, high)
                            : g_strdup_printf("A number from %s", low);
    case KEY_DATE:
        return g_strdup("Day, month, year: eight digits");
    case KEY_WORDS:
        return g_strdup(view->is_spoken ? "Names and the like as " KEY_TOKENS
                                        : "Names and the like as " KEY_TOKENS
                                          "; / alone: see paper");
    }
    g_assert_not_reached();
}

static void write_codes(Markup *to, const KeyView *view, size_t field)
{
    const KeyField *it = &view->plan->at[field];
    if (it->n_codes == 0)
        return;
    g_autofree char *id = part_id(item_of(view, field), "codes");
    markup_open(to, "ul");
    markup_attr(to, "class", "key-codes");
    markup_attr(to, "id", id);
    attr_lang(to, view->lang);
    for (size_t i = 0; i < it->n_codes; i++) {
        const char *label = wording_plain(&it->codes[i].option->label, view->lang);
        const bool is_bare = it->codes[i].option->is_point;
        markup_open(to, "li");
        markup_element(to, "kbd", it->codes[i].code);
        if (!is_bare) {
            markup_text(to, " ");
            markup_text(to, label);
        }
        markup_close(to, "li");
    }
    markup_close(to, "ul");
}

static void write_line(Markup *to, const char *id, const char *class, const char *words)
{
    markup_open(to, "p");
    markup_attr(to, "id", id);
    markup_attr(to, "class", class);
    markup_text(to, words);
    markup_close(to, "p");
}

static void write_note(Markup *to, const KeyView *view, size_t field, const char *name)
{
    const char *note = view->form->notes[field];
    const char *problem = view->note_problems != NULL ? view->note_problems[field] : NULL;
    if (note == NULL)
        return;
    g_autofree char *id = part_id(item_of(view, field), "note");
    g_autofree char *mistake_id = part_id(item_of(view, field), "note-mistake");
    g_autofree char *label = g_strdup_printf("Note to the supervisor on %s", name);
    markup_open(to, "div");
    markup_attr(to, "class", problem != NULL ? "key-note in-error" : "key-note");
    markup_open(to, "label");
    markup_attr(to, "for", id);
    markup_text(to, label);
    markup_close(to, "label");
    if (problem != NULL)
        write_line(to, mistake_id, "error-message", problem);
    markup_open(to, "input");
    markup_attr(to, "type", "text");
    markup_attr(to, "id", id);
    markup_attr(to, "name", id);
    markup_attr(to, "autocomplete", "off");
    markup_attr(to, "aria-describedby", problem != NULL ? mistake_id : NULL);
    markup_attr(to, "aria-invalid", problem != NULL ? "true" : NULL);
    markup_attr(to, "value", note);
    markup_close(to, "div");
}

/* Words as residents read them. */
static void write_spoken(Markup *to, const KeyView *view, const Wording *words, const char *class)
{
    if (!wording_is(words))
        return;
    markup_open(to, "p");
    markup_attr(to, "class", class);
    attr_lang(to, view->lang);
    wording_write(to, words, view->lang, view->plan->survey, NULL);
    markup_close(to, "p");
}

/* ---- A box ---- */

static void write_input(Markup *to, const KeyView *view, size_t field, const char *described)
{
    const KeyField *it = &view->plan->at[field];
    const Item *item = item_of(view, field);
    const bool is_wrong = view->problems != NULL && view->problems[field] != NULL;
    const bool is_area = item->role == ITEM_ASKED &&
                         keying_type(item->question->type)->may_have_area &&
                         item->question->own.text.lines >= AREA_LINES_MIN;
    if (is_area) {
        markup_open(to, "textarea");
        markup_attr_int(to, "rows", AREA_LINES_MIN);
    } else {
        markup_open(to, "input");
        markup_attr(to, "type", "text");
        if (it->kind != KEY_WORDS)
            markup_attr(to, "inputmode", "numeric");
    }
    markup_attr(to, "id", item->id);
    markup_attr(to, "name", item->id);
    markup_attr(to, "class", it->kind == KEY_WORDS ? "key-words" : "key");
    markup_attr(to, "autocomplete", "off");
    markup_attr(to, "spellcheck", it->kind == KEY_WORDS ? NULL : "false");
    markup_attr(to, "dir", it->kind == KEY_WORDS ? "auto" : NULL);
    markup_attr(to, "aria-describedby", *described != '\0' ? described : NULL);
    markup_attr(to, "aria-invalid", is_wrong ? "true" : NULL);
    if (is_area) {
        markup_text(to, view->form->entries[field]);
        markup_close(to, "textarea");
    } else {
        markup_attr(to, "value", view->form->entries[field]);
    }
}

/* The question in full for an interview, its short words for paper. */
static void write_label_words(Markup *to, const KeyView *view, const Item *item, size_t field)
{
    const bool is_whole = view->is_spoken && item->role == ITEM_ASKED && item->row == NULL;
    markup_open(to, "span");
    attr_lang(to, view->lang);
    if (is_whole)
        wording_write(to, &item->question->ask, view->lang, view->plan->survey, NULL);
    else
        markup_text(to, keying_label(view->plan, field, view->lang));
    markup_close(to, "span");
}

static void write_field(Markup *to, const KeyView *view, size_t field)
{
    const KeyField *it = &view->plan->at[field];
    const Item *item = item_of(view, field);
    const char *problem = view->problems != NULL ? view->problems[field] : NULL;
    g_autofree char *name = keying_field_name(view->plan, field, view->lang);
    g_autofree char *hint = hint_of(view, it, item);
    g_autofree char *hint_id = part_id(item, "hint");
    g_autofree char *codes_id = part_id(item, "codes");
    g_autofree char *mistake_id = part_id(item, "mistake");
    g_autoptr(GString) described = g_string_new(NULL);
    if (it->n_codes > 0)
        g_string_append(described, codes_id);
    if (hint != NULL)
        g_string_append_printf(described, "%s%s", described->len > 0 ? " " : "", hint_id);
    if (problem != NULL)
        g_string_append_printf(described, "%s%s", described->len > 0 ? " " : "", mistake_id);
    markup_open(to, "div");
    markup_attr(to, "class", problem != NULL ? "key-field in-error" : "key-field");
    markup_open(to, "label");
    markup_attr(to, "for", item->id);
    if (it->number != NULL) {
        markup_element(to, "b", name);
        markup_text(to, " ");
    }
    write_label_words(to, view, item, field);
    markup_close(to, "label");
    write_input(to, view, field, described->str);
    if (view->is_spoken && item->role == ITEM_ASKED && item->row == NULL)
        write_spoken(to, view, &item->question->hint, "hint");
    if (problem != NULL)
        write_line(to, mistake_id, "error-message", problem);
    if (hint != NULL)
        write_line(to, hint_id, "hint", hint);
    write_codes(to, view, field);
    write_note(to, view, field, name);
    markup_close(to, "div");
}

/* ---- An interview's words around the boxes ---- */

static void write_condition(Markup *to, const KeyView *view, const Condition *condition)
{
    const Variables *variables = view->plan->survey->variables;
    g_autofree char *inner = condition_words(condition, variables, view->lang);
    g_autofree char *words =
        text_fill(say(view->lang, "If {condition}:"), "condition", inner, NULL);
    markup_open(to, "p");
    markup_attr(to, "class", "condition");
    markup_text(to, words);
    markup_close(to, "p");
}

static void write_paragraphs(Markup *to, const KeyView *view, const Paragraphs *paragraphs,
                             const Condition *condition)
{
    if (paragraphs->n == 0)
        return;
    markup_open(to, "div");
    markup_attr(to, "class", "note");
    attr_lang(to, view->lang);
    if (condition != NULL)
        write_condition(to, view, condition);
    wording_paragraphs_write(to, paragraphs, view->lang, view->plan->survey, NULL);
    markup_close(to, "div");
}

/* ---- The form ---- */

/* The fields of a question, but for the words beside its answers. */
static void write_question(Markup *to, const KeyView *view, const Question *question)
{
    if (view->is_spoken && question_kind(question->type)->has_rows) {
        write_spoken(to, view, &question->ask, "ask");
        write_spoken(to, view, &question->hint, "hint");
    }
    for (size_t f = 0; f < view->plan->n; f++) {
        const Item *item = item_of(view, f);
        if (item->question == question && item->role == ITEM_ASKED)
            write_field(to, view, f);
    }
    if (view->is_spoken)
        write_paragraphs(to, view, &question->support, NULL);
}

static void write_page(Markup *to, const KeyView *view, const Page *page)
{
    if (wording_is(&page->title)) {
        markup_open(to, "h2");
        attr_lang(to, view->lang);
        markup_text(to, wording_plain(&page->title, view->lang));
        markup_close(to, "h2");
    }
    if (view->is_spoken)
        write_paragraphs(to, view, &page->intro, page->condition);
    for (size_t e = 0; e < page->n_entries; e++) {
        const Entry *entry = &page->entries[e];
        if (entry->question != NULL &&
            lifetime_holds(entry->question->lifetime, view->plan->survey->version))
            write_question(to, view, entry->question);
        if (view->is_spoken && entry->note != NULL && entry->note->on != NOTE_PAPER)
            write_paragraphs(to, view, &entry->note->text, entry->note->condition);
    }
}

static void write_words_beside(Markup *to, const KeyView *view)
{
    bool any = false;
    for (size_t f = 0; f < view->plan->n; f++) {
        if (item_of(view, f)->role != ITEM_WRITE_IN)
            continue;
        if (!any) {
            markup_open(to, "fieldset");
            markup_attr(to, "class", "key-beside");
            markup_element(to, "legend", "Words written beside an answer");
        }
        any = true;
        write_field(to, view, f);
    }
    if (any)
        markup_close(to, "fieldset");
}

void keying_fields_write(Markup *to, const KeyView *view)
{
    const Survey *survey = view->plan->survey;
    for (size_t p = 0; p < survey->n_pages; p++)
        write_page(to, view, &survey->pages[p]);
    write_words_beside(to, view);
}
