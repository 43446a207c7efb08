/* The native half of the residual hook: an evaluation callback for llama.cpp that reads and edits the residual stream.
 *
 * It needs no llama.cpp header and links against nothing: the four ggml functions it calls are handed in as addresses. The Python
 * half (residual_hook.py) owns every array used here, checks shapes and values, and keeps the arrays alive; this file only fills
 * them. Nothing here allocates, raises or takes the GIL while llama.cpp evaluates: a problem is remembered as an error code that
 * the Python half reads after the decode, and the decode is then treated as failed.
 *
 * Rows arrive in batch order, one or more per call; every layer keeps its own cursor into the rows of the decode.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef _MSC_VER
#define RESTRICT __restrict
#else
#define RESTRICT restrict
#endif

#define CLASSES 2 /* token classes that can be capped: 0 ordinary, 1 header; 2 is left untouched */
#define LANES 8

enum { OK = 0, TOO_MANY_ROWS = 1, ODD_SIZE = 2, NOT_FINITE = 3 };

typedef const char *(*get_name_fn)(const void *);
typedef size_t (*nbytes_fn)(const void *);
typedef void (*tensor_get_fn)(const void *, void *, size_t, size_t);
typedef void (*tensor_set_fn)(void *, const void *, size_t, size_t);

enum {
    PLAN_DIRECTION, PLAN_TAU, PLAN_UNIT, PLAN_ACTIVE,            /* the cap */
    MONITOR_DIRECTION,                                           /* the reading */
    ROW_CLASS, ROW_READING, ROW_SEEN, ROW_LIFTED, ROW_LIFT,      /* one decode */
    CAPTURE_GROUP, CAPTURE_SUM, CAPTURE_MARK, CAPTURE_ROW,       /* extraction */
    COUNT_SEEN, COUNT_LIFTED, COUNT_LIFT,                        /* running counters */
    CURSOR, CHUNK,
    N_ARRAYS
};

typedef struct {
    PyObject_HEAD
    get_name_fn get_name;
    nbytes_fn nbytes;
    tensor_get_fn tensor_get;
    tensor_set_fn tensor_set;
    int n_layer, n_embd, chunk_rows;
    int additive;      /* 0: floor, h += max(0, tau - p) * v; 1: h += tau * v */
    int monitor_layer; /* -1: none */
    int n_monitor;     /* directions read at the monitor layer */
    int n_rows;        /* rows of the decode in progress; -1: no decode announced, the hook sleeps */
    volatile int error, error_layer, cancel;
    Py_buffer array[N_ARRAYS];
    bool held[N_ARRAYS];
} Hook;

#define FLOATS(hook, which) ((float *)(hook)->array[which].buf)
#define INTS(hook, which) ((int32_t *)(hook)->array[which].buf)

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
    float *out = FLOATS(hook, ROW_READING) + (size_t)row * hook->n_monitor;
    for (int k = 0; k < hook->n_monitor; k++) {
        double p = dot(h, FLOATS(hook, MONITOR_DIRECTION) + (size_t)k * hook->n_embd, hook->n_embd);
        if (!isfinite(p)) fail(hook, NOT_FINITE, layer);
        out[k] = (float)p;
    }
}

/* Cap one row; returns whether it changed. */
static bool cap_row(Hook *hook, int layer, int row, float *h) {
    int token_class = ((const uint8_t *)hook->array[ROW_CLASS].buf)[row];
    if (token_class >= CLASSES) return false;
    size_t slot = (size_t)layer * CLASSES + token_class;
    if (!((const uint8_t *)hook->array[PLAN_ACTIVE].buf)[slot]) return false;
    const float *v = FLOATS(hook, PLAN_DIRECTION) + slot * hook->n_embd;
    double lift = FLOATS(hook, PLAN_TAU)[slot];
    if (!hook->additive) lift -= dot(h, v, hook->n_embd);
    if (!isfinite(lift)) {
        fail(hook, NOT_FINITE, layer);
        return false;
    }
    ((int64_t *)hook->array[COUNT_SEEN].buf)[slot]++;
    INTS(hook, ROW_SEEN)[row]++;
    if (hook->additive ? lift == 0 : lift <= 0) return false;
    ((int64_t *)hook->array[COUNT_LIFTED].buf)[slot]++;
    ((double *)hook->array[COUNT_LIFT].buf)[slot] += lift;
    INTS(hook, ROW_LIFTED)[row]++;
    FLOATS(hook, ROW_LIFT)[row] += (float)lift * FLOATS(hook, PLAN_UNIT)[slot];
    add_scaled(h, v, (float)lift, hook->n_embd);
    return true;
}

