/* Publishing: a list of what must be and what should be done first, what changes, one button. */
#include "base/env.h"
#include "responses/store/publish.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

enum { SENTENCES_SHOWN = 200 };

typedef enum { CHECK_DONE, CHECK_ADVISED, CHECK_REFUSED } CheckState;

typedef struct {
    Author *author;
    Survey *published; /* the newest version, or NULL */
    GPtrArray *edits;  /* of Edit, that lead from it; NULL */
    uint64_t n_responses;
    bool is_lost; /* the store had it, and lost its file */
    bool is_refused;
} Publishing;

static void publishing_clear(Publishing *publishing)
{
    survey_free(publishing->published);
    if (publishing->edits != NULL)
        g_ptr_array_unref(publishing->edits);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Publishing, publishing_clear)

static void look_at_published(Publishing *publishing)
{
    const Author *author = publishing->author;
    Store *store = author->page->store;
    StoreSummary summary = {0};
    if (author->survey == NULL)
        return;
    g_autoptr(GError) error = NULL;
    publishing->published = store_load_survey(store, author->survey->id, 0, &error);
    publishing->is_lost = g_error_matches(error, SOUNDINGS_ERROR, ERROR_LOST);
    if (publishing->published == NULL)
        return;
    publishing->edits = publish_compare(publishing->published, author->survey);
    if (store_summarise(store, author->survey->id, &summary, &error))
        publishing->n_responses = summary.n_responses;
}

/* ---- The list ---- */

static void write_check(Publishing *publishing, Markup *to, CheckState state, const char *words,
                        Url url)
{
    static const char *const states[] = {
        [CHECK_DONE] = "Done", [CHECK_ADVISED] = "Advised", [CHECK_REFUSED] = "Needed"};
    static const char *const classes[] = {[CHECK_DONE] = "check done",
                                          [CHECK_ADVISED] = "check advised",
                                          [CHECK_REFUSED] = "check needed"};
    publishing->is_refused |= state == CHECK_REFUSED;
    markup_open(to, "li");
    markup_attr(to, "class", classes[state]);
    markup_element(to, "strong", states[state]);
    markup_text(to, " ");
    if (state == CHECK_DONE) {
        markup_element(to, "span", words);
    } else {
        markup_open(to, "a");
        markup_attr_url(to, "href", url);
        markup_text(to, words);
        markup_close(to, "a");
    }
    markup_close(to, "li");
    url_clear(&url);
}

static void check_dates(Publishing *publishing, Markup *to)
{
    const Survey *survey = publishing->author->survey;
    const Url url = author_part_url(publishing->author, "part", "survey");
    if (survey->closes != 0 && survey->closes <= env_now())
        write_check(publishing, to, CHECK_REFUSED,
                    "Its last day is in the past: nobody could answer", url);
    else if (survey->closes == 0)
        write_check(publishing, to, CHECK_ADVISED, "Say when its last day is", url);
    else
        write_check(publishing, to, CHECK_DONE, "It has a last day", url);
}

static void check_trials(Publishing *publishing, Markup *to)
{
    const Author *author = publishing->author;
    const Workpiece *piece = author->piece;
    bool is_seen = piece->previewed == piece->revision;
    write_check(publishing, to, is_seen ? CHECK_DONE : CHECK_ADVISED,
                is_seen ? "It was looked at as it is now"
                        : "Look at it: it has changed since, or was never looked at",
                author_url(author, "preview"));
    write_check(publishing, to, piece->pilot_id != NULL ? CHECK_DONE : CHECK_ADVISED,
                piece->pilot_id != NULL ? "It was tried out" : "Try it out with a few people",
                author_url(author, "pilot"));
}

static void check_words(Publishing *publishing, Markup *to)
{
    const Author *author = publishing->author;
    size_t n = 0;
    for (size_t l = 1; l < author->edit->n_languages; l++)
        n += author_count_missing(author, l);
    g_autofree char *missing =
        g_strdup_printf("%zu %s no translation and will be shown in the survey’s own language", n,
                        n == 1 ? "text has" : "texts have");
    write_check(publishing, to, n == 0 ? CHECK_DONE : CHECK_ADVISED,
                n == 0 ? "Every text is there in every language" : missing,
                author_url(author, "preview"));
    write_check(publishing, to, author->survey->has_governance ? CHECK_DONE : CHECK_ADVISED,
                author->survey->has_governance
                    ? "It says who is responsible and how long answers are kept"
                    : "Say who is responsible, why you may ask and how long answers are kept",
                author_part_url(author, "part", "survey"));
    size_t warnings = mistakes_count_warnings(author->mistakes);
    g_autofree char *words =
        g_strdup_printf("%zu %s worth a look", warnings, warnings == 1 ? "thing is" : "things are");
    if (warnings > 0)
        write_check(publishing, to, CHECK_ADVISED, words, author_url(author, NULL));
}

/* What store_publish would refuse, told before it is asked. */
static void check_version(Publishing *publishing, Markup *to)
{
    const Author *author = publishing->author;
    const Survey *published = publishing->published;
    g_autofree char *refused =
        publishing->edits != NULL && publishing->n_responses > 0
            ? publish_sentences(publishing->edits, EDIT_REFUSED, SENTENCES_SHOWN)
            : NULL;
    if (publishing->is_lost) {
        write_check(publishing, to, CHECK_REFUSED,
                    "Its survey is published, and its file is lost: the staff page says what to do",
                    url_path("staff", "", NULL));
    } else if (published != NULL && published->version >= author->survey->version &&
               publishing->n_responses > 0) {
        g_autofree char *words = g_strdup_printf(
            "Version %u is published and has answers: begin version %u from it under Definitions",
            published->version, published->version + 1);
        write_check(publishing, to, CHECK_REFUSED, words, url_path("staff", "definitions", NULL));
    } else if (refused != NULL) {
        write_check(publishing, to, CHECK_REFUSED,
                    "Something changes that may not, because people have answered: see below",
                    url_fragment("refused"));
    }
}

