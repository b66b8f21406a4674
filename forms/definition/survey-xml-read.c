/* The whole of a definition: its head, lists, pages and what stands on them. */
#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"
#include "forms/definition/survey-reader.h"
#include <string.h>

#include "base/banned.h"

static const char *const sampling_names[] = {"open", "panel", "probability", "census"};
static const char *const sensitive_names[] = {"no", "personal", "equality", "special"};
static const char *const layout_names[] = {"pages", "one-page"};
static const char *const once_names[] = {"none", "browser", "token"};
static const char *const on_names[] = {"", "web", "paper"};

/* The end of the year 9998, the last that has a day after it. */
static const int64_t last_moment = INT64_C(253370764800);

/* A moment: 2026-11-21 or 2026-11-21T09:30:00, with Z or +01:00 after it or nothing, which means
 * UTC. A bare date as an end is the end of that day. */
static int64_t read_moment(const SurveyReader *reader, const xmlNode *node, const char *name,
                           bool is_end)
{
    const char *text = survey_read_attribute(reader, node, name);
    if (text == NULL)
        return 0;
    int64_t moment = 0;
    size_t length = strlen(text);
    bool is_day = length < 19;
    g_autofree char *head = is_day ? g_strndup(text, 10) : g_strdup_printf("%.19sZ", text);
    if (!day_moment_parse(head, &moment)) {
        if (reader->is_clean) /* else the schema has said so */
            mistakes_add(reader->mistakes, xml_line(node),
                         "%s=\"%.40s\" is not a day in the calendar; write year-month-day, as in "
                         "2026-11-21",
                         name, text);
        return 0;
    }
    const char *zone = text + (is_day ? MIN(length, 10) : 19);
    int64_t hours = 0, minutes = 0;
    if ((zone[0] == '+' || zone[0] == '-') && strlen(zone) == 6) {
        g_autofree char *h = g_strndup(zone + 1, 2);
        if (text_parse_int(h, &hours) && text_parse_int(zone + 4, &minutes))
            moment -= (zone[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    }
    moment += is_day && is_end ? 24 * 60 * 60 : 0;
    if (moment <= last_moment)
        return moment;
    mistakes_add(
        reader->mistakes, xml_line(node),
        "%s=\"%.40s\" is too far away: write a day before the year 9999, or leave it out when "
        "there is none",
        name, text);
    return 0;
}

static void read_languages(SurveyReader *reader, const xmlNode *root)
{
    xmlChar *base = xmlGetNsProp(root, (const xmlChar *)"lang", XML_XML_NAMESPACE);
    size_t n = 0;
    const char *const *others = survey_read_list(reader, root, "languages", &n);
    const char **languages = arena_new_array(reader->arena, const char *, n + 1);
    languages[0] = arena_strdup(reader->arena, base != NULL ? (const char *)base : "en");
    size_t kept = 1;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(others[i], languages[0]) != 0)
            languages[kept++] = others[i];
    }
    reader->survey->languages = languages;
    reader->survey->n_languages = kept;
    xmlFree(base);
}

static void read_governance(SurveyReader *reader, const xmlNode *node)
{
    if (node == NULL)
        return;
    Governance *governance = &reader->survey->governance;
    reader->survey->has_governance = true;
    governance->controller = survey_read_plain(reader, xml_child(node, "controller"));
    const xmlNode *contact = xml_child(node, "contact");
    governance->contact = survey_read_plain(reader, contact);
    if (contact != NULL) {
        governance->contact_email = survey_read_attribute(reader, contact, "email");
        governance->contact_phone = survey_read_attribute(reader, contact, "phone");
    }
    governance->basis = survey_read_words(reader, xml_child(node, "basis"));
    governance->recipients = survey_read_words(reader, xml_child(node, "recipients"));
    governance->complaint = survey_read_words(reader, xml_child(node, "complaint"));
    const xmlNode *retention = xml_child(node, "retention");
    if (retention != NULL) {
        governance->keep_special = survey_read_attribute(reader, retention, "special");
        governance->keep_text = survey_read_attribute(reader, retention, "text");
        governance->keep_responses = survey_read_attribute(reader, retention, "responses");
        governance->keep_paper = survey_read_attribute(reader, retention, "paper");
    }
}