static void capture_row(Hook *hook, int layer, int row, const float *h) {
    size_t width = (size_t)hook->n_embd, depth = (size_t)hook->n_layer - 1;
    int group = INTS(hook, CAPTURE_GROUP)[row], mark = INTS(hook, CAPTURE_MARK)[row];
    if (group >= 0) {
        double *RESTRICT sum = (double *)hook->array[CAPTURE_SUM].buf + ((size_t)group * depth + layer) * width;
        for (int i = 0; i < hook->n_embd; i++) sum[i] += h[i];
    }
    if (mark >= 0) memcpy(FLOATS(hook, CAPTURE_ROW) + ((size_t)mark * depth + layer) * width, h, width * sizeof(float));
}

/* --- the callback -------------------------------------------------------------------------------------------------------- */

/* Return n for a tensor named exactly "l_out-n", else -1. */
static int layer_of(const char *name) {
    if (name[0] != 'l' || memcmp(name, "l_out-", 6) != 0 || name[6] == '\0') return -1;
    int layer = 0;
    for (const char *digit = name + 6; *digit; digit++) {
        if (*digit < '0' || *digit > '9' || layer > 99999) return -1;
        layer = layer * 10 + (*digit - '0');
    }
    return layer;
}

static bool plan_touches(const Hook *hook, int layer) {
    const uint8_t *active = hook->array[PLAN_ACTIVE].buf;
    return active != NULL && (active[layer * CLASSES] || active[layer * CLASSES + 1]);
}

static bool wants(const Hook *hook, int layer) {
    if (hook->n_rows < 0 || layer < 0 || layer >= hook->n_layer - 1) return false; /* the last layer holds output rows only */
    return layer == hook->monitor_layer || hook->held[CAPTURE_GROUP] || plan_touches(hook, layer);
}

/* Read, cap and capture `count` rows that start at `offset` rows into the tensor. */
static void visit(Hook *hook, void *tensor, int layer, int64_t offset, int count, int first_row) {
    size_t row_bytes = (size_t)hook->n_embd * sizeof(float);
    float *chunk = FLOATS(hook, CHUNK);
    hook->tensor_get(tensor, chunk, (size_t)offset * row_bytes, (size_t)count * row_bytes);
    int first = count, last = -1;
    for (int i = 0; i < count; i++) {
        float *h = chunk + (size_t)i * hook->n_embd;
        if (layer == hook->monitor_layer) read_row(hook, layer, first_row + i, h);
        if (plan_touches(hook, layer) && cap_row(hook, layer, first_row + i, h)) {
            if (i < first) first = i;
            last = i;
        }
    }
    if (last >= 0) {
        size_t begin = (size_t)first * hook->n_embd, bytes = (size_t)(last - first + 1) * row_bytes;
        hook->tensor_set(tensor, chunk + begin, (size_t)(offset + first) * row_bytes, bytes);
    }
    if (!hook->held[CAPTURE_GROUP]) return;
    if (last >= 0) /* captured rows come from the tensor itself, so that they show what the next layer will see */
        hook->tensor_get(tensor, chunk, (size_t)offset * row_bytes, (size_t)count * row_bytes);
    for (int i = 0; i < count; i++) capture_row(hook, layer, first_row + i, chunk + (size_t)i * hook->n_embd);
}

static bool on_tensor(void *tensor, bool ask, void *user_data) {
    Hook *hook = user_data;
    int layer = layer_of(hook->get_name(tensor));
    if (ask || !wants(hook, layer)) return !ask || wants(hook, layer);
    size_t row_bytes = (size_t)hook->n_embd * sizeof(float), bytes = hook->nbytes(tensor);
    int64_t rows = (int64_t)(bytes / row_bytes);
    int32_t *cursor = INTS(hook, CURSOR) + layer;
    if ((size_t)rows * row_bytes != bytes) {
        fail(hook, ODD_SIZE, layer);
    } else if (*cursor + rows > hook->n_rows) {
        fail(hook, TOO_MANY_ROWS, layer);
    } else {
        for (int64_t done = 0; done < rows; done += hook->chunk_rows) {
            int count = (int)(rows - done < hook->chunk_rows ? rows - done : hook->chunk_rows);
            visit(hook, tensor, layer, done, count, *cursor + (int)done);
        }
        *cursor += (int32_t)rows;
    }
    return true;
}

