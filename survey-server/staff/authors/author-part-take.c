/* What was typed on the page of a part, kept: what others changed meanwhile is found, and both are shown. */
#include "base/text.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include <string.h>

#include "base/banned.h"

/* What the words of somebody else are that were shown beside a box, so that they may be replaced: "ask-en=Their words".
 * Returns: yours (free with g_free). */
static char *seen_of(const char *control, const char *theirs)
{
    return g_strdup_printf("%s=%s", control, theirs);
}

/* The definition as it was when somebody opened the page, to see what they changed and what others did meanwhile. */
typedef struct {
    Author *author;
    const EditPart *part;
    SurveyEdit *base;          /* NULL: nobody saved meanwhile */
    const EditPart *base_part; /* of it, or the part itself */
} Taking;

static void open_base(Taking *taking)
{
    const Author *author = taking->author;
    const char *typed = staff_field(author->page->request, "revision");
    int64_t revision = 0;
    taking->base_part = taking->part;
    if (author_is_current(author) || typed == NULL || !text_parse_int(typed, &revision) ||
        revision < 1 || revision > (int64_t)author->piece->revision)
        return;
    g_autoptr(Workpiece) piece =
        workshop_load(author->page->store, author->piece->id, (unsigned)revision, NULL);
    g_autoptr(Mistakes) slips = mistakes_new("base");
    taking->base = piece != NULL ? survey_edit_open(piece->source, slips) : NULL;
    const EditPart *part =
        taking->base != NULL ? survey_edit_find(taking->base, taking->part->key) : NULL;
    taking->base_part = part != NULL ? part : taking->part;
}

/* What somebody typed and somebody else typed meanwhile: both are shown. */
static void note_both(const Taking *taking, const char *control, const char *theirs)
{
    g_autofree char *words = g_strdup_printf("%s has changed this meanwhile to: “%s”. Yours stands "
                                             "in the box; save again to keep yours.",
                                             taking->author->piece->who, theirs);
    staff_page_mistake(taking->author->page, control, words);
    g_ptr_array_add(taking->author->seen, seen_of(control, theirs));
}

/* Were these words of theirs shown beside the box when it was sent? */
static bool was_seen(const Taking *taking, const char *control, const char *theirs)
{
    g_autofree char *seen = seen_of(control, theirs);
    return fields_has(taking->author->page->request->fields, "seen", seen);
}

static bool is_fit(const Taking *taking, const EditText *text, size_t language, const char *control,
                   const char *words)
{
    if (words[0] != '\0' || language > 0 || text->is_optional)
        return true;
    g_autofree char *mistake =
        text->is_option ? g_strdup_printf("Write the words of %s, or remove it.", text->label)
                        : g_strdup_printf("Write something here: %s.", text->label);
    staff_page_mistake(taking->author->page, control, mistake);
    return false;
}

static void take_words(Taking *taking, const EditText *text, size_t language, const char *typed)
{
    Author *author = taking->author;
    const char *lang = author->edit->languages[language];
    g_autoptr(GError) error = NULL;
    g_autofree char *control = author_control_of(text, lang);
    g_autofree char *words = NULL;
    g_autofree char *slip = NULL;
    const EditText *before = survey_edit_text(taking->base_part, text->key);
    const char *was = before != NULL ? before->in[language].words : "";
    g_autofree char *was_shown =
        text->is_setting ? author_setting_shown(text->key, was) : g_strdup(was);
    const char *now = text->in[language].words;
    if (strcmp(typed, was_shown) == 0)
        return;
    if (text->is_setting)
        slip = author_setting_read(text->key, typed, &words);
    else
        words = g_strdup(typed);
    if (slip != NULL)
        staff_page_mistake(author->page, control, slip);
    if (slip != NULL || !is_fit(taking, text, language, control, words))
        return;
    if (strcmp(now, was) != 0 && strcmp(now, words) != 0 && !was_seen(taking, control, now))
        note_both(taking, control, now);
    else if (!survey_edit_set(author->edit,
                              &(const TextChange){.part = taking->part->key,
                                                  .key = text->key,
                                                  .lang = lang,
                                                  .words = words,
                                                  .told = author->told},
                              &error))
        staff_page_mistake(author->page, control, error->message);
}

static void take_texts(Taking *taking)
{
    const Author *author = taking->author;
    for (size_t i = 0; i < taking->part->n_texts; i++) {
        const EditText *text = &taking->part->texts[i];
        size_t n = text->is_setting ? 1 : author->edit->n_languages;
        for (size_t language = 0; language < n; language++) {
            g_autofree char *control = author_control_of(text, author->edit->languages[language]);
            if (staff_field(author->page->request, control) != NULL)
                take_words(taking, text, language, staff_page_typed(author->page, control));
        }
    }
}

