#include "reports/tables/disclosure.h"

#include "base/banned.h"

/* Over this share of the cells a breakdown is not worth printing. */
enum { HIDDEN_MOST_PERCENT = 40 };

/* Nodes: all responses; those in the base and those not; a node a row; three nodes a group: its base, the rest, both. The
 * group after the last holds those who are in no group. */
enum { NODE_ALL, NODE_BASE, NODE_REST, NODE_ROWS };

typedef struct {
    Cross *cross;
    GArray *flows;        /* of Flow */
    size_t *flow_of;      /* cell to flow, SIZE_MAX for column 0 of overlapping groups */
    size_t *base_flow_of; /* column to flow */
    size_t *net_flow_of;  /* net and column to flow */
    bool has_nets, hides_rest;
} Network;

static size_t cell_at(const Cross *cross, size_t row, size_t column)
{
    return row * (cross->n_columns + 1) + column;
}

static size_t group_node(const Cross *cross, size_t column, bool is_base)
{
    return NODE_ROWS + cross->n_rows + (column - 1) * 3 + (is_base ? 0 : 1);
}

static size_t net_node(const Cross *cross, size_t net, size_t column)
{
    return NODE_ROWS + cross->n_rows + (cross->n_columns + 1) * 3 + net * cross->n_columns +
           column - 1;
}

static size_t n_nodes_of(const Cross *cross)
{
    return net_node(cross, cross->n_nets, 1);
}

static bool is_small(const Cross *cross, uint64_t count)
{
    return count > 0 && count < cross->threshold;
}

static size_t add_flow(Network *network, size_t from, size_t to, uint64_t value, bool is_hidden)
{
    Flow flow = {.from = from, .to = to, .value = value, .is_hidden = is_hidden, .is_fixed = true};
    g_array_append_val(network->flows, flow);
    return network->flows->len - 1;
}

static Flow *flow_at(Network *network, size_t flow)
{
    return &g_array_index(network->flows, Flow, flow);
}

/* The sum of a column's rows inside or outside the base. */
static uint64_t sum_of(const Cross *cross, size_t column, bool is_base)
{
    uint64_t sum = 0;
    for (size_t r = 0; r < cross->n_rows; r++)
        if (cross->is_base_row[r] == is_base)
            sum += cross->counts[cell_at(cross, r, column)];
    return sum;
}

static uint64_t sum_of_groups(const Cross *cross, size_t row)
{
    uint64_t sum = 0;
    for (size_t c = 1; c <= cross->n_columns; c++)
        sum += cross->counts[cell_at(cross, row, c)];
    return sum;
}

/* Everyone's column, and what is left of each row outside all groups. Overlapping groups do not sum to everyone: there
 * the attacker is taken to know the sum of each row. */
static void add_row(Network *network, size_t row)
{
    const Cross *cross = network->cross;
    bool is_base = cross->is_base_row[row];
    size_t node = NODE_ROWS + row;
    uint64_t in_groups = sum_of_groups(cross, row);
    uint64_t everyone = cross->counts[cell_at(cross, row, 0)];
    bool is_hidden = cross->hidden[cell_at(cross, row, 0)];
    if (cross->by_overlaps || everyone < in_groups) {
        everyone = in_groups;
        is_hidden = false;
    }
    add_flow(network, is_base ? NODE_BASE : NODE_REST, node, everyone, is_hidden);
    for (size_t c = 1; c <= cross->n_columns; c++) {
        size_t cell = cell_at(cross, row, c);
        bool has_net = network->has_nets && cross->net_of[row] != SIZE_MAX;
        size_t to =
            has_net ? net_node(cross, cross->net_of[row], c) : group_node(cross, c, is_base);
        size_t flow = add_flow(network, node, to, cross->counts[cell], cross->hidden[cell]);
        flow_at(network, flow)->is_fixed = false;
        flow_at(network, flow)->is_guarded = cross->is_guarded_row[row] &&
                                             (is_base || !network->hides_rest) &&
                                             is_small(cross, cross->counts[cell]);
        network->flow_of[cell] = flow;
    }
    add_flow(network, node, group_node(cross, cross->n_columns + 1, is_base), everyone - in_groups,
             true);
}

