/* What the two native files share: the residual hook's memory. See _residual_hook.c. */
#ifndef KEEL_RESIDUAL_HOOK_H
#define KEEL_RESIDUAL_HOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef _MSC_VER
#define RESTRICT __restrict
#else
#define RESTRICT restrict
#endif

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define CLASSES 2 /* token classes that can be capped: 0 ordinary, 1 header; 2 is left untouched */

enum { MISSING_ROWS = -1, OK = 0, TOO_MANY_ROWS = 1, ODD_SIZE = 2, NOT_FINITE = 3 };

/* native_hook.py lists the same fields in the same order. Arrays are C-contiguous; a slot is a (layer, class), a row a token. */
typedef struct {
    const char *(*get_name)(const void *);
    size_t (*nbytes)(const void *);
    void (*tensor_get)(const void *, void *, size_t, size_t);
    void (*tensor_set)(void *, const void *, size_t, size_t);
    bool (*is_host)(const void *); /* of a tensor's buffer; NULL: tensors are always copied */
    int32_t n_layer, n_embd, chunk_rows;
    int32_t additive;      /* 0: floor, h += max(0, tau - p) * v; 1: h += tau * v */
    int32_t monitor_layer; /* -1: none */
    int32_t n_monitor;     /* directions read at the monitor layer */
    int32_t n_rows;        /* rows of the decode in progress; -1: no decode announced, the hook sleeps */
    volatile int32_t error, error_layer, cancel;
    /* the cap, one entry per slot; `active` is NULL where there is no cap */
    const float *direction, *tau, *unit;
    const uint8_t *active;
    /* the reading, (n_monitor, n_embd) */
    const float *monitor;
    /* one decode, one entry per row; `reading` is (rows, n_monitor) */
    const uint8_t *row_class;
    float *row_reading;
    int32_t *row_seen, *row_lifted;
    float *row_lift;
    /* extraction: a target per row (-1: none) and what they add up to; NULL where nothing is captured */
    const int32_t *group;
    double *group_sum;
    const int32_t *mark;
    float *marked;
    /* running counters, one entry per slot */
    int64_t *seen, *lifted;
    double *lift;
    /* working memory: rows each layer has shown, and (chunk_rows, n_embd) numbers */
    int32_t *cursor;
    float *chunk;
} Hook;

/* Close a decode: return OK, or what broke first, at hook->error_layer. */
EXPORT int32_t keel_hook_end(Hook *hook);

#endif
