#include "survey-server/staff/keying/keying-screen.h"
#include "base/language.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/survey/receipt.h"
#include "forms/survey/routes.h"
#include "responses/accounts/staff.h"
#include <string.h>

#include "base/banned.h"

/* ---- What was sent ---- */

static const char *language_of(const StaffPage *page)
{
    const char *wanted = staff_field(page->request, "form-lang");
    if (wanted == NULL)
        wanted = staff_query(page->request, "lang");
    return survey_language(page->survey, wanted);
}

Screen *keying_screen_new(StaffPage *page, bool is_spoken)
{
    const bool is_sent = page->request->fields != NULL;
    Screen *screen = g_new0(Screen, 1);
    screen->page = page;
    screen->plan = keying_plan_new(page->survey);
    screen->form = is_sent ? keying_entries_take(screen->plan, page->request->fields)
                           : keying_entries_new(screen->plan);
    screen->problems = g_new0(char *, screen->plan->n + 1);
    screen->note_problems = g_new0(char *, screen->plan->n + 1);
    screen->lang = language_of(page);
    screen->is_spoken = is_spoken;
    screen->has_advance = is_sent ? staff_field(page->request, "form-advance") != NULL
                                  : page->staff->has_auto_advance;
    screen->is_fresh = !is_sent;
    return screen;
}

void keying_screen_free(Screen *screen)
{
    if (screen == NULL)
        return;
    for (size_t f = 0; f < screen->plan->n; f++) {
        g_free(screen->problems[f]);
        g_free(screen->note_problems[f]);
    }
    g_free(screen->problems);
    g_free(screen->note_problems);
    keying_entries_free(screen->form);
    keying_plan_free(screen->plan);
    staff_page_free(screen->page);
    g_free(screen);
}

ScreenVerb keying_screen_verb(const Screen *screen)
{
    static const char *const verbs[] = {
        [SCREEN_SAVE] = "save",
        [SCREEN_SAVE_BLANK] = "save-blank",
        [SCREEN_KEEP] = "keep",
        [SCREEN_RELEASE] = "release",
    };
    const char *pressed = staff_field(screen->page->request, "form-do");
    for (size_t i = 0; pressed != NULL && i < G_N_ELEMENTS(verbs); i++)
        if (strcmp(pressed, verbs[i]) == 0)
            return (ScreenVerb)i;
    return SCREEN_SAVE;
}

static const Item *item_of(const Screen *screen, size_t field)
{
    return &screen->plan->survey->variables->items[screen->plan->at[field].item];
}

/* What is wrong with the note of a field.
 * Returns: yours (free with g_free); NULL: nothing. */
static char *note_problem(const Screen *screen, size_t field)
{
    const char *note = screen->form->notes[field];
    if (note == NULL ||
        (!screen->is_spoken && *note != '\0' && text_count(note) <= LIMIT_NOTE_CHARS))
        return NULL;
    g_autofree char *name = keying_field_name(screen->plan, field, screen->lang);
    if (screen->is_spoken)
        return g_strdup_printf("A note is for a form of paper. Empty the note on %s.", name);
    if (*note == '\0')
        return g_strdup_printf("Write what the supervisor should look at in %s. Leave the note "
                               "empty to take it off.",
                               name);
    return g_strdup_printf("The note on %s has %zu characters, and %d are allowed. Shorten it.",
                           name, text_count(note), LIMIT_NOTE_CHARS);
}

static void check_notes(Screen *screen)
{
    for (size_t f = 0; f < screen->plan->n; f++) {
        g_autofree char *control = g_strdup_printf("%s-note", item_of(screen, f)->id);
        screen->note_problems[f] = note_problem(screen, f);
        if (screen->note_problems[f] != NULL)
            staff_page_mistake(screen->page, control, screen->note_problems[f]);
    }
}

static void check_receipt(Screen *screen)
{
    const char *typed = staff_page_typed(screen->page, "form-receipt");
    g_autoptr(GError) error = NULL;
    if (*typed == '\0')
        return;
    g_autofree char *normal = receipt_normalise(typed, &error);
    if (normal == NULL)
        staff_page_mistake_of(screen->page, "form-receipt", error);
}

/* The field from which on nothing is typed for what is asked; SIZE_MAX when something is typed for the last one. */
static size_t blank_from(const Screen *screen, const Answers *answers, size_t *out_last)
{
    const Variables *variables = screen->plan->survey->variables;
    g_autofree const Value **room = g_new(const Value *, variables->n + 1);
    const Columns row = answers_columns(answers, room);
    g_autoptr(Routes) routes = routes_new(variables, 1);
    routes_follow(routes, &row);
    size_t from = SIZE_MAX;
    *out_last = SIZE_MAX;
    for (size_t f = screen->plan->n; f > 0; f--) {
        const size_t item = screen->plan->at[f - 1].item;
        if (routes_of_item(routes, item)[0] == 0 || variables->items[item].role != ITEM_ASKED)
            continue;
        if (*screen->form->entries[f - 1] != '\0')
            break;
        from = f - 1;
        if (*out_last == SIZE_MAX)
            *out_last = f - 1;
    }
    return from;
}

