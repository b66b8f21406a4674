/* The frame of staff's pages and its parts, without a socket: what stands in each, and that nothing is written unescaped. */
#include "survey-server/http-test.h"
#include "survey-server/staff/staff-layout.h"

#include "base/banned.h"

static const Staff keyer = {
    .name = "ann<b>", .role = ROLE_KEYER, .is_signed_in = true, .csrf = "a-token"};

static char *text_of(GBytes *bytes)
{
    return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

/* The words of a part. */
static char *part_text(Markup *part)
{
    g_autoptr(GBytes) bytes = markup_finish(part);
    return text_of(bytes);
}

static void assert_holds(const char *page, const char *const *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strstr(page, wanted[i]) == NULL)
            g_error("%s is missing in\n%s", wanted[i], page);
    }
}

#define ASSERT_HOLDS(page, ...)                                                                    \
    do {                                                                                           \
        const char *const wanted_[] = {__VA_ARGS__};                                               \
        assert_holds((page), wanted_, G_N_ELEMENTS(wanted_));                                      \
    } while (0)

static char *page_of(TestServer *server, const Staff *staff, bool is_error)
{
    g_auto(Url) back = url_path("staff", "", NULL);
    const StaffFrame frame = {.context = &server->context,
                              .staff = staff,
                              .heading = "Batches <i>",
                              .survey = site_find(server->context.site, "short-journey")->survey,
                              .back = &back,
                              .back_words = "All <surveys>",
                              .is_error = is_error};
    Markup *to = staff_layout_begin(&frame);
    g_autoptr(Reply) reply = staff_layout_end(to, &frame, 409);
    g_assert_cmpuint(reply->status, ==, 409);
    g_assert_cmpint(reply->caching, ==, CACHE_NEVER);
    g_assert_false(reply->runs_scripts);
    return text_of(reply->body);
}

static void the_frame_says_where_one_is_and_who(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autofree char *page = page_of(&server, &keyer, true);
    ASSERT_HOLDS(page, "<html lang=\"en\" dir=\"ltr\">",
                 "<title>Error: Batches &lt;i&gt; – A short journey – Staff</title>",
                 "<a class=\"skip-link\" href=\"#main\">", "<a href=\"/staff/\">Staff</a>",
                 "<a href=\"/staff/short-journey/\">A short journey</a>",
                 "<span aria-current=\"page\">Batches &lt;i&gt;</span>",
                 "Signed in as ann&lt;b&gt; (keyer)",
                 "<form method=\"post\" action=\"/staff/sign-out#errors\">",
                 "<input type=\"hidden\" name=\"csrf\" value=\"a-token\">",
                 "<main id=\"main\" tabindex=\"-1\">", "All &lt;surveys&gt;",
                 "<h1>Batches &lt;i&gt;</h1>", "/assets/site.", "/assets/staff.");
    g_assert_null(strstr(page, "<i>"));
    g_assert_null(strstr(page, "<b>"));
    g_assert_null(strstr(page, "<script"));
    test_context_stop(&server);
}

static void nobody_is_offered_no_way_out(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    const Staff nobody = {.name = ""};
    g_autofree char *page = page_of(&server, &nobody, false);
    ASSERT_HOLDS(page, "<title>Batches");
    g_assert_null(strstr(page, "sign-out"));
    g_assert_null(strstr(page, "Signed in"));
    g_assert_null(strstr(page, "/staff/short-journey/"));
    test_context_stop(&server);
}

static void the_keying_page_loads_its_script(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    const StaffFrame frame = {
        .context = &server.context, .staff = &keyer, .heading = "Key", .has_keying = true};
    g_autoptr(Reply) reply = staff_layout_end(staff_layout_begin(&frame), &frame, 200);
    g_assert_true(reply->runs_scripts);
    g_autofree char *page = text_of(reply->body);
    g_auto(Url) script = assets_url(server.context.assets, "keying.js");
    g_autofree char *wanted = g_strdup_printf("<script defer src=\"%s\"></script>", script.text);
    ASSERT_HOLDS(page, wanted);
    test_context_stop(&server);
}

static void mistakes_lead_to_their_controls(void)
{
    const StaffMistake mistakes[] = {{"name", "Type a <name>"}, {NULL, "The batch is closed"}};
    Markup *to = markup_new_part(MARKUP_HTML);
    staff_mistakes(to, mistakes, 0);
    staff_mistakes(to, mistakes, G_N_ELEMENTS(mistakes));
    g_autofree char *part = part_text(to);
    g_assert_true(g_str_has_prefix(part,
                                   "<div class=\"error-summary\" id=\"errors\" role=\"group\" "
                                   "tabindex=\"-1\" aria-labelledby=\"errors-heading\">"));
    ASSERT_HOLDS(part, "<li><a href=\"#name\">Type a &lt;name&gt;</a></li>",
                 "<li>The batch is closed</li>");
}

