/* Pages where definitions are written, looked at, tried out and published: /staff/definitions... and /staff/{survey}/dates.
 * In author-dates.c, author-list.c, author-overview.c, author-part-take.c, author-part.c, author-pilot.c,
 * author-preview.c, author-publish.c, author-question.c and author-source.c. */
#pragma once

#include "survey-server/staff/staff.h"

/* `/staff/definitions`: what is worked on and what is published; begin from a template, from a published survey, from a file.
 * Returns: yours (free with reply_free) (all of these). */
Reply *author_list_show(const Request *request, Context *context, const Staff *staff);
Reply *author_begin(const Request *request, Context *context, const Staff *staff);
Reply *author_upload(const Request *request, Context *context, const Staff *staff);

/* `/staff/definitions/{draft}/`: the whole questionnaire; what is wrong with it; its parts moved.
 * Returns: yours (free with reply_free). */
Reply *author_overview_show(const Request *request, Context *context, const Staff *staff);
Reply *author_overview_move(const Request *request, Context *context, const Staff *staff);

/* `.../part?part=question-q02`: the words and settings of one part.
 * Returns: yours (free with reply_free). */
Reply *author_part_show(const Request *request, Context *context, const Staff *staff);
Reply *author_part_take(const Request *request, Context *context, const Staff *staff);

/* `.../question?after=page-p1`: a new question. `.../remove?part=...`: asked first.
 * Returns: yours (free with reply_free). */
Reply *author_question_show(const Request *request, Context *context, const Staff *staff);
Reply *author_question_take(const Request *request, Context *context, const Staff *staff);
Reply *author_remove_show(const Request *request, Context *context, const Staff *staff);
Reply *author_remove_take(const Request *request, Context *context, const Staff *staff);

/* `.../source`, `.../download`, `.../history`, `.../throw-away`.
 * Returns: yours (free with reply_free). */
Reply *author_source_show(const Request *request, Context *context, const Staff *staff);
Reply *author_source_take(const Request *request, Context *context, const Staff *staff);
Reply *author_download(const Request *request, Context *context, const Staff *staff);
Reply *author_history_show(const Request *request, Context *context, const Staff *staff);
Reply *author_history_take(const Request *request, Context *context, const Staff *staff);
Reply *author_throw_show(const Request *request, Context *context, const Staff *staff);
Reply *author_throw_take(const Request *request, Context *context, const Staff *staff);

/* `.../preview`: its three faces. `.../preview/web?page=2&lang=cy`, `.../preview/paper.pdf`, `.../preview/keying`.
 * Returns: yours (free with reply_free). */
Reply *author_preview_show(const Request *request, Context *context, const Staff *staff);
Reply *author_preview_web(const Request *request, Context *context, const Staff *staff);
Reply *author_preview_on(const Request *request, Context *context, const Staff *staff);
Reply *author_preview_paper(const Request *request, Context *context, const Staff *staff);
Reply *author_preview_keying(const Request *request, Context *context, const Staff *staff);

/* `.../pilot`, `.../publish`.
 * Returns: yours (free with reply_free). */
Reply *author_pilot_show(const Request *request, Context *context, const Staff *staff);
Reply *author_pilot_take(const Request *request, Context *context, const Staff *staff);
Reply *author_publish_show(const Request *request, Context *context, const Staff *staff);
Reply *author_publish_take(const Request *request, Context *context, const Staff *staff);

/* `/staff/{survey}/dates`: open, extend, end.
 * Returns: yours (free with reply_free). */
Reply *author_dates_show(const Request *request, Context *context, const Staff *staff);
Reply *author_dates_take(const Request *request, Context *context, const Staff *staff);