static void write_checks(Publishing *publishing, Markup *to)
{
    const Author *author = publishing->author;
    size_t n = mistakes_count(author->mistakes);
    g_autofree char *mistakes =
        g_strdup_printf("%zu %s to put right", n, n == 1 ? "thing is" : "things are");
    markup_open(to, "ul");
    markup_attr(to, "class", "checks");
    write_check(publishing, to, n == 0 ? CHECK_DONE : CHECK_REFUSED,
                n == 0 ? "Nothing is wrong with it" : mistakes, author_url(author, NULL));
    size_t todos = author->survey != NULL ? author->survey->n_todos : author_count_todos(author);
    g_autofree char *settle =
        g_strdup_printf("%zu %s to be settled", todos, todos == 1 ? "thing is" : "things are");
    write_check(publishing, to, todos == 0 ? CHECK_DONE : CHECK_REFUSED,
                todos == 0 ? "Nothing is left to settle" : settle, author_url(author, NULL));
    if (author->survey != NULL) {
        check_version(publishing, to);
        check_dates(publishing, to);
        check_words(publishing, to);
        check_trials(publishing, to);
    }
    markup_close(to, "ul");
}

/* ---- What changes ---- */

static const struct {
    EditKind kind;
    const char *id, *heading;
} kinds[] = {
    {EDIT_REFUSED, "refused", "May not change, because people have answered"},
    {EDIT_RECORDED, "recorded", "Will be noted beside the results"},
    {EDIT_FREE, "free", "Changes freely"},
};

static void write_edits(const Publishing *publishing, Markup *to)
{
    if (publishing->edits == NULL)
        return;
    g_autofree char *heading =
        g_strdup_printf("What changes against version %u", publishing->published->version);
    markup_element(to, "h2", heading);
    if (publishing->edits->len == 0)
        staff_page_say(to, "No question, answer or route changes.");
    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        g_autofree char *sentences =
            publish_sentences(publishing->edits, kinds[k].kind, SENTENCES_SHOWN);
        if (sentences == NULL)
            continue;
        g_auto(GStrv) lines = g_strsplit(sentences, "\n", -1);
        markup_open(to, "h3");
        markup_attr(to, "id", kinds[k].id);
        markup_text(to, kinds[k].heading);
        markup_close(to, "h3");
        markup_open(to, "ul");
        for (size_t i = 0; lines[i] != NULL; i++)
            markup_element(to, "li", lines[i]);
        markup_close(to, "ul");
    }
}

static Reply *show(Author *author)
{
    g_auto(Publishing) publishing = {.author = author};
    look_at_published(&publishing);
    g_autofree char *heading = g_strdup_printf("Publish version %u", author->edit->version);
    Markup *to = author_begin_page(author, heading);
    write_checks(&publishing, to);
    write_edits(&publishing, to);
    if (publishing.is_refused) {
        staff_page_say(to, "It can be published when nothing above is marked Needed.");
        return staff_page_end(author->page, to);
    }
    g_autofree char *where =
        g_strdup_printf("People will find it at %s/%s/. What is marked Advised does not stop you.",
                        author->page->context->config->base_url, author->survey->id);
    staff_page_say(to, where);
    staff_page_form_begin(author->page, to, author_url(author, "publish"));
    author_write_revision(to, author);
    staff_button(to, "Publish it now", NULL, NULL, false);
    staff_form_end(to);
    staff_page_link(to, author_url(author, NULL), "Not yet: back to the definition");
    return staff_page_end(author->page, to);
}

Reply *author_publish_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    return author != NULL ? show(author) : reply;
}

/* ---- Publishing ---- */

static Reply *show_published(Author *author, const Survey *survey)
{
    g_auto(Url) url = url_path(survey->id, "", NULL);
    g_autofree char *address =
        g_strdup_printf("%s/%s/", author->page->context->config->base_url, survey->id);
    Markup *to = staff_page_begin(author->page, "Published", url_path("staff", "definitions", NULL),
                                  "All definitions");
    staff_page_say(to, "The survey is published. This is its address:");
    markup_open(to, "p");
    markup_attr(to, "class", "link");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_attr(to, "id", "published-address");
    markup_text(to, address);
    markup_close(to, "a");
    markup_close(to, "p");
    staff_page_link(to, url_path("staff", survey->id, "", NULL),
                    "Its page for staff: batches, keying, dates");
    staff_page_say(to, "To change it again, begin its next version under Definitions.");
    return staff_page_end(author->page, to);
}

/* A pilot has served its purpose: nobody can answer it from now on. */
static bool end_pilot(Author *author, const Act *act, GError **error)
{
    return !author_has_pilot(author) ||
           site_take_off(author->page->context, author->piece->pilot_id, "the survey is published",
                         act, error);
}

Reply *author_publish_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = author_open_current(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    bool is_late = author->survey != NULL && author->survey->closes != 0 &&
                   author->survey->closes <= env_now();
    if (author->survey == NULL || author->survey->n_todos > 0 || is_late)
        return show(author);
    const Act act = staff_act(staff);
    g_autofree char *id = g_strdup(author->survey->id);
    if (!site_put(context, g_steal_pointer(&author->survey), &act, &error) ||
        !end_pilot(author, &act, &error) ||
        !workshop_remove(context->store, author->piece->id, "publish", &act, &error))
        return author_refusal(author, error);
    return show_published(author, site_find(context->site, id)->survey);
}
