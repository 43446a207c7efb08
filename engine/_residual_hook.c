/* The native half of the residual hook: an evaluation callback for llama.cpp that reads and edits the residual stream.
 *
 * A plain shared library that Python loads with ctypes: it needs no header of Python or llama.cpp and links against neither, and the
 * ggml functions it calls are handed in as addresses. The Python half (native_hook.py) owns the Hook and every array it points
 * at, checks their types and sizes, and keeps them alive; this file only fills them. Nothing here allocates or takes Python's lock
 * while llama.cpp evaluates: a problem is remembered as an error code that the Python half reads after the decode, and the decode is
 * then treated as failed.
 *
 * Rows arrive in batch order, one or more per call; every layer keeps its own cursor into the rows of the decode.
 */
#include "_residual_hook.h"

#include <math.h>
#include <string.h>

#define LANES 8
#define F32 0

/* The beginning of ggml_tensor in the release of llama.cpp that is pinned; whether it is so is seen when the library is loaded. */
typedef struct Tensor {
    int32_t type;
    void *buffer;
    int64_t ne[4];
    size_t nb[4];
    int32_t op, op_params[16], flags;
    struct Tensor *src[10], *view_src;
    size_t view_offs;
    float *data;
    char name[64];
} Tensor;

/* --- arithmetic ---------------------------------------------------------------------------------------------------------- */

/* Dot product in double lanes: a residual stream has outliers, and float32 sums would miss the floor by more than 1e-4. */
static double dot(const float *RESTRICT a, const float *RESTRICT b, int n) {
    double lane[LANES] = {0};
    int i = 0;
    for (; i + LANES <= n; i += LANES)
        for (int j = 0; j < LANES; j++) lane[j] += (double)a[i + j] * (double)b[i + j];
    double sum = 0;
    for (; i < n; i++) sum += (double)a[i] * (double)b[i];
    for (int j = 0; j < LANES; j++) sum += lane[j];
    return sum;
}

static void add_scaled(float *RESTRICT h, const float *RESTRICT v, float scale, int n) {
    for (int i = 0; i < n; i++) h[i] += scale * v[i];
}

/* --- one row, one layer -------------------------------------------------------------------------------------------------- */

static void fail(Hook *hook, int code, int layer) {
    if (hook->error == OK) {
        hook->error = code;
        hook->error_layer = layer;
    }
}

static void read_row(Hook *hook, int layer, int row, const float *h) {
    float *out = hook->row_reading + (size_t)row * hook->n_monitor;
    for (int k = 0; k < hook->n_monitor; k++) {
        double p = dot(h, hook->monitor + (size_t)k * hook->n_embd, hook->n_embd);
        if (!isfinite(p)) fail(hook, NOT_FINITE, layer);
        out[k] = (float)p;
    }
}

/* Cap one row; returns whether it changed. */
static bool cap_row(Hook *hook, int layer, int row, float *h) {
    int token_class = hook->row_class[row];
    if (token_class >= CLASSES) return false;
    size_t slot = (size_t)layer * CLASSES + token_class;
    if (!hook->active[slot]) return false;
    const float *v = hook->direction + slot * hook->n_embd;
    double lift = hook->tau[slot];
    if (!hook->additive) lift -= dot(h, v, hook->n_embd);
    if (!isfinite(lift)) {
        fail(hook, NOT_FINITE, layer);
        return false;
    }
    hook->seen[slot]++;
    hook->row_seen[row]++;
    if (hook->additive ? lift == 0 : lift <= 0) return false;
    hook->lifted[slot]++;
    hook->lift[slot] += lift;
    hook->row_lifted[row]++;
    hook->row_lift[row] += (float)lift * hook->unit[slot];
    add_scaled(h, v, (float)lift, hook->n_embd);
    return true;
}

static void capture_row(Hook *hook, int layer, int row, const float *h) {
    size_t width = (size_t)hook->n_embd, depth = (size_t)hook->n_layer - 1;
    int group = hook->group[row], mark = hook->mark[row];
    if (group >= 0) {
        double *RESTRICT sum = hook->group_sum + ((size_t)group * depth + layer) * width;
        for (int i = 0; i < hook->n_embd; i++) sum[i] += h[i];
    }
    if (mark >= 0) memcpy(hook->marked + ((size_t)mark * depth + layer) * width, h, width * sizeof(float));
}

/* --- the callback -------------------------------------------------------------------------------------------------------- */

/* Return n for a tensor named exactly "l_out-n", else -1. */
static int layer_of(const char *name) {
    if (strncmp(name, "l_out-", 6) != 0 || name[6] == '\0') return -1;
    int layer = 0;
    for (const char *digit = name + 6; *digit; digit++) {
        if (*digit < '0' || *digit > '9' || layer > 99999) return -1;
        layer = layer * 10 + (*digit - '0');
    }
    return layer;
}

static bool plan_touches(const Hook *hook, int layer) {
    return hook->active && (hook->active[layer * CLASSES] || hook->active[layer * CLASSES + 1]);
}

static bool wants(const Hook *hook, int layer) {
    if (hook->n_rows < 0 || layer < 0 || layer >= hook->n_layer - 1) return false; /* the last layer holds output rows only */
    return layer == hook->monitor_layer || hook->group != NULL || plan_touches(hook, layer);
}