/* Enter sends the form, wherever it is pressed: half a form is not stored unasked. */
static void check_end(Screen *screen, const Answers *answers)
{
    const char *walked = staff_field(screen->page->request, "form-walked");
    size_t last = SIZE_MAX;
    const size_t from = blank_from(screen, answers, &last);
    if (from == SIZE_MAX || keying_screen_verb(screen) == SCREEN_SAVE_BLANK ||
        (walked != NULL && strcmp(walked, "yes") == 0))
        return;
    g_autofree char *first_name = keying_field_name(screen->plan, from, screen->lang);
    g_autofree char *last_name = keying_field_name(screen->plan, last, screen->lang);
    g_autofree char *words =
        from == last
            ? g_strdup_printf("Nothing is typed for %s. Type the answer, or press \"Save, the rest "
                              "is blank\".",
                              first_name)
            : g_strdup_printf("Nothing is typed from %s to %s. Type the answers, or press \"Save, "
                              "the rest is blank\".",
                              first_name, last_name);
    screen->asks_blank = true;
    staff_page_mistake(screen->page, item_of(screen, from)->id, words);
}

/* A choice that could not be kept is no reason to stop a form: the box shows it again. */
static void keep_advance(const Screen *screen)
{
    const StaffPage *page = screen->page;
    g_autoptr(GError) error = NULL;
    if (screen->has_advance == page->staff->has_auto_advance)
        return;
    if (!staff_set_auto_advance(page->store, page->staff->name, screen->has_advance, &error))
        return;
}

Answers *keying_screen_answers(Screen *screen)
{
    keep_advance(screen);
    g_autoptr(Answers) answers =
        keying_entries_answers(screen->plan, screen->form, screen->problems);
    for (size_t f = 0; f < screen->plan->n; f++)
        if (screen->problems[f] != NULL)
            staff_page_mistake(screen->page, item_of(screen, f)->id, screen->problems[f]);
    check_notes(screen);
    check_receipt(screen);
    if (answers != NULL)
        check_end(screen, answers);
    return staff_page_has_mistakes(screen->page) ? NULL : g_steal_pointer(&answers);
}

const char *keying_screen_first_field(const KeyPlan *plan)
{
    return plan->n > 0 ? plan->survey->variables->items[plan->at[0].item].id : NULL;
}

/* ---- The page ---- */

static void write_tick(Markup *to, const char *id, const char *label, bool is_on)
{
    markup_open(to, "div");
    markup_attr(to, "class", "option key-script");
    markup_attr_on(to, "hidden", true);
    markup_open(to, "input");
    markup_attr(to, "type", "checkbox");
    markup_attr(to, "id", id);
    markup_attr(to, "name", id);
    markup_attr(to, "value", "yes");
    markup_attr_on(to, "checked", is_on);
    markup_open(to, "label");
    markup_attr(to, "for", id);
    markup_text(to, label);
    markup_close(to, "label");
    markup_close(to, "div");
}

static void write_keys(Markup *to, const Screen *screen)
{
    static const struct {
        const char *key, *words;
        bool is_of_paper;
    } keys[] = {
        {"Enter", "go on; an empty box is left blank", false},
        {"-", "crossed out or left blank", false},
        {"/", "several ticked where one was asked, then their codes", true},
        {"*", "cannot be read", true},
        {"+", "note to the supervisor, before or behind the code", true},
        {".", "one field back, in an empty box", false},
    };
    markup_open(to, "ul");
    markup_attr(to, "class", "key-legend");
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (screen->is_spoken && keys[i].is_of_paper)
            continue;
        markup_open(to, "li");
        markup_element(to, "kbd", keys[i].key);
        markup_text(to, " ");
        markup_text(to, keys[i].words);
        markup_close(to, "li");
    }
    markup_close(to, "ul");
    write_tick(
        to, "form-advance",
        "Go on to the next box by itself when a code is complete. Your account remembers this.",
        screen->has_advance);
    write_tick(to, "key-beep", "Beep at a wrong key", false);
}

/* An interview is read in one of the survey's languages: links, as on residents' pages. */
static void write_language_links(Markup *to, const Screen *screen)
{
    const Survey *survey = screen->page->survey;
    markup_open(to, "nav");
    markup_attr(to, "class", "languages");
    markup_attr(to, "aria-label", "Language of the questions");
    markup_open(to, "ul");
    for (size_t i = 0; i < survey->n_languages; i++) {
        const char *lang = survey->languages[i];
        const bool is_this = strcmp(lang, screen->lang) == 0;
        g_auto(Url) link = url_with_query(
            staff_page_url(screen->page, "interview", staff_page_part(screen->page, 1), NULL),
            "lang", lang);
        markup_open(to, "li");
        markup_attr(to, "lang", lang);
        if (is_this) {
            markup_open(to, "span");
            markup_attr(to, "aria-current", "true");
        } else {
            markup_open(to, "a");
            markup_attr_url(to, "href", link);
        }
        markup_text(to, language_name(lang));
        if (is_this)
            markup_close(to, "span");
        else
            markup_close(to, "a");
        markup_close(to, "li");
    }
    markup_close(to, "ul");
    markup_close(to, "nav");
}

