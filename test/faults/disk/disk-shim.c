/*
 * Stands between SQLite and the disk of one folder (DISK_DIR), by LD_PRELOAD. Keeps a log (DISK_LOG) of every change in
 * the order it was made, so that a test can rebuild what a power cut at any moment leaves: only what was synced.
 * On demand it fails calls with EIO, or makes syncing slow. A record: op u8, file u32, offset i64, length u32, data.
 *   O open-created (data: path below the folder)   W write   T truncate to offset   S synced
 *   U unlink (data: path)   R rename (data: from, 0, to)   P printed on stdout (data: bytes)
 * DISK_FAIL=write|sync, DISK_FAIL_FROM=n, DISK_FAIL_COUNT=m: calls n to n+m-1 of that kind give EIO.
 * DISK_SLOW_MS: each sync of a file takes so much longer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/types.h>

#define MAX_FD 4096
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char paths[MAX_FD][512];
static int log_fd = -1;
static const char *dir, *fail_kind;
static size_t dir_length;
static long fail_from, fail_count, write_calls, sync_calls, slow_ms;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_close)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_close = dlsym(RTLD_NEXT, "close");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_rename = dlsym(RTLD_NEXT, "rename");
  dir = getenv("DISK_DIR");
  dir_length = dir ? strlen(dir) : 0;
  fail_kind = getenv("DISK_FAIL");
  fail_from = getenv("DISK_FAIL_FROM") ? atol(getenv("DISK_FAIL_FROM")) : 0;
  fail_count = getenv("DISK_FAIL_COUNT") ? atol(getenv("DISK_FAIL_COUNT")) : 0;
  slow_ms = getenv("DISK_SLOW_MS") ? atol(getenv("DISK_SLOW_MS")) : 0;
  if (getenv("DISK_LOG")) log_fd = real_open(getenv("DISK_LOG"), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
}

static const char *below(const char *path) {
  return dir && path && strncmp(path, dir, dir_length) == 0 && path[dir_length] == '/' ? path + dir_length + 1 : NULL;
}

static void put(char op, int file, int64_t offset, const void *data, uint32_t length) {
  if (log_fd < 0) return;
  unsigned char head[17];
  uint32_t number = (uint32_t)file;
  head[0] = (unsigned char)op;
  memcpy(head + 1, &number, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &length, 4);
  if (real_write(log_fd, head, 17) != 17 || (length && real_write(log_fd, data, length) != (ssize_t)length)) abort();
}

static int is_ours(int fd) { return fd >= 0 && fd < MAX_FD && paths[fd][0] != 0; }
/* The index of shared memory beside a database is made anew at each open: no disk holds it. */
static int is_kept(const char *path) { size_t n = strlen(path); return n < 4 || strcmp(path + n - 4, "-shm") != 0; }

static int fails(const char *kind, long *calls) {
  (*calls)++;
  return fail_kind && strcmp(fail_kind, kind) == 0 && *calls >= fail_from && *calls < fail_from + fail_count;
}

static int opened(const char *path, int fd) {
  const char *name = below(path);
  if (fd < 0 || fd >= MAX_FD || !name || strlen(name) >= 512 || !is_kept(name)) return fd;
  pthread_mutex_lock(&lock);
  strcpy(paths[fd], name);
  put('O', fd, 0, name, (uint32_t)strlen(name));
  pthread_mutex_unlock(&lock);
  return fd;
}

#define MODE int mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, int); va_end(list); }
int open(const char *path, int flags, ...) { MODE return opened(path, real_open(path, flags, mode)); }
int open64(const char *path, int flags, ...) { MODE return opened(path, real_open(path, flags, mode)); }

int close(int fd) {
  pthread_mutex_lock(&lock);
  if (is_ours(fd)) paths[fd][0] = 0;
  pthread_mutex_unlock(&lock);
  return real_close(fd);
}

static ssize_t logged(int fd, const void *data, off_t offset, ssize_t done) {
  if (done > 0) put('W', fd, offset, data, (uint32_t)done);
  return done;
}

ssize_t write(int fd, const void *data, size_t length) {
  if (fd == 1 && log_fd >= 0) {
    pthread_mutex_lock(&lock);
    ssize_t done = real_write(fd, data, length);
    if (done > 0) put('P', 1, 0, data, (uint32_t)done);
    pthread_mutex_unlock(&lock);
    return done;
  }
  if (!is_ours(fd)) return real_write(fd, data, length);
  pthread_mutex_lock(&lock);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = fails("write", &write_calls) ? (errno = EIO, -1) : logged(fd, data, offset, real_write(fd, data, length));
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
  if (!is_ours(fd)) return real_pwrite(fd, data, length, offset);
  pthread_mutex_lock(&lock);
  ssize_t done = fails("write", &write_calls) ? (errno = EIO, -1) : logged(fd, data, offset, real_pwrite(fd, data, length, offset));
  pthread_mutex_unlock(&lock);
  return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

int ftruncate64(int fd, off_t length) {
  if (!is_ours(fd)) return real_ftruncate(fd, length);
  pthread_mutex_lock(&lock);
  int done = real_ftruncate(fd, length);
  if (done == 0) put('T', fd, length, NULL, 0);
  pthread_mutex_unlock(&lock);
  return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int synced(int fd, int (*real)(int)) {
  if (!is_ours(fd)) return real(fd);
  if (slow_ms > 0) {
    struct timespec wait = { slow_ms / 1000, (slow_ms % 1000) * 1000000 };
    nanosleep(&wait, NULL);
  }
  pthread_mutex_lock(&lock);
  int failed = fails("sync", &sync_calls);
  /* Logged as one step with the lock held: nothing is written between the disk's answer and its line in the log. */
  int done = failed ? (errno = EIO, -1) : real(fd);
  if (done == 0) put('S', fd, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return done;
}
int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int unlink(const char *path) {
  int done = real_unlink(path);
  const char *name = below(path);
  if (done == 0 && name && is_kept(name)) {
    pthread_mutex_lock(&lock);
    put('U', 0, 0, name, (uint32_t)strlen(name));
    pthread_mutex_unlock(&lock);
  }
  return done;
}

int rename(const char *from, const char *to) {
  int done = real_rename(from, to);
  const char *a = below(from), *b = below(to);
  if (done == 0 && a && b) {
    char both[1030];
    size_t la = strlen(a), lb = strlen(b);
    memcpy(both, a, la + 1);
    memcpy(both + la + 1, b, lb);
    pthread_mutex_lock(&lock);
    put('R', 0, 0, both, (uint32_t)(la + 1 + lb));
    pthread_mutex_unlock(&lock);
  }
  return done;
}
