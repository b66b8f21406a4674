/* Every bound on what comes from outside, in one table, each with its reason.
 * Memory use follows from these: GLib aborts when memory runs out, so all input is bounded first. */
#pragma once

enum {
    /* A definition. */
    LIMIT_DEFINITION_BYTES = 1024 * 1024, /* libxml2 is quadratic in places; real ones take 20 KB */
    LIMIT_DEFINITION_DEPTH = 32,          /* the grammar needs 9; deeper is an attack */
    LIMIT_DEFINITION_TAG_BYTES = 8192,    /* 50,000 attributes on one tag cost 20 s of CPU */
    LIMIT_DEFINITION_NODES = 50000,       /* 1,000 questions of 20 options, with translations */
    LIMIT_QUESTIONS = 1000,
    LIMIT_OPTIONS = 5000,
    LIMIT_COLUMNS = 1900,     /* SQLite holds 2,000 columns a table; some are ours */
    LIMIT_LABEL_CHARS = 2000, /* one text of a definition, in characters */
    LIMIT_CONDITION_CHARS = 300,
    LIMIT_CONDITION_DEPTH = 8,
    LIMIT_MISTAKES = 100, /* mistakes listed in one run; the rest is counted */

    /* A request. */
    LIMIT_BODY_BYTES = 64 * 1024,       /* unless the definition needs more */
    LIMIT_BODY_MAX_BYTES = 1024 * 1024, /* whatever the definition says */
    LIMIT_FIELDS = 2048, /* a whole form of paper is keyed on one page: LIMIT_COLUMNS, and notes */
    LIMIT_FIELD_NAME_BYTES = 64,
    LIMIT_PART_HEADER_BYTES = 1024, /* of one part of a form with a file; a file's name has 255 */
    LIMIT_DRAIN_BYTES =
        64 * 1024 * 1024, /* read and thrown away, so that a browser shows why it was too much */
    LIMIT_TARGET_BYTES = 2048,
    LIMIT_QUERY_FIELDS = 64, /* no page of ours asks for more than a dozen in its address */
    LIMIT_QUEUE = 4096,    /* submissions waiting for the writer; beyond it 503 with Retry-After */
    LIMIT_BATCH = 256,     /* submissions in one transaction */
    LIMIT_WORK_QUEUE = 64, /* pages of staff waiting for a thread; beyond it 503 with Retry-After */

    /* An answer. */
    LIMIT_TEXT_CHARS = 10000,   /* the most a text question may allow */
    LIMIT_WRITE_IN_CHARS = 500, /* words typed beside an option */
    LIMIT_TEXT_DEFAULT_CHARS = 2000,
    LIMIT_PIPED_CHARS = 80, /* typed words repeated inside a later question */

    /* An import. */
    LIMIT_CSV_CELL_BYTES = 64 * 1024, /* 10,000 characters of up to 4 bytes, and quotes */
    LIMIT_CSV_COLUMNS = 4000,
    LIMIT_CSV_MISTAKES = 100, /* wrong cells listed; the rest is counted */

    /* A chart: pango wraps a word of 100 KB in 14 s, cairo agrees to 30,000 x 30,000 pixels. */
    LIMIT_CHART_LABEL_CHARS = 200,
    LIMIT_CHART_BARS = 40,
    LIMIT_IMAGE_PX = 8000,

    /* Small numbers in what is published (docs/formats.md 4; an organisation's own rule comes first). */
    SUPPRESS_BELOW_DEFAULT = 5,
    SUPPRESS_BELOW_SENSITIVE = 10, /* equality and special questions */

    /* Time, in seconds. */
    TIMEOUT_IDLE_S = 15,
    TIMEOUT_HEADERS_S = 15,
    TIMEOUT_REQUEST_S = 60, /* 64 KB on a line of 10 kbit/s */
    TIMEOUT_STOP_S = 10,
    DRAFT_LIFE_S = 30 * 24 * 60 * 60, /* said on the start page */
};