/* llama.cpp asks this between graph nodes; true ends the decode. */
static bool on_abort(void *user_data) { return ((Hook *)user_data)->cancel != 0; }

/* --- the Python type ----------------------------------------------------------------------------------------------------- */

static void drop(Hook *self, int which) {
    if (self->held[which]) PyBuffer_Release(&self->array[which]);
    self->held[which] = false;
    self->array[which].buf = NULL;
}

/* Hold an array of exactly `bytes` bytes (None: let go of it); the Python half has checked types and shapes. */
static int hold(Hook *self, int which, PyObject *object, Py_ssize_t bytes) {
    drop(self, which);
    if (object == Py_None) return 0;
    if (PyObject_GetBuffer(object, &self->array[which], PyBUF_WRITABLE) < 0) return -1;
    self->held[which] = true;
    if (self->array[which].len == bytes) return 0;
    PyErr_Format(PyExc_ValueError, "array %d has %zd bytes, not %zd", which, self->array[which].len, bytes);
    drop(self, which);
    return -1;
}

static int hook_init(Hook *self, PyObject *args, PyObject *kwargs) {
    unsigned long long name, bytes, get, set;
    PyObject *chunk, *cursor, *seen, *lifted, *lift;
    if (!PyArg_ParseTuple(args, "KKKKiiiOOOOO", &name, &bytes, &get, &set, &self->n_layer, &self->n_embd, &self->chunk_rows,
                          &chunk, &cursor, &seen, &lifted, &lift))
        return -1;
    if (self->n_layer < 2 || self->n_embd < 1 || self->chunk_rows < 1 || !name || !bytes || !get || !set) {
        PyErr_SetString(PyExc_ValueError, "the hook needs at least two layers, a positive width and four functions");
        return -1;
    }
    self->get_name = (get_name_fn)(uintptr_t)name;
    self->nbytes = (nbytes_fn)(uintptr_t)bytes;
    self->tensor_get = (tensor_get_fn)(uintptr_t)get;
    self->tensor_set = (tensor_set_fn)(uintptr_t)set;
    self->monitor_layer = self->n_rows = -1;
    Py_ssize_t slots = (Py_ssize_t)self->n_layer * CLASSES;
    if (hold(self, CHUNK, chunk, (Py_ssize_t)self->chunk_rows * self->n_embd * 4) < 0) return -1;
    if (hold(self, CURSOR, cursor, (Py_ssize_t)self->n_layer * 4) < 0) return -1;
    if (hold(self, COUNT_SEEN, seen, slots * 8) < 0 || hold(self, COUNT_LIFTED, lifted, slots * 8) < 0) return -1;
    return hold(self, COUNT_LIFT, lift, slots * 8);
}

