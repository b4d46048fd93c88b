/* A disk that can be unplugged, full or broken, for one process at a time.

   Loaded before libc (LD_PRELOAD), it follows the files whose names begin with DISK_PREFIX. What
   they are told goes onto a tape (DISK_TAPE), in the order in which it happened; disk.py reads it
   and makes of it what a machine without power would find. Nothing is really synchronised: what a
   sync promises is on the tape. DISK_CONTROL is shared memory in which a test says what fails. */

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
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096
#define TO_REAL(name) \
  static __typeof__(name) *real; \
  if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)

enum { LIES = -1 };
enum { OPENED = 1, WROTE, CUT_SHORT, SYNC_BEGUN, SYNC_DONE, SYNC_FAILED, REMOVED, RENAMED };

struct control {
  int32_t write_error, sync_error, open_error, sync_microseconds; /* LIES: it says yes */
  int64_t room; /* bytes by which files may still grow; below 0: as many as they like */
};

struct head {
  uint32_t kind, handle, name_size, data_size;
  int64_t at;
};

static uint32_t handles[FDS]; /* 0: not followed */
static uint32_t last_handle;
static int tape = -1;
static struct control *control;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static ssize_t plain_write(int fd, const void *data, size_t size) {
  TO_REAL(write);
  return real(fd, data, size);
}

