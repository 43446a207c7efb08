/* The native token loop: evaluates the token that was drawn last, draws the next, and so on for a few milliseconds.
 *
 * Between two evaluations of a large model everything else has left the processor's caches, and code that takes a tenth of a
 * millisecond when it is warm takes half of one; so the whole step from a token to the next happens here, and Python only hears of
 * what was said. As in the residual hook, no header of llama.cpp is needed: its functions are handed in as addresses, native_loop.py
 * owns the Loop and every array in it, and the one structure that is passed by value is compared with its own when it is loaded.
 *
 * Tokens may be guessed ahead: several are evaluated together, and those are kept that the sampler then draws itself, so a guess
 * never changes what is said. Guesses come from tables of what often follows, the longest context first, from what the conversation
 * itself holds, or from a smaller model with the same vocabulary.
 */
#include "_residual_hook.h"

#include <string.h>
#include <time.h>

#define MOST_GUESSES 16
#define TABLES 2
#define PIECE 64       /* tokens that the smaller model evaluates at once */
#define PAUSE 32       /* steps without it where not even one was right */

enum { SAID = 0, DECODE_FAILED = 1, HOOK_FAILED = 2, NOT_SHORTENED = 3, NOTHING_DRAWN = 4 };
enum { ABORTED = 2 }; /* what llama_decode returns for it */

/* llama_batch */
typedef struct {
    int32_t n_tokens;
    int32_t *token;
    float *embd;
    int32_t *pos;
    int32_t *n_seq_id;
    int32_t **seq_id;
    int8_t *logits;
} Batch;

/* What follows `width` tokens: `size` rows of `width` + 1 tokens in ascending order, the last one being what follows. */
typedef struct {
    const int32_t *rows;
    int32_t size, width;
} Table;

/* native_loop.py lists the same fields in the same order. */
typedef struct {
    int32_t (*decode)(void *, Batch);
    int32_t (*sample)(void *, void *, int32_t);
    bool (*is_end)(const void *, int32_t);
    bool (*forget)(void *, int32_t, int32_t, int32_t);
    void *context, *memory, *sampler;
    const void *vocab;
    Hook *hook;
    void *draft_context, *draft_memory, *draft_sampler; /* of the smaller model; NULL: there is none */
    const int32_t *ends; /* tokens that end a reply besides those the vocabulary names */
    int32_t n_ends;
    int32_t match;         /* tokens that must have stood in the conversation before what follows them is a guess; 0: never */
    int32_t most_recalled; /* guesses at once from the conversation */
    int32_t most_tabled;   /* guesses at once from the tables */
    int32_t most_drafted;  /* guesses at once from the smaller model */
    int32_t n_vocab;       /* of the model itself: what lies beyond is no guess */
    int32_t draft_past;    /* first tokens of the conversation that lie in the smaller model's KV cache */
    int32_t draft_length;  /* how many it guesses next; 0: none for `draft_pause` steps */
    int32_t draft_pause;
    Table table[TABLES];
    int32_t *said;         /* tokens of the KV cache with room for `limit` more behind them */
    int32_t n_past;        /* tokens in the KV cache when the run begins */
    int32_t row;           /* rows of the hook that earlier runs filled; it has as many as tokens may still be said */
    int32_t limit;         /* most tokens to evaluate */
    int32_t enough;        /* no evaluation begins behind so many tokens */
    int32_t milliseconds;  /* nor after so long */
    /* what a run found; the arrays hold `enough` + MOST_GUESSES entries, one per token said: itself and its first reading */
    int32_t *run_token;
    float *run_reading;
    int32_t n_said;
    int32_t n_seen, n_lifted; /* slots of these tokens */
    int32_t ended;            /* whether `next` ends a reply */
    int32_t next; /* the token drawn last, which is not evaluated yet; -1: none was */
    int32_t n_guessed, n_right;
    int32_t code; /* of llama_decode or of the hook, where that failed */
} Loop;

/* --- guesses ------------------------------------------------------------------------------------------------------------- */

static int compare(const int32_t *row, const int32_t *key, int width) {
    for (int i = 0; i < width; i++)
        if (row[i] != key[i]) return row[i] < key[i] ? -1 : 1;
    return 0;
}

