#include "reports/tables/disclosure.h"

#include <string.h>

#include "base/banned.h"

/* What it costs to hide a zero: it protects, but it may be known from elsewhere that nobody can be there. */
enum { COST_OF_ZERO = 50 };

/* Where the attacker stands: each hidden flow shifted from its true value as far as has been tried. */
typedef struct {
    const Flow *flows;
    size_t n, n_nodes;
    size_t target;      /* the flow in question: not to be used */
    int64_t *shift;     /* one a flow */
    bool may_hide;      /* also look at flows that could be hidden */
    uint64_t *distance; /* one a node */
    size_t *reached_by; /* one a node: a flow */
    bool *is_done;      /* one a node */
} Search;

static Search search_new(const Flow *flows, size_t n, size_t n_nodes, size_t target)
{
    return (Search){
        .flows = flows,
        .n = n,
        .n_nodes = n_nodes,
        .target = target,
        .shift = g_new0(int64_t, n),
        .distance = g_new0(uint64_t, n_nodes),
        .reached_by = g_new0(size_t, n_nodes),
        .is_done = g_new0(bool, n_nodes),
    };
}

static void search_end(Search *search)
{
    g_free(search->shift);
    g_free(search->distance);
    g_free(search->reached_by);
    g_free(search->is_done);
}

/* How far a flow can still fall. */
static uint64_t room_down(const Search *search, size_t f)
{
    return (uint64_t)((int64_t)search->flows[f].value + search->shift[f]);
}

/* The price of using a flow: nothing when it is hidden already; UINT64_MAX when it cannot be used. */
static uint64_t price(const Search *search, size_t f)
{
    const Flow *flow = &search->flows[f];
    if (f == search->target)
        return UINT64_MAX;
    if (flow->is_hidden)
        return 0;
    if (!search->may_hide || flow->is_fixed)
        return UINT64_MAX;
    return flow->value == 0 ? COST_OF_ZERO : flow->value + 1;
}

static void relax(Search *search, size_t from, size_t to, size_t flow, uint64_t cost)
{
    /* One step more, so that of equal prices the shorter way is taken. */
    uint64_t distance = search->distance[from] + cost * search->n_nodes * 2 + 1;
    if (distance < search->distance[to]) {
        search->distance[to] = distance;
        search->reached_by[to] = flow;
    }
}

static size_t nearest(const Search *search)
{
    size_t best = SIZE_MAX;
    for (size_t v = 0; v < search->n_nodes; v++) {
        if (search->is_done[v] || search->distance[v] == UINT64_MAX)
            continue;
        if (best == SIZE_MAX || search->distance[v] < search->distance[best])
            best = v;
    }
    return best;
}

/* The cheapest way from one node to another along flows that can rise (forwards) or fall (backwards).
 * Source: E. W. Dijkstra 1959. */
static bool find_way(Search *search, size_t from, size_t to)
{
    for (size_t v = 0; v < search->n_nodes; v++) {
        search->distance[v] = UINT64_MAX;
        search->reached_by[v] = SIZE_MAX;
        search->is_done[v] = false;
    }
    search->distance[from] = 0;
    for (size_t at = nearest(search); at != SIZE_MAX && at != to; at = nearest(search)) {
        search->is_done[at] = true;
        for (size_t f = 0; f < search->n; f++) {
            const Flow *flow = &search->flows[f];
            if (flow->from != at && flow->to != at)
                continue;
            uint64_t cost = price(search, f);
            if (cost == UINT64_MAX)
                continue;
            if (flow->from == at)
                relax(search, at, flow->to, f, cost);
            if (flow->to == at && room_down(search, f) > 0)
                relax(search, at, flow->from, f, cost);
        }
    }
    return search->distance[to] != UINT64_MAX;
}

/* Push as much as fits, at most `enough`, along the way that was found; returns how much. */
static uint64_t push(Search *search, size_t from, size_t to, uint64_t enough)
{
    uint64_t amount = enough;
    for (size_t at = to; at != from;) {
        const Flow *flow = &search->flows[search->reached_by[at]];
        bool is_forward = flow->to == at;
        if (!is_forward)
            amount = MIN(amount, room_down(search, search->reached_by[at]));
        at = is_forward ? flow->from : flow->to;
    }
    for (size_t at = to; at != from;) {
        size_t f = search->reached_by[at];
        bool is_forward = search->flows[f].to == at;
        search->shift[f] += is_forward ? (int64_t)amount : -(int64_t)amount;
        at = is_forward ? search->flows[f].from : search->flows[f].to;
    }
    return amount;
}

/* How much can go from one node to another, at most `enough`.
 * Source: L. R. Ford and D. R. Fulkerson 1956. */
static uint64_t push_all(Search *search, size_t from, size_t to, uint64_t enough)
{
    uint64_t sum = 0;
    while (sum < enough && find_way(search, from, to))
        sum += push(search, from, to, enough - sum);
    return sum;
}

FlowRange disclosure_interval(const Flow *flows, size_t n, size_t n_nodes, size_t flow,
                              uint64_t enough)
{
    const Flow *of = &flows[flow];
    g_assert(of->is_hidden);
    if (of->from == of->to) /* free: nothing holds it */
        return (FlowRange){0, of->value + enough};
    Search up = search_new(flows, n, n_nodes, flow);
    uint64_t rise = push_all(&up, of->to, of->from, enough);
    search_end(&up);
    Search down = search_new(flows, n, n_nodes, flow);
    uint64_t fall = push_all(&down, of->from, of->to, of->value);
    search_end(&down);
    return (FlowRange){of->value - fall, of->value + rise};
}

static bool is_protected(const Flow *flows, size_t n, size_t n_nodes, size_t flow, uint64_t width)
{
    FlowRange range = disclosure_interval(flows, n, n_nodes, flow, width);
    return range.high - range.low >= width;
}

/* Hide what the cheapest further way needs, in one direction. */
static bool hide_more(Flow *flows, size_t n, size_t n_nodes, size_t flow, uint64_t width,
                      bool is_rise)
{
    size_t from = is_rise ? flows[flow].to : flows[flow].from;
    size_t to = is_rise ? flows[flow].from : flows[flow].to;
    Search search = search_new(flows, n, n_nodes, flow);
    uint64_t enough = is_rise ? width : flows[flow].value;
    bool is_full = push_all(&search, from, to, enough) == enough;
    search.may_hide = true;
    bool is_found = !is_full && find_way(&search, from, to);
    for (size_t at = to; is_found && at != from;) {
        Flow *used = &flows[search.reached_by[at]];
        used->is_hidden = true;
        at = used->to == at ? used->from : used->to;
    }
    search_end(&search);
    return is_found;
}

bool disclosure_protect(Flow *flows, size_t n, size_t n_nodes, uint64_t width)
{
    for (size_t f = 0; f < n; f++) {
        if (!flows[f].is_hidden || !flows[f].is_guarded)
            continue;
        while (!is_protected(flows, n, n_nodes, f, width)) {
            bool is_more = hide_more(flows, n, n_nodes, f, width, true) ||
                           hide_more(flows, n, n_nodes, f, width, false);
            if (!is_more)
                return false;
        }
    }
    return true;
}
