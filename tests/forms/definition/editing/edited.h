/* What the tests of the editor of definitions share: a small definition with one of everything, opened and finished. */
#pragma once

#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "forms/definition/editing/survey-edit.h"
#include "forms/definition/survey-xml.h"
#include <string.h>

G_GNUC_UNUSED static GBytes *shipped(const char *name)
{
    const char *root = g_getenv("SOUNDINGS_SOURCE");
    g_autofree char *path =
        g_build_filename(root != NULL ? root : ".", "forms", "surveys", name, NULL);
    g_autoptr(GError) error = NULL;
    GBytes *bytes = file_read(path, LIMIT_DEFINITION_BYTES, &error);
    g_assert_no_error(error);
    return bytes;
}

G_GNUC_UNUSED static SurveyEdit *open_bytes(GBytes *bytes)
{
    g_autoptr(Mistakes) mistakes = mistakes_new("edit");
    SurveyEdit *edit = survey_edit_open(bytes, mistakes);
    g_autofree char *text = mistakes_text(mistakes);
    g_assert_cmpstr(text, ==, "");
    return edit;
}

G_GNUC_UNUSED static SurveyEdit *open_shipped(const char *name)
{
    g_autoptr(GBytes) bytes = shipped(name);
    return open_bytes(bytes);
}

/* The document of the tests: a second edition, with one of everything. */
static const char small[] =
    "<survey xmlns=\"urn:x-soundings:survey:1\" id=\"small\" version=\"2\" xml:lang=\"en\" "
    "languages=\"cy\">\n"
    "  <title>Small</title>\n"
    "  <owner>Owner</owner>\n"
    "  <page id=\"p1\">\n"
    "    <!-- Kept. -->\n"
    "    <choose-one id=\"q01\" number=\"1\">\n"
    "      <ask>Call <strong>now</strong> on <a href=\"tel:101\">101</a>?"
    "<translation xml:lang=\"cy\">Galwch?</translation></ask>\n"
    "      <option code=\"1\">Yes</option>\n"
    "      <option code=\"2\">No</option>\n"
    "      <option code=\"99\" missing=\"refused\">Prefer not to say</option>\n"
    "      <report>\n        <net id=\"some\" codes=\"1 2\">Some</net>\n      "
    "</report>\n"
    "    </choose-one>\n"
    "    <!-- The second. -->\n"
    "    <text id=\"q02\" number=\"2\"><ask>Why?</ask>"
    "<report by=\"q01\"/></text>\n"
    "    <note id=\"n1\"><p>One.</p><p>Two.</p></note>\n"
    "  </page>\n"
    "  <page id=\"p2\" if=\"q01 is 1\">\n"
    "    <text id=\"q03\" number=\"3\" since=\"2\"><ask>More?</ask></text>\n"
    "  </page>\n"
    "</survey>\n";

G_GNUC_UNUSED static GBytes *small_with(const char *from, const char *to)
{
    GString *text = g_string_new(small);
    if (from != NULL)
        g_assert_cmpuint(g_string_replace(text, from, to, 0), >, 0);
    return g_string_free_to_bytes(text);
}

G_GNUC_UNUSED static SurveyEdit *open_small(const char *from, const char *to)
{
    g_autoptr(GBytes) bytes = small_with(from, to);
    return open_bytes(bytes);
}

G_GNUC_UNUSED static char *text_of(GBytes *bytes)
{
    return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

/* The text after the changes; frees the edit. */
G_GNUC_UNUSED static char *finish(SurveyEdit *edit)
{
    g_autoptr(GBytes) bytes = survey_edit_bytes(edit);
    survey_edit_free(edit);
    return text_of(bytes);
}

G_GNUC_UNUSED static void assert_has(const char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        g_error("not there: %s\nin:\n%s", words, text);
}

G_GNUC_UNUSED static void assert_lacks(const char *text, const char *words)
{
    if (strstr(text, words) != NULL)
        g_error("still there: %s\nin:\n%s", words, text);
}

/* It is still a survey without mistakes. */
G_GNUC_UNUSED static Survey *read_again(const char *text)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(Mistakes) mistakes = mistakes_new("again");
    Survey *survey = survey_parse(bytes, mistakes);
    g_autofree char *found = mistakes_text(mistakes);
    if (survey == NULL)
        g_error("%s%s", found, text);
    return survey;
}

G_GNUC_UNUSED static void set(SurveyEdit *edit, const char *part, const char *key, const char *lang,
                              const char *words, GPtrArray *told)
{
    g_autoptr(GError) error = NULL;
    bool is_set = survey_edit_set(
        edit,
        &(const TextChange){.part = part, .key = key, .lang = lang, .words = words, .told = told},
        &error);
    g_assert_no_error(error);
    g_assert_true(is_set);
}