/* The bases of a group, its rest, and its size. */
static void add_group(Network *network, size_t column)
{
    const Cross *cross = network->cross;
    uint64_t base = sum_of(cross, column, true);
    uint64_t rest = sum_of(cross, column, false);
    bool is_hidden = cross->is_base_hidden[column];
    size_t both = group_node(cross, column, false) + 1;
    size_t flow = add_flow(network, group_node(cross, column, true), both, base, is_hidden);
    flow_at(network, flow)->is_fixed = false;
    flow_at(network, flow)->is_guarded = is_hidden;
    network->base_flow_of[column] = flow;
    bool is_size_hidden = cross->is_by_hidden[column] && !cross->by_overlaps;
    add_flow(network, group_node(cross, column, false), both, rest, is_hidden || is_size_hidden);
    add_flow(network, both, NODE_ALL, base + rest, is_size_hidden);
}

/* A net of a group: what its rows bring, known unless it is hidden. */
static void add_net(Network *network, size_t net, size_t column)
{
    const Cross *cross = network->cross;
    uint64_t sum = 0;
    for (size_t r = 0; r < cross->n_rows; r++)
        sum += cross->net_of[r] == net ? cross->counts[cell_at(cross, r, column)] : 0;
    bool is_hidden = cross->is_base_hidden[column] || is_small(cross, sum);
    size_t flow = add_flow(network, net_node(cross, net, column), group_node(cross, column, true),
                           sum, is_hidden);
    flow_at(network, flow)->is_fixed = false;
    flow_at(network, flow)->is_guarded = is_small(cross, sum);
    network->net_flow_of[net * (cross->n_columns + 1) + column] = flow;
}

/* Those in no group: nothing of them is printed, but what they sum to follows from the rest. */
static void add_nobodys_group(Network *network)
{
    const Cross *cross = network->cross;
    size_t column = cross->n_columns + 1;
    size_t both = group_node(cross, column, false) + 1;
    uint64_t sums[2] = {0, 0};
    for (size_t f = 0; f < network->flows->len; f++) {
        sums[0] += flow_at(network, f)->to == group_node(cross, column, true)
                       ? flow_at(network, f)->value
                       : 0;
        sums[1] += flow_at(network, f)->to == group_node(cross, column, false)
                       ? flow_at(network, f)->value
                       : 0;
    }
    bool is_hidden = false;
    for (size_t c = 1; c <= cross->n_columns; c++)
        is_hidden = is_hidden || cross->is_by_hidden[c];
    add_flow(network, group_node(cross, column, true), both, sums[0], true);
    add_flow(network, group_node(cross, column, false), both, sums[1], true);
    add_flow(network, both, NODE_ALL, sums[0] + sums[1], is_hidden && !cross->by_overlaps);
}

static Network network_new(Cross *cross, bool has_nets, bool hides_rest)
{
    Network network = {
        .cross = cross,
        .flows = g_array_new(FALSE, FALSE, sizeof(Flow)),
        .flow_of = g_new0(size_t, cross->n_rows * (cross->n_columns + 1)),
        .base_flow_of = g_new0(size_t, cross->n_columns + 1),
        .net_flow_of = g_new0(size_t, cross->n_nets * (cross->n_columns + 1) + 1),
        .has_nets = has_nets,
        .hides_rest = hides_rest,
    };
    for (size_t r = 0; r < cross->n_rows; r++)
        add_row(&network, r);
    for (size_t c = 1; c <= cross->n_columns; c++)
        add_group(&network, c);
    for (size_t n = 0; has_nets && n < cross->n_nets; n++)
        for (size_t c = 1; c <= cross->n_columns; c++)
            add_net(&network, n, c);
    add_nobodys_group(&network);
    uint64_t sums[2] = {0, 0};
    for (size_t f = 0; f < network.flows->len; f++) {
        sums[0] += flow_at(&network, f)->from == NODE_BASE ? flow_at(&network, f)->value : 0;
        sums[1] += flow_at(&network, f)->from == NODE_REST ? flow_at(&network, f)->value : 0;
    }
    add_flow(&network, NODE_ALL, NODE_BASE, sums[0], cross->is_base_hidden[0]);
    add_flow(&network, NODE_ALL, NODE_REST, sums[1], cross->is_base_hidden[0]);
    return network;
}

static void network_end(Network *network)
{
    g_array_unref(network->flows);
    g_free(network->flow_of);
    g_free(network->base_flow_of);
    g_free(network->net_flow_of);
}