/* Which language was the form printed in? */
static void write_language_box(Markup *to, const Screen *screen)
{
    const Survey *survey = screen->page->survey;
    markup_open(to, "div");
    markup_attr(to, "class", "box");
    markup_open(to, "label");
    markup_attr(to, "for", "form-lang");
    markup_text(to, "Printed in");
    markup_close(to, "label");
    markup_open(to, "select");
    markup_attr(to, "id", "form-lang");
    markup_attr(to, "name", "form-lang");
    for (size_t i = 0; i < survey->n_languages; i++) {
        markup_open(to, "option");
        markup_attr(to, "value", survey->languages[i]);
        markup_attr(to, "lang", survey->languages[i]);
        markup_attr_on(to, "selected", strcmp(survey->languages[i], screen->lang) == 0);
        markup_text(to, language_name(survey->languages[i]));
        markup_close(to, "option");
    }
    markup_close(to, "select");
    markup_close(to, "div");
}

static void write_languages(Markup *to, const Screen *screen)
{
    if (screen->is_spoken)
        staff_hidden(to, "form-lang", screen->lang);
    else if (screen->page->survey->n_languages > 1)
        write_language_box(to, screen);
}

static void write_save(Markup *to)
{
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "id", "form-save");
    markup_attr(to, "class", "button");
    markup_attr(to, "name", "form-do");
    markup_attr(to, "value", "save");
    markup_text(to, "Save");
    markup_close(to, "button");
}

static void write_end(Markup *to, Screen *screen)
{
    if (!screen->is_spoken)
        staff_page_box(
            screen->page, to,
            (StaffBox){
                .name = "form-receipt",
                .label = "Receipt code or word",
                .hint =
                    "What stands in the box on the last page; leave it empty when there is nothing",
                .width = 20});
    markup_open(to, "div");
    markup_attr(to, "class", "key-buttons");
    write_save(to);
    if (screen->asks_blank)
        staff_button(to, "Save, the rest is blank", "form-do", "save-blank", true);
    if (!screen->is_spoken) {
        staff_button(to, "Stop and keep for later", "form-do", "keep", true);
        staff_button(to, "Give this form back", "form-do", "release", true);
    }
    markup_close(to, "div");
}

/* The part that the script works on, with the plan as data. */
static void write_screen(Markup *to, Screen *screen, const char *heading)
{
    g_autofree char *json = keying_plan_json(screen->plan);
    const KeyView view = {.plan = screen->plan,
                          .form = screen->form,
                          .problems = screen->problems,
                          .note_problems = screen->note_problems,
                          .lang =
                              screen->is_spoken ? screen->lang : screen->page->survey->languages[0],
                          .is_spoken = screen->is_spoken};
    markup_open(to, "div");
    markup_attr(to, "id", "key-form");
    markup_attr(to, "data-plan", json);
    markup_attr(to, "data-tokens", KEY_TOKENS);
    markup_attr(to, "data-fresh", screen->is_fresh ? "yes" : "no");
    markup_attr(to, "data-notes", screen->is_spoken ? "no" : "yes");
    markup_open(to, "div"); /* stays in sight: which form, and what the script says */
    markup_attr(to, "class", "key-bar");
    markup_element(to, "b", heading);
    markup_open(to, "p");
    markup_attr(to, "id", "key-status");
    markup_attr(to, "role", "status");
    markup_close(to, "p");
    markup_close(to, "div");
    write_keys(to, screen);
    write_languages(to, screen);
    keying_fields_write(to, &view);
    write_end(to, screen);
    markup_close(to, "div");
}

Reply *keying_screen_reply(Screen *screen, const char *heading, const char *const *hidden,
                           Url action)
{
    StaffPage *page = screen->page;
    const char *back = screen->is_spoken ? NULL : "key";
    page->has_keying = true;
    Markup *to =
        staff_page_begin(page, heading, staff_page_url(page, back != NULL ? back : "", NULL, NULL),
                         back != NULL ? "Key forms" : "Survey");
    if (screen->is_spoken && screen->is_fresh && page->survey->n_languages > 1)
        write_language_links(to, screen);
    staff_page_form_begin(page, to, action);
    for (size_t i = 0; hidden[i] != NULL; i += 2)
        staff_hidden(to, hidden[i], hidden[i + 1]);
    markup_open(to, "input");
    markup_attr(to, "type", "hidden");
    markup_attr(to, "id", "form-walked");
    markup_attr(to, "name", "form-walked");
    markup_attr(to, "value", "");
    write_screen(to, screen, heading);
    staff_form_end(to);
    return staff_page_end(page, to);
}