/* Return what follows the tokens before `end`, -1 where the table does not know; `before`: how many there are. */
static int32_t look_up(const Table *table, const int32_t *end, int before) {
    if (!table->rows || before < table->width) return -1;
    const int32_t *key = end - table->width;
    size_t stride = (size_t)table->width + 1;
    int32_t low = 0, high = table->size;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        const int32_t *row = table->rows + stride * (size_t)middle;
        int order = compare(row, key, table->width);
        if (order == 0) return row[table->width];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

static bool ends(const Loop *loop, int32_t token) {
    for (int i = 0; i < loop->n_ends; i++)
        if (loop->ends[i] == token) return true;
    return loop->is_end(loop->vocab, token);
}

/* Write guesses behind the `n` tokens of the conversation, from its tables; return how many. */
static int from_tables(const Loop *loop, int32_t *tokens, int n, int most) {
    int count = 0;
    for (; count < most; count++) {
        int32_t guess = -1;
        for (int i = 0; i < TABLES && guess < 0; i++) guess = look_up(&loop->table[i], tokens + n + count, n + count);
        if (guess < 0 || ends(loop, guess)) break;
        tokens[n + count] = guess;
    }
    return count;
}

/* The same from the conversation itself: what followed the last tokens where they stood before, the latest place first. */
static int from_conversation(const Loop *loop, int32_t *tokens, int n, int most) {
    int width = loop->match;
    if (width < 1 || most < 1) return 0;
    const int32_t *key = tokens + n - width;
    for (int place = n - width - 1; place >= 0; place--) {
        if (tokens[place + width - 1] != key[width - 1] || compare(tokens + place, key, width) != 0) continue;
        int count = 0;
        for (; count < most && place + width + count < n; count++) {
            int32_t guess = tokens[place + width + count];
            if (ends(loop, guess)) break;
            tokens[n + count] = guess;
        }
        return count;
    }
    return 0;
}

static int smaller(int a, int b) { return a < b ? a : b; }

/* Let the smaller model evaluate tokens of the conversation from where it is up to `end`; the last one gets logits. */
static bool draft_reads(Loop *loop, int32_t *tokens, int end) {
    int32_t position[PIECE], sequences[PIECE], first = 0, *sequence[PIECE];
    int8_t logits[PIECE];
    while (loop->draft_past < end) {
        int count = smaller(end - loop->draft_past, PIECE);
        for (int i = 0; i < count; i++) {
            position[i] = loop->draft_past + i;
            sequences[i] = 1;
            sequence[i] = &first;
            logits[i] = loop->draft_past + i == end - 1;
        }
        Batch batch = {count, tokens + loop->draft_past, NULL, position, sequences, sequence, logits};
        if (loop->decode(loop->draft_context, batch) != 0) {
            loop->forget(loop->draft_memory, 0, loop->draft_past, -1);
            return false;
        }
        loop->draft_past += count;
    }
    return true;
}

/* The same from the smaller model. Where it fails, it is silent for a while, and reads what it missed after that. */
static int from_draft(Loop *loop, int32_t *tokens, int n, int most) {
    if (!loop->draft_context || most < 1) return 0;
    if (loop->draft_length < 1) {
        if (--loop->draft_pause > 0) return 0;
        loop->draft_length = 1;
    }
    int count = 0, wanted = smaller(loop->draft_length, most);
    while (count < wanted) {
        if (!draft_reads(loop, tokens, n + count)) {
            loop->draft_length = 0;
            loop->draft_pause = PAUSE;
            break;
        }
        int32_t guess = loop->sample(loop->draft_sampler, loop->draft_context, -1);
        if (guess < 0 || guess >= loop->n_vocab || ends(loop, guess)) break;
        tokens[n + count++] = guess;
    }
    return count;
}

/* Say how many of the smaller model's guesses were right: one more is made where all were, as many as were right otherwise. */
static void draft_learns(Loop *loop, int guessed, int right) {
    if (right == guessed)
        loop->draft_length = smaller(loop->draft_length + 1, loop->most_drafted);
    else if (right > 0)
        loop->draft_length = right;
    else if (--loop->draft_length < 1)
        loop->draft_pause = PAUSE;
}

static int guess(Loop *loop, int32_t *tokens, int n, int room, bool *drafted) {
    int count = from_tables(loop, tokens, n, smaller(loop->most_tabled, room));
    if (!count) count = from_conversation(loop, tokens, n, smaller(loop->most_recalled, room));
    if (count) return count;
    count = from_draft(loop, tokens, n, smaller(loop->most_drafted, room));
    *drafted = count > 0;
    return count;
}

/* --- one step ------------------------------------------------------------------------------------------------------------ */

/* Evaluate `count` tokens of the conversation behind `n_past`; the hook writes into its rows from `row` on. */
static int evaluate(Loop *loop, int32_t *tokens, int n_past, int count, int row) {
    int32_t position[1 + MOST_GUESSES], sequences[1 + MOST_GUESSES], first = 0, *sequence[1 + MOST_GUESSES];
    int8_t logits[1 + MOST_GUESSES];
    for (int i = 0; i < count; i++) {
        position[i] = n_past + i;
        sequences[i] = 1;
        sequence[i] = &first;
        logits[i] = 1;
    }
    Hook *hook = loop->hook, held = *hook;
    hook->row_class += row;
    hook->row_reading += (size_t)row * (size_t)hook->n_monitor;
    hook->row_seen += row;
    hook->row_lifted += row;
    hook->row_lift += row;
    if (hook->group) {
        hook->group += row;
        hook->mark += row;
    }
    memset(hook->row_seen, 0, (size_t)count * sizeof(int32_t));
    memset(hook->row_lifted, 0, (size_t)count * sizeof(int32_t));
    memset(hook->row_lift, 0, (size_t)count * sizeof(float));
    memset(hook->cursor, 0, (size_t)hook->n_layer * sizeof(int32_t));
    hook->error = OK;
    hook->n_rows = count;
    Batch batch = {count, tokens + n_past, NULL, position, sequences, sequence, logits};
    int32_t failed = loop->decode(loop->context, batch), broke = keel_hook_end(hook);
    hook->row_class = held.row_class;
    hook->row_reading = held.row_reading;
    hook->row_seen = held.row_seen;
    hook->row_lifted = held.row_lifted;
    hook->row_lift = held.row_lift;
    hook->group = held.group;
    hook->mark = held.mark;
    loop->code = failed ? failed : broke;
    return failed ? DECODE_FAILED : broke ? HOOK_FAILED : SAID;
}

/* Evaluate the token that was drawn, which stands behind `n_past` tokens, with guesses; keep what is right and draw the next. */
static int step(Loop *loop) {
    int n_past = loop->n_past + loop->n_said, room = smaller(loop->limit - loop->n_said - 1, MOST_GUESSES);
    int32_t *tokens = loop->said;
    bool drafted = false;
    int count = 1 + (loop->hook->group ? 0 : guess(loop, tokens, n_past + 1, room, &drafted)), right = 1;
    int failed = evaluate(loop, tokens, n_past, count, loop->row + loop->n_said);
    if (failed) return failed;
    int32_t drawn = loop->sample(loop->sampler, loop->context, 0);
    while (right < count && drawn == tokens[n_past + right]) drawn = loop->sample(loop->sampler, loop->context, right++);
    if (drafted) draft_learns(loop, count - 1, right - 1);
    if (loop->draft_past > n_past + right) {
        loop->draft_past = n_past + right;
        loop->forget(loop->draft_memory, 0, n_past + right, -1);
    }
    loop->n_guessed += count - 1;
    loop->n_right += right - 1;
    loop->n_said += right;
    if (drawn < 0) return NOTHING_DRAWN;
    if (right < count && !loop->forget(loop->memory, 0, n_past + right, -1)) return NOT_SHORTENED;
    loop->next = drawn;
    return SAID;
}

static double now(void) {
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Gather what a run said, so that the Python half touches little memory: between two runs all of it has to be fetched anew. */
static void gather(Loop *loop) {
    const Hook *hook = loop->hook;
    loop->n_seen = loop->n_lifted = 0;
    for (int i = 0; i < loop->n_said; i++) {
        size_t row = (size_t)(loop->row + i);
        loop->run_token[i] = loop->said[loop->n_past + i];
        loop->run_reading[i] = hook->n_monitor ? hook->row_reading[row * (size_t)hook->n_monitor] : 0;
        loop->n_seen += hook->row_seen[row];
        loop->n_lifted += hook->row_lifted[row];
    }
}

/* Say `token` and what the sampler draws after it, until the time is over, there is enough or a reply's end is drawn.
 *
 * What is evaluated together depends on the tokens alone, never on when a run began or ended: the rounding of what is computed
 * differs a little with it, and the same seed shall give the same reply. */
EXPORT int32_t keel_loop_run(Loop *loop, int32_t token) {
    double begun = now();
    int failed = SAID;
    loop->n_said = loop->n_guessed = loop->n_right = loop->code = loop->ended = 0;
    loop->next = token;
    do {
        if (loop->hook->cancel) {
            loop->code = ABORTED;
            failed = DECODE_FAILED;
            break;
        }
        loop->said[loop->n_past + loop->n_said] = loop->next;
        loop->next = -1;
        failed = step(loop);
        if (failed) break;
        loop->ended = ends(loop, loop->next);
    } while (!loop->ended && loop->n_said < smaller(loop->limit, loop->enough) && now() - begun < loop->milliseconds);
    gather(loop);
    return failed;
}

/* Bytes of a Loop and of a batch, which must be what the Python half believes. */
EXPORT size_t keel_loop_size(void) { return sizeof(Loop); }
EXPORT size_t keel_batch_size(void) { return sizeof(Batch); }