/* Return the rows of a tensor where they lie in memory that can be worked on in place, one row after the other; else NULL. */
static float *in_place(const Hook *hook, const Tensor *tensor) {
    if (!hook->is_host) return NULL;
    const Tensor *owner = tensor->view_src ? tensor->view_src : tensor;
    bool rows = tensor->type == F32 && tensor->ne[0] == hook->n_embd && tensor->nb[0] == sizeof(float) &&
                tensor->nb[1] == (size_t)hook->n_embd * sizeof(float) && tensor->ne[2] == 1 && tensor->ne[3] == 1;
    return rows && tensor->data && owner->buffer && hook->is_host(owner->buffer) ? tensor->data : NULL;
}

/* Read, cap and capture `count` rows that start at `offset` rows into the tensor; `rows`: the tensor's own, where there is a way. */
static void visit(Hook *hook, void *tensor, float *rows, int layer, int64_t offset, int count, int first_row) {
    size_t row_bytes = (size_t)hook->n_embd * sizeof(float);
    float *chunk = rows ? rows + offset * hook->n_embd : hook->chunk;
    if (!rows) hook->tensor_get(tensor, chunk, (size_t)offset * row_bytes, (size_t)count * row_bytes);
    int first = count, last = -1;
    for (int i = 0; i < count; i++) {
        float *h = chunk + (size_t)i * hook->n_embd;
        if (layer == hook->monitor_layer) read_row(hook, layer, first_row + i, h);
        if (plan_touches(hook, layer) && cap_row(hook, layer, first_row + i, h)) {
            if (i < first) first = i;
            last = i;
        }
    }
    if (last >= 0 && !rows) {
        size_t begin = (size_t)first * hook->n_embd, bytes = (size_t)(last - first + 1) * row_bytes;
        hook->tensor_set(tensor, chunk + begin, (size_t)(offset + first) * row_bytes, bytes);
    }
    if (!hook->group) return;
    if (last >= 0 && !rows) /* captured rows come from the tensor itself, so that they show what the next layer will see */
        hook->tensor_get(tensor, chunk, (size_t)offset * row_bytes, (size_t)count * row_bytes);
    for (int i = 0; i < count; i++) capture_row(hook, layer, first_row + i, chunk + (size_t)i * hook->n_embd);
}

/* llama.cpp shows every tensor here: first it asks whether it is wanted, then, once computed, it hands it over. */
EXPORT bool keel_hook_on_tensor(void *tensor, bool ask, void *user_data) {
    Hook *hook = user_data;
    int layer = layer_of(hook->get_name(tensor));
    if (ask || !wants(hook, layer)) return !ask || wants(hook, layer);
    size_t row_bytes = (size_t)hook->n_embd * sizeof(float), bytes = hook->nbytes(tensor);
    int64_t rows = (int64_t)(bytes / row_bytes);
    int32_t *cursor = hook->cursor + layer;
    if ((size_t)rows * row_bytes != bytes) {
        fail(hook, ODD_SIZE, layer);
    } else if (*cursor + rows > hook->n_rows) {
        fail(hook, TOO_MANY_ROWS, layer);
    } else {
        float *own = in_place(hook, tensor);
        for (int64_t done = 0; done < rows; done += hook->chunk_rows) {
            int count = (int)(rows - done < hook->chunk_rows ? rows - done : hook->chunk_rows);
            visit(hook, tensor, own, layer, done, count, *cursor + (int)done);
        }
        *cursor += (int32_t)rows;
    }
    return true;
}

/* llama.cpp asks this between graph nodes; true ends the decode. */
EXPORT bool keel_hook_on_abort(void *user_data) { return ((Hook *)user_data)->cancel != 0; }

/* --- for the Python half ------------------------------------------------------------------------------------------------- */

/* Whether a tensor of type F32 is laid out as this file believes; name NULL: any. */
EXPORT bool keel_hook_knows(const void *pointer, const char *name, const void *data, int64_t width, int64_t rows, const void *owner) {
    const Tensor *tensor = pointer;
    return tensor->type == F32 && tensor->data == data && tensor->view_src == owner && tensor->ne[0] == width &&
           tensor->ne[1] == rows && tensor->ne[2] == 1 && tensor->ne[3] == 1 && tensor->nb[0] == sizeof(float) &&
           tensor->nb[1] == (size_t)width * sizeof(float) && !tensor->buffer && (!name || strcmp(tensor->name, name) == 0);
}

/* Bytes of a Hook, which must be what the Python half believes. */
EXPORT size_t keel_hook_size(void) { return sizeof(Hook); }

EXPORT int32_t keel_hook_end(Hook *hook) {
    for (int layer = 0; layer < hook->n_layer - 1; layer++)
        if (wants(hook, layer) && hook->cursor[layer] != hook->n_rows) fail(hook, MISSING_ROWS, layer);
    hook->n_rows = -1;
    return hook->error;
}

/* The linker of Windows wants what every extension module has. Nobody calls it: the file is not imported. */
EXPORT void *PyInit__residual_hook(void) { return NULL; }