static void read_head(SurveyReader *reader, const xmlNode *root)
{
    Survey *survey = reader->survey;
    survey->id = survey_read_attribute(reader, root, "id");
    if (survey->id == NULL)
        survey->id = "?"; /* the schema has said so */
    survey->version = (unsigned)MAX(1, survey_read_whole(reader, root, "version", 1000000, 1));
    survey->opens = read_moment(reader, root, "opens", false);
    survey->closes = read_moment(reader, root, "closes", true);
    survey->sampling = (Sampling)survey_read_choice(reader, root, "sampling", sampling_names,
                                                    G_N_ELEMENTS(sampling_names));
    survey->suppress_below =
        (unsigned)survey_read_whole(reader, root, "suppress-below", 1000000, 0);
    survey->layout = (Layout)survey_read_choice(reader, root, "layout", layout_names,
                                                G_N_ELEMENTS(layout_names));
    survey->once =
        (Once)survey_read_choice(reader, root, "once", once_names, G_N_ELEMENTS(once_names));
    survey->results_published =
        g_strcmp0(survey_read_attribute(reader, root, "results"), "published") == 0;
    survey->quick_exit = survey_read_attribute(reader, root, "quick-exit");
    survey->todo = survey_read_attribute(reader, root, "todo");
    survey->title = survey_read_words(reader, xml_child(root, "title"));
    const xmlNode *owner = xml_child(root, "owner");
    survey->owner = owner != NULL ? survey_read_plain(reader, owner) : "";
    if (owner != NULL) {
        survey->owner_email = survey_read_attribute(reader, owner, "email");
        survey->owner_phone = survey_read_attribute(reader, owner, "phone");
        survey->owner_address = survey_read_attribute(reader, owner, "address");
    }
    survey->intro = survey_read_paragraphs(reader, xml_child(root, "intro"));
    survey->help = survey_read_paragraphs(reader, xml_child(root, "help"));
    survey->privacy = survey_read_paragraphs(reader, xml_child(root, "privacy"));
    survey->thanks = survey_read_paragraphs(reader, xml_child(root, "thanks"));
    read_governance(reader, xml_child(root, "governance"));
}

static size_t count_children(const xmlNode *parent, const char *name)
{
    size_t n = 0;
    for (const xmlNode *node = xml_first(parent); node != NULL; node = xml_next(node))
        n += xml_is(node, name) ? 1 : 0;
    return n;
}

static void read_lists(SurveyReader *reader, const xmlNode *node)
{
    if (node == NULL)
        return;
    reader->lists = arena_new_array(reader->arena, AnswerList, count_children(node, "list"));
    reader->survey->lists = reader->lists;
    for (const xmlNode *child = xml_first(node); child != NULL; child = xml_next(child)) {
        const char *id = xml_is(child, "list") ? survey_read_attribute(reader, child, "id") : NULL;
        if (id == NULL)
            continue;
        AnswerList *list = &reader->lists[reader->survey->n_lists++];
        list->id = id;
        list->for_coding = g_strcmp0(survey_read_attribute(reader, child, "for"), "coding") == 0;
        list->line = xml_line(child);
        list->todo = survey_read_attribute(reader, child, "todo");
        g_autoptr(GArray) options = g_array_new(false, false, sizeof(Option));
        g_autoptr(GArray) groups = g_array_new(false, false, sizeof(Wording));
        survey_read_options(reader, child, options, groups);
        g_autofree char *owner = g_strdup_printf("list '%s'", id);
        survey_keep_distinct_codes(reader, options, owner);
        list->n_options = options->len;
        list->options = arena_copy(reader->arena, options->data, options->len, sizeof(Option));
        list->n_groups = groups->len;
        list->groups = arena_copy(reader->arena, groups->data, groups->len, sizeof(Wording));
    }
}

static Note *read_note(SurveyReader *reader, const xmlNode *node)
{
    Note *note = arena_new_array(reader->arena, Note, 1);
    note->id = survey_read_attribute(reader, node, "id");
    if (note->id == NULL)
        note->id = "?";
    note->on = (NoteOn)survey_read_choice(reader, node, "on", on_names, G_N_ELEMENTS(on_names));
    note->text = survey_read_paragraphs(reader, node);
    note->line = xml_line(node);
    note->todo = survey_read_attribute(reader, node, "todo");
    g_autofree char *owner = g_strdup_printf("note '%s'", note->id);
    survey_read_condition(reader, node, arena_strdup(reader->arena, owner), NULL,
                          &note->condition_text, &note->condition);
    g_ptr_array_add(reader->notes, note);
    return note;
}

