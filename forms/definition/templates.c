#include "forms/definition/templates.h"

#include <string.h>

#include "base/banned.h"

extern const unsigned char forms_surveys_community_safety_xml[];
extern const size_t forms_surveys_community_safety_xml_size;
extern const unsigned char forms_surveys_over_to_you_2015_xml[];
extern const size_t forms_surveys_over_to_you_2015_xml_size;
extern const unsigned char forms_surveys_citizens_panel_2016_xml[];
extern const size_t forms_surveys_citizens_panel_2016_xml_size;
extern const unsigned char forms_surveys_doncaster_safety_2017_xml[];
extern const size_t forms_surveys_doncaster_safety_2017_xml_size;

static const Template templates[] = {
    {"community-safety", "Community safety, an edition for use today",
     "English and Welsh. Feeling safe, experience of crime, priorities, questions about people as "
     "they are asked now."},
    {"over-to-you-2015", "Over to You",
     "Short. Up to two of seven priorities, and where people live."},
    {"citizens-panel-2016", "Citizens Panel",
     "Short. How safe people feel in eight situations, and where they live."},
    {"doncaster-safety-2017", "Community safety consultation of 2017",
     "As it was asked then, to compare with it. For a survey of today take the first one."},
};

static const struct {
    const unsigned char *bytes;
    const size_t *length;
} sources[] = {
    {forms_surveys_community_safety_xml, &forms_surveys_community_safety_xml_size},
    {forms_surveys_over_to_you_2015_xml, &forms_surveys_over_to_you_2015_xml_size},
    {forms_surveys_citizens_panel_2016_xml, &forms_surveys_citizens_panel_2016_xml_size},
    {forms_surveys_doncaster_safety_2017_xml, &forms_surveys_doncaster_safety_2017_xml_size},
};
_Static_assert(G_N_ELEMENTS(sources) == G_N_ELEMENTS(templates), "a source for each");

const Template *templates_list(size_t *out_n)
{
    *out_n = G_N_ELEMENTS(templates);
    return templates;
}

GBytes *template_source(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(templates); i++) {
        if (strcmp(templates[i].name, name) == 0)
            return g_bytes_new_static(sources[i].bytes, *sources[i].length);
    }
    return NULL;
}
