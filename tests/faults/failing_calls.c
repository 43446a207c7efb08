/* Makes system calls that write fail, one chosen call at a time. Loaded with LD_PRELOAD and steered from Python by ctypes.
 *
 * keel_fail_from(n, code, last): from now on the n-th writing call (1 is the next) on a file whose name contains ".db" or
 * "backups" fails with `code`; with last != 0 every later one fails too. n = 0 lets all succeed.
 * keel_calls(): how many such calls there were since then. keel_failed(): how many of them failed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long chosen, calls, failed;
static int code, and_later;

void keel_fail_from(long n, int error, int later) { chosen = n; code = error; and_later = later; calls = failed = 0; }
long keel_calls(void) { return calls; }
long keel_failed(void) { return failed; }

static int ours(const char *name) {
    return name && (strstr(name, ".db") || strstr(name, "-backups"));
}

static int ours_fd(int fd) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    return ours(name);
}

static int fails(int is_ours) {
    if (!is_ours) return 0;
    calls++;
    if (!chosen || calls < chosen || (calls > chosen && !and_later)) return 0;
    failed++;
    errno = code;
    return 1;
}

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

ssize_t pwrite(int fd, const void *data, size_t count, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    return fails(ours_fd(fd)) ? -1 : real(fd, data, count, at);
}
ssize_t pwrite64(int fd, const void *data, size_t count, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    return fails(ours_fd(fd)) ? -1 : real(fd, data, count, at);
}
ssize_t write(int fd, const void *data, size_t count) {
    REAL(ssize_t, write, int, const void *, size_t);
    return fails(ours_fd(fd)) ? -1 : real(fd, data, count);
}
int fsync(int fd) {
    REAL(int, fsync, int);
    return fails(ours_fd(fd)) ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL(int, fdatasync, int);
    return fails(ours_fd(fd)) ? -1 : real(fd);
}
int ftruncate(int fd, off_t size) {
    REAL(int, ftruncate, int, off_t);
    return fails(ours_fd(fd)) ? -1 : real(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    REAL(int, ftruncate64, int, off64_t);
    return fails(ours_fd(fd)) ? -1 : real(fd, size);
}
int unlink(const char *name) {
    REAL(int, unlink, const char *);
    return fails(ours(name)) ? -1 : real(name);
}
int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return fails(ours(from)) ? -1 : real(from, to);
}
int open(const char *name, int flags, ...) {
    REAL(int, open, const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return (flags & (O_WRONLY | O_RDWR)) && fails(ours(name)) ? -1 : real(name, flags, mode);
}
int open64(const char *name, int flags, ...) {
    REAL(int, open64, const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return (flags & (O_WRONLY | O_RDWR)) && fails(ours(name)) ? -1 : real(name, flags, mode);
}