static void read_page_question(SurveyReader *reader, const xmlNode *node, QuestionType type,
                               GArray *entries)
{
    if (reader->n_questions == reader->room)
        return; /* over the limit: noted by survey_read_root */
    Question *question = &reader->questions[reader->n_questions];
    const Page *page = &reader->pages[reader->survey->n_pages - 1];
    question->page = reader->survey->n_pages - 1;
    survey_read_question(reader, node, type, question);
    question->sensitive = MAX(question->sensitive, page->sensitive);
    reader->n_questions++;
    Entry entry = {.question = question};
    g_array_append_val(entries, entry);
}

static void read_entries(SurveyReader *reader, const xmlNode *node, Page *page)
{
    GArray *entries = g_array_new(false, false, sizeof(Entry));
    for (const xmlNode *child = xml_first(node); child != NULL; child = xml_next(child)) {
        QuestionType type = QUESTION_TYPE_COUNT;
        Entry entry = {0};
        if (xml_is_question(child, &type)) {
            read_page_question(reader, child, type, entries);
        } else if (xml_is(child, "note")) {
            entry.note = read_note(reader, child);
            g_array_append_val(entries, entry);
        } else if (xml_is(child, "block")) {
            Block *block = arena_new_array(reader->arena, Block, 1);
            block->ref = survey_read_attribute(reader, child, "ref");
            block->version = (unsigned)survey_read_whole(reader, child, "version", 1000000, 1);
            block->line = xml_line(child);
            entry.block = block;
            g_array_append_val(entries, entry);
        }
    }
    page->n_entries = entries->len;
    page->entries = arena_copy(reader->arena, entries->data, entries->len, sizeof(Entry));
    g_array_free(entries, true);
}

static void read_page(SurveyReader *reader, const xmlNode *node)
{
    Page *page = &reader->pages[reader->survey->n_pages++];
    page->id = survey_read_attribute(reader, node, "id");
    if (page->id == NULL)
        page->id = "?";
    page->sensitive = (Sensitive)survey_read_choice(reader, node, "sensitive", sensitive_names,
                                                    G_N_ELEMENTS(sensitive_names));
    page->new_sheet = survey_read_yes(reader, node, "new-sheet");
    page->title = survey_read_words(reader, xml_child(node, "title"));
    page->intro = survey_read_paragraphs(reader, xml_child(node, "intro"));
    page->support = survey_read_paragraphs(reader, xml_child(node, "support"));
    page->line = xml_line(node);
    page->todo = survey_read_attribute(reader, node, "todo");
    g_autofree char *owner = g_strdup_printf("page '%s'", page->id);
    survey_read_condition(reader, node, arena_strdup(reader->arena, owner), NULL,
                          &page->condition_text, &page->condition);
    read_entries(reader, node, page);
}

static size_t count_questions(const xmlNode *root)
{
    size_t n = 0;
    QuestionType type = QUESTION_TYPE_COUNT;
    for (const xmlNode *page = xml_first(root); page != NULL; page = xml_next(page)) {
        if (!xml_is(page, "page"))
            continue;
        for (const xmlNode *node = xml_first(page); node != NULL; node = xml_next(node))
            n += xml_is_question(node, &type) ? 1 : 0;
    }
    return n;
}

/* Count what is still to be settled and what is not in the source, anywhere in the document. */
static void count_marks(SurveyReader *reader, const xmlNode *node)
{
    for (; node != NULL; node = xml_next(node)) {
        if (xmlHasNsProp(node, (const xmlChar *)"todo", NULL) != NULL)
            reader->survey->n_todos++;
        if (survey_read_yes(reader, node, "reconstructed"))
            reader->survey->n_reconstructed++;
        count_marks(reader, xml_first(node));
    }
}

void survey_read_root(SurveyReader *reader, const xmlNode *root)
{
    Survey *survey = reader->survey;
    reader->line = xml_line(root);
    read_languages(reader, root);
    read_head(reader, root);
    read_lists(reader, xml_child(root, "lists"));
    size_t n = count_questions(root);
    if (n > LIMIT_QUESTIONS)
        mistakes_add(reader->mistakes, reader->line, "%zu questions are too many; %d is the most",
                     n, LIMIT_QUESTIONS);
    reader->room = MIN(n, LIMIT_QUESTIONS);
    reader->questions = arena_new_array(reader->arena, Question, reader->room);
    reader->pages = arena_new_array(reader->arena, Page, count_children(root, "page"));
    survey->questions = reader->questions;
    survey->pages = reader->pages;
    for (const xmlNode *node = xml_first(root); node != NULL; node = xml_next(node)) {
        if (xml_is(node, "page"))
            read_page(reader, node);
    }
    survey->n_questions = reader->n_questions;
    count_marks(reader, root);
}
