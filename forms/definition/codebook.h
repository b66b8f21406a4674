/* The code book: what each column of the responses means. One row for each variable and code
 * (variable,question,label,measure,code,code_label,missing,route,reconstructed). */
#pragma once

#include "base/csv.h"
#include "forms/survey/survey.h"
#include <glib.h>

/* The code book of a survey as CSV, in its base language.
 * Returns: yours (free with g_bytes_unref).   Threads: any. */
GBytes *codebook_csv(const Survey *survey, CsvForm form);