static void hide_column(Cross *cross, size_t column)
{
    cross->is_base_hidden[column] = true;
    for (size_t r = 0; r < cross->n_rows; r++)
        cross->hidden[cell_at(cross, r, column)] = true;
}

static void hide_primary(Cross *cross, bool to_nets, bool hides_rest)
{
    for (size_t c = 1; c <= cross->n_columns; c++) {
        cross->is_base_hidden[c] = false;
        for (size_t r = 0; r < cross->n_rows; r++) {
            bool is_primary =
                cross->is_guarded_row[r] && is_small(cross, cross->counts[cell_at(cross, r, c)]);
            bool is_rest = !cross->is_base_row[r] && !cross->is_kept_row[r];
            cross->hidden[cell_at(cross, r, c)] =
                is_primary || (to_nets && cross->is_base_row[r]) || (hides_rest && is_rest);
        }
        if (is_small(cross, cross->bases[c]) || cross->is_base_hidden[0])
            hide_column(cross, c);
    }
}

/* Take over what the network hides. Returns whether a base was newly hidden, and with it its column. */
static bool take_over(Cross *cross, Network *network)
{
    bool is_more = false;
    for (size_t c = 1; c <= cross->n_columns; c++) {
        for (size_t r = 0; r < cross->n_rows; r++)
            cross->hidden[cell_at(cross, r, c)] =
                flow_at(network, network->flow_of[cell_at(cross, r, c)])->is_hidden;
        for (size_t n = 0; network->has_nets && n < cross->n_nets; n++) {
            size_t at = n * (cross->n_columns + 1) + c;
            cross->is_net_hidden[at] = flow_at(network, network->net_flow_of[at])->is_hidden;
        }
        if (flow_at(network, network->base_flow_of[c])->is_hidden && !cross->is_base_hidden[c]) {
            hide_column(cross, c);
            is_more = true;
        }
    }
    return is_more;
}

/* One round: protect what is hidden so far. Sets *out_again when a base had to be hidden. */
static bool protect(Cross *cross, bool has_nets, bool hides_rest, bool *out_again)
{
    *out_again = false;
    Network network = network_new(cross, has_nets, hides_rest);
    uint64_t width = cross->threshold > 0 ? cross->threshold - 1 : 0;
    bool is_safe = disclosure_protect((Flow *)(void *)network.flows->data, network.flows->len,
                                      n_nodes_of(cross), width);
    if (is_safe)
        *out_again = take_over(cross, &network);
    network_end(&network);
    return is_safe;
}

/* Groups hidden as a whole (few people, "Prefer not to say") are no reason to drop the others: what is judged is the
 * cells of the groups that stand, and that at least half of the groups do. */
static bool hides_too_much(const Cross *cross, bool has_nets)
{
    size_t n = 0, n_hidden = 0, n_groups = 0;
    for (size_t c = 1; c <= cross->n_columns; c++) {
        if (cross->is_base_hidden[c])
            continue;
        n_groups++;
        for (size_t r = 0; !has_nets && r < cross->n_rows; r++) {
            n += cross->is_base_row[r];
            n_hidden += cross->is_base_row[r] && cross->hidden[cell_at(cross, r, c)];
        }
        for (size_t k = 0; has_nets && k < cross->n_nets; k++) {
            n++;
            n_hidden += cross->is_net_hidden[k * (cross->n_columns + 1) + c];
        }
    }
    return n_groups * 2 < cross->n_columns || n_hidden * 100 > n * HIDDEN_MOST_PERCENT;
}

static bool hide_in_rounds(Cross *cross, bool has_nets, bool hides_rest)
{
    hide_primary(cross, has_nets, hides_rest);
    bool is_again = true, is_safe = true;
    while (is_safe && is_again)
        is_safe = protect(cross, has_nets, hides_rest, &is_again);
    return is_safe && !hides_too_much(cross, has_nets);
}

static bool hide_cross(Cross *cross, bool has_nets)
{
    if (hide_in_rounds(cross, has_nets, false) || hide_in_rounds(cross, has_nets, true))
        return true;
    for (size_t c = 1; c <= cross->n_columns; c++)
        hide_column(cross, c);
    return false;
}

bool disclosure_hide_cross(Cross *cross)
{
    return hide_cross(cross, false);
}

bool disclosure_hide_cross_to_nets(Cross *cross)
{
    g_assert(cross->n_nets > 0);
    return hide_cross(cross, true);
}