static void take_address(Taking *taking)
{
    Author *author = taking->author;
    const char *typed = staff_page_typed(author->page, "address");
    g_autoptr(GError) error = NULL;
    if (taking->part->kind != PART_SURVEY || typed[0] == '\0' ||
        strcmp(typed, author->edit->id) == 0 || !author_may_rename(author))
        return;
    g_auto(GStrv) ids = store_survey_ids(author->page->store, NULL);
    if (ids != NULL && g_strv_contains((const char *const *)ids, typed))
        staff_page_mistake(author->page, "address",
                           "Another survey has that address. Choose another.");
    else if (!survey_edit_name(author->edit, typed, author->edit->version, &error))
        staff_page_mistake(author->page, "address", error->message);
}

static void add_one(Taking *taking, const char *control,
                    bool (*add)(SurveyEdit *, const char *, const char *, GError **))
{
    Author *author = taking->author;
    const char *typed = staff_page_typed(author->page, control);
    g_autoptr(GError) error = NULL;
    if (typed[0] != '\0' && !add(author->edit, taking->part->key, typed, &error))
        staff_page_mistake(author->page, control, error->message);
}

static void take_marks(Taking *taking)
{
    Author *author = taking->author;
    g_autoptr(GError) error = NULL;
    for (size_t i = 1; i < author->edit->n_languages; i++) {
        g_autofree char *name = g_strdup_printf("reviewed-%s", author->edit->languages[i]);
        if (staff_field(author->page->request, name) != NULL &&
            !survey_edit_reviewed(author->edit, taking->part->key, author->edit->languages[i],
                                  &error))
            staff_page_mistake(author->page, name, error->message);
        g_clear_error(&error);
    }
    if (staff_field(author->page->request, "settled") != NULL &&
        !survey_edit_settled(author->edit, taking->part->key, &error))
        staff_page_mistake(author->page, "settled", error->message);
}

/* The last thing: what was typed beside it is kept. */
static void remove_one(Taking *taking, const char *key)
{
    Author *author = taking->author;
    g_autoptr(GError) error = NULL;
    if (survey_edit_remove_option(author->edit, taking->part->key, key, author->told, &error))
        return;
    const EditText *text = survey_edit_text(taking->part, key);
    g_autofree char *words =
        g_strdup_printf("%s: %s.", text != NULL ? text->label : "This answer", error->message);
    g_autofree char *control =
        text != NULL ? author_control_of(text, author->edit->languages[0]) : g_strdup("main");
    staff_page_mistake(author->page, control, words);
}

/* Languages that are left out; after everything else, because their translations go. */
static void drop_languages(Taking *taking)
{
    Author *author = taking->author;
    for (size_t i = 1; i < author->edit->n_languages && taking->part->kind == PART_SURVEY; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *name = g_strdup_printf("drop-%s", author->edit->languages[i]);
        if (staff_field(author->page->request, name) != NULL &&
            !survey_edit_drop_language(author->edit, author->edit->languages[i], &error))
            staff_page_mistake(author->page, name, error->message);
    }
}

static Reply *take(Author *author, const EditPart *part)
{
    Taking taking = {.author = author, .part = part};
    open_base(&taking);
    take_texts(&taking);
    take_address(&taking);
    take_marks(&taking);
    add_one(&taking, "new-option", survey_edit_add_option);
    add_one(&taking, "new-row", survey_edit_add_row);
    drop_languages(&taking);
    const char *removed = staff_field(author->page->request, "remove");
    if (removed != NULL && !staff_page_has_mistakes(author->page))
        remove_one(&taking, removed);
    survey_edit_free(taking.base);
    if (staff_page_has_mistakes(author->page))
        return author_show_part(author, part);
    bool stays = removed != NULL || staff_page_typed(author->page, "new-option")[0] != '\0' ||
                 staff_page_typed(author->page, "new-row")[0] != '\0';
    g_autofree char *what = g_strdup_printf("%s changed.", part->name);
    return author_save(author, what, stays ? "part" : NULL, stays ? part->key : NULL);
}

Reply *author_part_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    const EditPart *part =
        author != NULL ? author_find_part(author, staff_field(request, "part"), &reply) : NULL;
    return part != NULL ? take(author, part) : reply;
}