static void notices_are_read_out(void)
{
    Markup *to = markup_new_part(MARKUP_HTML);
    staff_notice(to, NULL);
    staff_notice(to, "3 forms <received>");
    g_autofree char *part = part_text(to);
    g_assert_true(g_str_has_prefix(part, "<div class=\"notice\" role=\"status\"><p>3 forms &lt;"));
}

static void boxes_name_their_hint_and_mistake(void)
{
    static const struct {
        StaffBox box;
        const char *wanted[4];
    } cases[] = {
        {{.name = "batch", .label = "Name <x>"},
         {"<label for=\"batch\">Name &lt;x&gt;</label>",
          "<input type=\"text\" id=\"batch\" name=\"batch\" autocomplete=\"off\">"}},
        {{.name = "batch", .label = "N", .hint = "Letters", .value = "\"a"},
         {"<p class=\"hint\" id=\"batch-hint\">Letters</p>", "aria-describedby=\"batch-hint\"",
          "value=\"&quot;a\""}},
        {{.name = "batch", .label = "N", .hint = "Letters", .mistake = "Type a name"},
         {"<p class=\"error-message\" id=\"batch-mistake\">Type a name</p>",
          "aria-describedby=\"batch-hint batch-mistake\"", "aria-invalid=\"true\"", "in-error"}},
        {{.name = "batch", .label = "N", .mistake = "Type a name"},
         {"aria-describedby=\"batch-mistake\""}},
        {{.name = "secret",
          .label = "N",
          .kind = "password",
          .autocomplete = "current-password",
          .inputmode = "numeric",
          .width = 8},
         {"type=\"password\"", "autocomplete=\"current-password\" inputmode=\"numeric\"",
          "size=\"8\""}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Markup *to = markup_new_part(MARKUP_HTML);
        staff_box(to, &cases[i].box);
        g_autofree char *part = part_text(to);
        for (size_t j = 0; j < G_N_ELEMENTS(cases[i].wanted) && cases[i].wanted[j] != NULL; j++)
            assert_holds(part, &cases[i].wanted[j], 1);
    }
}

static void areas_and_files_are_boxes_too(void)
{
    const StaffBox box = {.name = "why", .label = "Why", .hint = "In a line", .value = "<a>\n"};
    Markup *to = markup_new_part(MARKUP_HTML);
    staff_area(to, &box, 3);
    staff_file(to, &box, ".xml");
    g_autofree char *part = part_text(to);
    ASSERT_HOLDS(part, "rows=\"3\">&lt;a&gt;\n</textarea>",
                 "<input type=\"file\" id=\"why\" name=\"why\" aria-describedby=\"why-hint\" "
                 "accept=\".xml\">");
}

static void radios_stand_in_a_fieldset(void)
{
    const StaffChoice choices[] = {{"keyer", "Keyer", NULL}, {"analyst", "Analyst", "Reads <all>"}};
    Markup *to = markup_new_part(MARKUP_HTML);
    staff_radios(to, &(const StaffRadios){.name = "role",
                                          .legend = "Role",
                                          .choices = choices,
                                          .n = G_N_ELEMENTS(choices),
                                          .chosen = "analyst",
                                          .mistake = "Choose a role"});
    g_autofree char *part = part_text(to);
    ASSERT_HOLDS(part, "<fieldset class=\"box in-error\" aria-describedby=\"role-mistake\"",
                 "<legend>Role</legend>",
                 "<input type=\"radio\" id=\"role\" name=\"role\" value=\"keyer\">",
                 "id=\"role-analyst\" name=\"role\" value=\"analyst\" checked "
                 "aria-describedby=\"role-analyst-hint\"",
                 "Reads &lt;all&gt;", "id=\"role-mistake\">Choose a role");
}

static void forms_carry_their_token(void)
{
    Markup *to = markup_new_part(MARKUP_HTML);
    g_auto(Url) action = url_path("staff", "x", NULL);
    staff_form_begin(to, &keyer, action);
    staff_button(to, "Void <it>", "do", "void", false);
    staff_button(to, "Leave it", NULL, NULL, true);
    staff_form_end(to);
    staff_upload_begin(to, &keyer, action);
    staff_form_end(to);
    g_autofree char *part = part_text(to);
    ASSERT_HOLDS(
        part,
        "<form method=\"post\" action=\"/staff/x#errors\"><input type=\"hidden\" name=\"csrf\" "
        "value=\"a-token\">",
        "<button type=\"submit\" class=\"button\" name=\"do\" value=\"void\">Void "
        "&lt;it&gt;</button>",
        "<button type=\"submit\" class=\"secondary\">Leave it</button>",
        "<form method=\"post\" action=\"/staff/x#errors\" enctype=\"multipart/form-data\">");
}

static void tables_have_caption_headers_and_a_way_to_scroll(void)
{
    static const char *const headers[] = {"Serial", "State"};
    static const char *const cells[] = {"1017-4", "keyed <once>"};
    Markup *to = markup_new_part(MARKUP_HTML);
    g_auto(Url) link = url_path("staff", "s", "forms", "1017", NULL);
    staff_table_begin(to, "Forms of b/1", headers, G_N_ELEMENTS(headers));
    staff_row(to, cells, G_N_ELEMENTS(cells), &link);
    staff_row(to, cells, G_N_ELEMENTS(cells), NULL);
    staff_table_end(to);
    g_autofree char *part = part_text(to);
    ASSERT_HOLDS(part,
                 "<section class=\"scroll\" tabindex=\"0\" "
                 "aria-labelledby=\"table-forms-of-b-1\">",
                 "<caption id=\"table-forms-of-b-1\">Forms of b/1</caption>",
                 "<th scope=\"col\">Serial</th><th scope=\"col\">State</th>",
                 "<th scope=\"row\"><a href=\"/staff/s/forms/1017\">1017-4</a></th>"
                 "<td>keyed &lt;once&gt;</td>",
                 "<tr><th scope=\"row\">1017-4</th>");
}

static void a_refusal_says_what_the_store_said(void)
{
    TestServer server = {0};
    test_context_start(&server, NULL);
    g_autoptr(GError) error = NULL;
    error_set(&error, ERROR_CONFLICT, "batch a is closed: <2> forms");
    g_auto(Url) onward = url_path("staff", "s", "batches", NULL);
    g_autoptr(Reply) reply = staff_refusal(&server.context, &keyer, error, onward, "Batches");
    g_assert_cmpuint(reply->status, ==, 409);
    g_autofree char *page = text_of(reply->body);
    ASSERT_HOLDS(page, "Batch a is closed: &lt;2&gt; forms.",
                 "<a href=\"/staff/s/batches\">Batches</a>");
    test_context_stop(&server);
}

static void each_status_has_its_page(void)
{
    static const struct {
        unsigned status;
        const char *heading;
    } cases[] = {{404, "Page not found"},
                 {403, "may not open this page"},
                 {503, "The server is busy"},
                 {500, "Something went wrong on the server"},
                 {418, "Something went wrong on the server"}};
    TestServer server = {0};
    test_context_start(&server, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Reply) reply = staff_error(&server.context, NULL, cases[i].status);
        g_assert_cmpuint(reply->status, ==, cases[i].status);
        g_assert_true((reply->retry_after_s > 0) == (cases[i].status == 503));
        g_autofree char *page = text_of(reply->body);
        assert_holds(page, &cases[i].heading, 1);
    }
    test_context_stop(&server);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    g_test_add_func("/staff/the frame says where one is and who",
                    the_frame_says_where_one_is_and_who);
    g_test_add_func("/staff/nobody is offered no way out", nobody_is_offered_no_way_out);
    g_test_add_func("/staff/the keying page loads its script", the_keying_page_loads_its_script);
    g_test_add_func("/staff/mistakes lead to their controls", mistakes_lead_to_their_controls);
    g_test_add_func("/staff/notices are read out", notices_are_read_out);
    g_test_add_func("/staff/boxes name their hint and mistake", boxes_name_their_hint_and_mistake);
    g_test_add_func("/staff/areas and files are boxes too", areas_and_files_are_boxes_too);
    g_test_add_func("/staff/radios stand in a fieldset", radios_stand_in_a_fieldset);
    g_test_add_func("/staff/forms carry their token", forms_carry_their_token);
    g_test_add_func("/staff/tables have caption, headers and a way to scroll",
                    tables_have_caption_headers_and_a_way_to_scroll);
    g_test_add_func("/staff/a refusal says what the store said",
                    a_refusal_says_what_the_store_said);
    g_test_add_func("/staff/each status has its page", each_status_has_its_page);
    return g_test_run();
}
