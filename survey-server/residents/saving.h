/* A visit on its way to the store: its draft is saved, or its answers are sent. */
#pragma once

#include "survey-server/http/pending.h"
#include "survey-server/residents/visit.h"
#include <stddef.h>

typedef enum { SAVING_DRAFT, SAVING_SUBMISSION } SavingKind;

typedef struct {
    Pending pending;
    SavingKind kind;
    Visit *visit;
    size_t page;      /* the page that was sent; JOURNEY_CHECK for check answers */
    unsigned attempt; /* how often it was tried before */
} Saving;

typedef Answer (*SavingFinish)(const Saving *saving, const Request *request, Context *context,
                               const PendingOutcome *outcome);

/* Wait for a visit to be stored, then go on `how`; swallows the visit.
 * Returns: yours. */
Answer saving_answer(Saving saving, SavingFinish how);