static void hook_dealloc(Hook *self) {
    for (int i = 0; i < N_ARRAYS; i++) drop(self, i);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *hook_plan(Hook *self, PyObject *args) {
    PyObject *direction, *tau, *unit, *active;
    Py_ssize_t slots = (Py_ssize_t)self->n_layer * CLASSES;
    if (!PyArg_ParseTuple(args, "OOOOp", &direction, &tau, &unit, &active, &self->additive)) return NULL;
    drop(self, PLAN_ACTIVE);
    if (hold(self, PLAN_DIRECTION, direction, slots * self->n_embd * 4) < 0 || hold(self, PLAN_TAU, tau, slots * 4) < 0 ||
        hold(self, PLAN_UNIT, unit, slots * 4) < 0 || hold(self, PLAN_ACTIVE, active, slots) < 0)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *hook_monitor(Hook *self, PyObject *args) {
    PyObject *direction;
    int layer, count;
    if (!PyArg_ParseTuple(args, "iiO", &layer, &count, &direction)) return NULL;
    self->monitor_layer = -1;
    if (hold(self, MONITOR_DIRECTION, direction, (Py_ssize_t)count * self->n_embd * 4) < 0) return NULL;
    self->n_monitor = count;
    self->monitor_layer = layer;
    Py_RETURN_NONE;
}

static PyObject *hook_begin(Hook *self, PyObject *args) {
    PyObject *classes, *reading, *seen, *lifted, *lift, *group, *sum, *mark, *row;
    int rows, n_groups, n_marks;
    if (!PyArg_ParseTuple(args, "iOOOOOOOiOOi", &rows, &classes, &reading, &seen, &lifted, &lift, &group, &sum, &n_groups, &mark, &row,
                          &n_marks))
        return NULL;
    self->n_rows = -1;
    Py_ssize_t image = (Py_ssize_t)(self->n_layer - 1) * self->n_embd, n = rows;
    if (hold(self, ROW_CLASS, classes, n) < 0 || hold(self, ROW_READING, reading, n * self->n_monitor * 4) < 0 ||
        hold(self, ROW_SEEN, seen, n * 4) < 0 || hold(self, ROW_LIFTED, lifted, n * 4) < 0 || hold(self, ROW_LIFT, lift, n * 4) < 0 ||
        hold(self, CAPTURE_GROUP, group, n * 4) < 0 || hold(self, CAPTURE_SUM, sum, n_groups * image * 8) < 0 ||
        hold(self, CAPTURE_MARK, mark, n * 4) < 0 || hold(self, CAPTURE_ROW, row, n_marks * image * 4) < 0)
        return NULL;
    memset(self->array[CURSOR].buf, 0, (size_t)self->n_layer * 4);
    self->error = OK;
    self->n_rows = rows;
    Py_RETURN_NONE;
}

static PyObject *hook_end(Hook *self, PyObject *ignored) {
    int code = self->error, layer = self->error_layer, rows = self->n_rows;
    for (int l = 0; code == OK && l < self->n_layer - 1; l++)
        if (wants(self, l) && INTS(self, CURSOR)[l] != rows) code = -1, layer = l;
    self->n_rows = -1;
    return Py_BuildValue("ii", code, layer);
}

static PyObject *hook_cancel(Hook *self, PyObject *flag) {
    int on = PyObject_IsTrue(flag);
    if (on < 0) return NULL;
    self->cancel = on;
    Py_RETURN_NONE;
}

static PyObject *hook_addresses(Hook *self, PyObject *ignored) {
    return Py_BuildValue("KKK", (unsigned long long)(uintptr_t)on_tensor, (unsigned long long)(uintptr_t)on_abort,
                         (unsigned long long)(uintptr_t)self);
}

static PyMethodDef hook_methods[] = {
    {"plan", (PyCFunction)hook_plan, METH_VARARGS, "Set the cap: direction, tau, unit, active, additive (None: no cap)."},
    {"monitor", (PyCFunction)hook_monitor, METH_VARARGS, "Set the monitor layer (-1: none), the number of directions and the directions."},
    {"begin", (PyCFunction)hook_begin, METH_VARARGS, "Announce a decode and hand in the arrays of its rows."},
    {"end", (PyCFunction)hook_end, METH_NOARGS, "Return (code, layer): 0 all well, -1 a layer did not show every row, else what broke."},
    {"cancel", (PyCFunction)hook_cancel, METH_O, "Raise or lower the flag that ends a running decode; any thread may call it."},
    {"addresses", (PyCFunction)hook_addresses, METH_NOARGS, "Return the addresses of the evaluation callback, the abort callback and user data."},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject HookType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "engine._residual_hook.Hook",
    .tp_doc = "The native half of engine.residual_hook.ResidualHook.",
    .tp_basicsize = sizeof(Hook),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)hook_init,
    .tp_dealloc = (destructor)hook_dealloc,
    .tp_methods = hook_methods,
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_residual_hook", "Evaluation callback for llama.cpp.", -1, NULL};

PyMODINIT_FUNC PyInit__residual_hook(void) {
    PyObject *m;
    if (PyType_Ready(&HookType) < 0 || (m = PyModule_Create(&module)) == NULL) return NULL;
    if (PyModule_AddObjectRef(m, "Hook", (PyObject *)&HookType) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