static int begin(void) {
  if (tape >= 0) return 1;
  const char *path = getenv("DISK_TAPE"), *shared = getenv("DISK_CONTROL");
  if (!path || !shared) return 0;
  TO_REAL(open);
  tape = real(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  int fd = real(shared, O_RDWR | O_CLOEXEC);
  if (tape < 0 || fd < 0) abort();
  control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (control == MAP_FAILED) abort();
  return 1;
}

static void record(uint32_t kind, uint32_t handle, int64_t at, const char *name, const void *data,
                   size_t size) {
  struct head head = {kind, handle, name ? strlen(name) : 0, size, at};
  struct iovec parts[] = {
      {&head, sizeof head}, {(void *)name, head.name_size}, {(void *)data, size}};
  TO_REAL(writev);
  if (real(tape, parts, 3) < (ssize_t)(sizeof head + head.name_size + size)) abort();
}

/* 0: not ours; 1: a file; 2: the folder that holds them */
static int is_ours(const char *path) {
  const char *prefix = getenv("DISK_PREFIX");
  if (!prefix || !path) return 0;
  size_t size = strlen(prefix), folder = strrchr(prefix, '/') - prefix;
  if (strncmp(path, prefix, size) == 0) return begin();
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') length--;
  return length == folder && strncmp(path, prefix, folder) == 0 && begin() ? 2 : 0;
}

static const char *base(const char *path) { return strrchr(path, '/') + 1; }

static int is_shared_memory(const char *path) {
  size_t size = strlen(path);
  return size > 4 && strcmp(path + size - 4, "-shm") == 0;
}

static uint32_t handle_of(int fd) { return fd >= 0 && fd < FDS ? handles[fd] : 0; }

typedef int opening(const char *, int, ...);

static int do_open(opening *real, const char *path, int flags, mode_t mode) {
  int ours = is_ours(path);
  if (!ours || is_shared_memory(path)) return real(path, flags, mode);
  pthread_mutex_lock(&turn);
  if (control->open_error && ours == 1) {
    errno = control->open_error;
    pthread_mutex_unlock(&turn);
    return -1;
  }
  struct stat found;
  int is_new = stat(path, &found) != 0;
  int fd = real(path, flags, mode);
  if (fd >= 0 && fd < FDS) {
    handles[fd] = ++last_handle;
    int64_t how = (is_new ? 1 : 0) | (flags & O_TRUNC ? 2 : 0);
    record(OPENED, handles[fd], how, ours == 2 ? "" : base(path), NULL, 0);
  }
  pthread_mutex_unlock(&turn);
  return fd;
}

int open(const char *path, int flags, ...) {
  TO_REAL(open);
  va_list more;
  va_start(more, flags);
  mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return do_open((opening *)real, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  TO_REAL(open64);
  va_list more;
  va_start(more, flags);
  mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return do_open((opening *)real, path, flags, mode);
}

int close(int fd) {
  TO_REAL(close);
  if (fd >= 0 && fd < FDS) handles[fd] = 0;
  return real(fd);
}

/* Whether there is room for it; a full disk takes what fits into files as they are. */
static int may_write(int fd, int64_t end) {
  if (control->write_error) {
    errno = control->write_error;
    return 0;
  }
  struct stat file;
  if (control->room < 0 || fstat(fd, &file) != 0 || end <= file.st_size) return 1;
  if (end - file.st_size > control->room) {
    errno = ENOSPC;
    return 0;
  }
  control->room -= end - file.st_size;
  return 1;
}

static ssize_t do_pwrite(int fd, const void *data, size_t size, int64_t at) {
  TO_REAL(pwrite64);
  pthread_mutex_lock(&turn);
  ssize_t wrote = may_write(fd, at + (int64_t)size) ? real(fd, data, size, at) : -1;
  int trouble = errno;
  if (wrote > 0) record(WROTE, handles[fd], at, NULL, data, wrote);
  pthread_mutex_unlock(&turn);
  errno = trouble;
  return wrote;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  TO_REAL(pwrite64);
  return handle_of(fd) ? do_pwrite(fd, data, size, at) : real(fd, data, size, at);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  return pwrite64(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size) {
  if (!handle_of(fd)) return plain_write(fd, data, size);
  off64_t at = lseek64(fd, 0, SEEK_CUR);
  ssize_t wrote = do_pwrite(fd, data, size, at);
  if (wrote > 0) lseek64(fd, at + wrote, SEEK_SET);
  return wrote;
}

int ftruncate64(int fd, off64_t size) {
  TO_REAL(ftruncate64);
  if (!handle_of(fd)) return real(fd, size);
  pthread_mutex_lock(&turn);
  int done = may_write(fd, size) ? real(fd, size) : -1;
  if (done == 0) record(CUT_SHORT, handles[fd], size, NULL, NULL, 0);
  pthread_mutex_unlock(&turn);
  return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int do_sync(int fd) {
  if (control->sync_error == LIES) return 0;
  pthread_mutex_lock(&turn);
  record(SYNC_BEGUN, handles[fd], 0, NULL, NULL, 0);
  pthread_mutex_unlock(&turn);
  if (control->sync_microseconds) usleep(control->sync_microseconds);
  pthread_mutex_lock(&turn);
  int trouble = control->sync_error;
  record(trouble ? SYNC_FAILED : SYNC_DONE, handles[fd], 0, NULL, NULL, 0);
  pthread_mutex_unlock(&turn);
  errno = trouble;
  return trouble ? -1 : 0;
}

int fsync(int fd) {
  TO_REAL(fsync);
  return handle_of(fd) ? do_sync(fd) : real(fd);
}

int fdatasync(int fd) {
  TO_REAL(fdatasync);
  return handle_of(fd) ? do_sync(fd) : real(fd);
}

int unlink(const char *path) {
  TO_REAL(unlink);
  if (is_ours(path) != 1 || is_shared_memory(path)) return real(path);
  pthread_mutex_lock(&turn);
  int done = real(path);
  if (done == 0) record(REMOVED, 0, 0, base(path), NULL, 0);
  pthread_mutex_unlock(&turn);
  return done;
}

int rename(const char *from, const char *to) {
  TO_REAL(rename);
  if (is_ours(from) != 1) return real(from, to);
  pthread_mutex_lock(&turn);
  int done = real(from, to);
  if (done == 0) record(RENAMED, 0, 0, base(from), base(to), strlen(base(to)));
  pthread_mutex_unlock(&turn);
  return done;
}
