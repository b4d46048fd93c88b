/* The load: so many WebSockets at once, each typing what was recorded, all reading what others type.

   load PLAN, with the sockets of the plan inherited and past their handshake. It types for so many
   seconds, waits until everything was heard, and prints one line of JSON. Lines before that say
   when it began and ended to type, so that somebody else can look at the server's clock then.

   It is in C so that two cores suffice: one for the server, one for a hundred thousand deliveries
   a second with the time of each. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef unsigned char byte;
typedef struct { byte *data; uint32_t size; } Bytes;
typedef struct { byte *data; size_t size, room; } Buffer;
typedef struct { uint32_t *values; size_t count, room; } Times;

typedef struct {
  int fd;
  uint32_t room, writer, acked; /* updates that the server had been sent before we began */
  Bytes address;                /* what stands before each message, for servers that want it */
  Buffer in, out;
  uint32_t sent, saved;         /* of our own updates */
  int is_watched_for_writing;
} Line;

typedef struct { uint32_t client, clock; Bytes *steps, *carets; } Writer;

static uint32_t lines_count, writers_count, steps_count, rooms_count;
static double rate, seconds, warm_up, patience;
static Line *lines;
static Writer *writers;
static double *sent_at; /* [room][writer][step] */
static uint32_t *room_sizes;
static Times delivered, saved, late;
static uint64_t heard, frames, bytes_in, measured_sent, expected;
static double began, now;
static int poll_fd;

static void fail(const char *why) { fprintf(stderr, "load: %s\n", why); exit(1); }

static double clock_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void keep(Times *times, double value) {
  if (times->count == times->room) {
    times->room = times->room ? times->room * 2 : 1 << 16;
    times->values = realloc(times->values, times->room * sizeof(uint32_t));
    if (!times->values) fail("no memory");
  }
  times->values[times->count++] = value < 0 ? 0 : (uint32_t)(value * 1e6);
}

static void append(Buffer *buffer, const byte *data, size_t size) {
  if (buffer->size + size > buffer->room) {
    buffer->room = (buffer->size + size) * 2;
    buffer->data = realloc(buffer->data, buffer->room);
    if (!buffer->data) fail("no memory");
  }
  memcpy(buffer->data + buffer->size, data, size);
  buffer->size += size;
}

/* --- the plan --------------------------------------------------------------------------- */

static byte *plan_at, *plan_end;

static void take(void *into, size_t size) {
  if ((size_t)(plan_end - plan_at) < size) fail("the plan is cut off");
  memcpy(into, plan_at, size);
  plan_at += size;
}

static uint32_t take_number(void) { uint32_t value; take(&value, 4); return value; }
static double take_real(void) { double value; take(&value, 8); return value; }

static Bytes take_bytes(void) {
  Bytes bytes = {.size = take_number()};
  if ((size_t)(plan_end - plan_at) < bytes.size) fail("the plan is cut off");
  bytes.data = plan_at;
  plan_at += bytes.size;
  return bytes;
}

static void read_plan(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail("no plan");
  fseek(file, 0, SEEK_END);
  size_t size = ftell(file);
  rewind(file);
  plan_at = malloc(size);
  if (!plan_at || fread(plan_at, 1, size, file) != size) fail("the plan cannot be read");
  plan_end = plan_at + size;
  fclose(file);
  lines_count = take_number(), rooms_count = take_number();
  writers_count = take_number(), steps_count = take_number();
  rate = take_real(), seconds = take_real(), warm_up = take_real(), patience = take_real();
  lines = calloc(lines_count, sizeof(Line));
  room_sizes = calloc(rooms_count, sizeof(uint32_t));
  for (uint32_t i = 0; i < lines_count; i++) {
    lines[i].fd = take_number(), lines[i].room = take_number(), lines[i].writer = take_number();
    lines[i].acked = take_number(), lines[i].address = take_bytes();
    Bytes rest = take_bytes(); /* the beginning of a frame, read by whoever joined */
    append(&lines[i].in, rest.data, rest.size);
    room_sizes[lines[i].room]++;
  }
  writers = calloc(writers_count, sizeof(Writer));
  for (uint32_t i = 0; i < writers_count; i++) {
    writers[i].client = take_number(), writers[i].clock = take_number();
    writers[i].steps = calloc(steps_count, sizeof(Bytes));
    writers[i].carets = calloc(steps_count, sizeof(Bytes));
    for (uint32_t k = 0; k < steps_count; k++) {
      writers[i].steps[k] = take_bytes();
      writers[i].carets[k] = take_bytes();
    }
  }
  sent_at = calloc((size_t)rooms_count * writers_count * steps_count, sizeof(double));
}

static double *moment(uint32_t room, uint32_t writer, uint32_t step) {
  return sent_at + ((size_t)room * writers_count + writer) * steps_count + step;
}

/* --- what is heard ------------------------------------------------------------------------ */

static uint64_t number(const byte **at, const byte *end) {
  uint64_t value = 0;
  for (int shift = 0; *at < end && shift < 63; shift += 7) {
    byte one = *(*at)++;
    value |= (uint64_t)(one & 127) << shift;
    if (one < 128) return value;
  }
  fail("a number that ends nowhere");
  return 0;
}

static void skip_words(const byte **at, const byte *end) {
  uint64_t size = number(at, end);
  if (size > (uint64_t)(end - *at)) fail("words that end nowhere");
  *at += size;
}

static void arrived(Line *line, uint64_t client, uint64_t clock, uint64_t length) {
  for (uint32_t w = 0; w < writers_count; w++) {
    if (writers[w].client != client) continue;
    for (uint64_t c = clock; c < clock + length; c++) {
      if (c < writers[w].clock || c >= writers[w].clock + steps_count) continue;
      double *when = moment(line->room, w, c - writers[w].clock);
      if (*when == 0 || w == line->writer) continue; /* not typed yet by us, or an echo */
      if (*when >= began + warm_up) keep(&delivered, now - *when);
      heard++;
    }
    return;
  }
}

/* Walks the insertions of an update; knows what keystrokes in paragraphs are made of. */
static void read_update(Line *line, const byte *at, const byte *end) {
  for (uint64_t clients = number(&at, end); clients; clients--) {
    uint64_t structs = number(&at, end), client = number(&at, end), clock = number(&at, end);
    for (; structs; structs--) {
      byte info = *at++, content = info & 31;
      uint64_t length = 1;
      if (content == 0 || content == 10) { /* collected, or left out */
        clock += number(&at, end);
        continue;
      }
      if (info & 128) number(&at, end), number(&at, end);
      if (info & 64) number(&at, end), number(&at, end);
      if (!(info & 192)) {
        if (number(&at, end)) skip_words(&at, end);
        else number(&at, end), number(&at, end);
        if (info & 32) skip_words(&at, end);
      }
      if (content == 1) length = number(&at, end);
      else if (content == 4) length = *at, skip_words(&at, end); /* letters of one byte */
      else if (content == 7) { if (number(&at, end) == 3) skip_words(&at, end); }
      else fail("an update of a kind that nobody here types");
      arrived(line, client, clock, length);
      clock += length;
    }
  }
}

static void read_message(Line *line, const byte *at, const byte *end) {
  at += line->address.size;
  if (at >= end) return;
  uint64_t kind = number(&at, end);
  if (kind == 0) {
    uint64_t step = number(&at, end);
    number(&at, end);
    if (step) read_update(line, at, end);
  } else if (kind == 101) {
    uint64_t count = number(&at, end);
    for (; line->saved + line->acked < count && line->saved < line->sent; line->saved++) {
      double when = *moment(line->room, line->writer, line->saved);
      if (when >= began + warm_up) keep(&saved, now - when);
    }
  } else if (kind == 102) {
    fprintf(stderr, "load: a notice: %.*s\n", (int)(end - at), (const char *)at);
  }
}

static size_t read_frames(Line *line, const byte *data, size_t size) {
  size_t start = 0;
  while (size - start >= 2) {
    const byte *at = data + start;
    size_t head = 2, length = at[1] & 127;
    if (length == 126) head = 4;
    if (length == 127) head = 10;
    if (size - start < head) break;
    if (length >= 126) {
      length = 0;
      for (size_t i = 2; i < head; i++) length = length << 8 | at[i];
    }
    if (size - start < head + length) break;
    frames++;
    if ((at[0] & 15) == 8) fail("the server hung up");
    if ((at[0] & 15) == 2) read_message(line, at + head, at + head + length);
    start += head + length;
  }
  return start;
}

static void hear(Line *line) {
  static byte chunk[1 << 18];
  ssize_t got = recv(line->fd, chunk, sizeof chunk, MSG_DONTWAIT);
  if (got == 0) fail("the server hung up");
  if (got < 0) {
    if (errno == EAGAIN || errno == EINTR) return;
    fail("the line broke");
  }
  now = clock_now();
  bytes_in += got;
  if (line->in.size) {
    append(&line->in, chunk, got);
    size_t used = read_frames(line, line->in.data, line->in.size);
    memmove(line->in.data, line->in.data + used, line->in.size - used);
    line->in.size -= used;
  } else {
    size_t used = read_frames(line, chunk, got);
    if (used < (size_t)got) append(&line->in, chunk + used, got - used);
  }
}

/* --- what is typed ------------------------------------------------------------------------ */

static void flush_out(Line *line) {
  ssize_t went = line->out.size
      ? send(line->fd, line->out.data, line->out.size, MSG_DONTWAIT | MSG_NOSIGNAL) : 0;
  if (went < 0 && errno != EAGAIN && errno != EINTR) fail("the line broke");
  if (went > 0) {
    memmove(line->out.data, line->out.data + went, line->out.size - went);
    line->out.size -= went;
  }
  int wanted = line->out.size > 0;
  if (wanted != line->is_watched_for_writing) {
    struct epoll_event event = {.events = EPOLLIN | (wanted ? EPOLLOUT : 0), .data.ptr = line};
    epoll_ctl(poll_fd, EPOLL_CTL_MOD, line->fd, &event);
    line->is_watched_for_writing = wanted;
  }
}

static void put_frame(Line *line, Bytes message) {
  if (!message.size) return;
  size_t size = line->address.size + message.size;
  byte head[8] = {0x82, 0x80};
  if (size < 126) {
    head[1] |= size;
    append(&line->out, head, 6); /* a mask of zeros is a mask */
  } else {
    head[1] |= 126, head[2] = size >> 8, head[3] = size;
    append(&line->out, head, 8);
  }
  append(&line->out, line->address.data, line->address.size);
  append(&line->out, message.data, message.size);
}

static void type_one(Line *line, double due) {
  if (line->writer >= writers_count || line->sent >= steps_count) return;
  Writer *writer = writers + line->writer;
  now = clock_now();
  *moment(line->room, line->writer, line->sent) = now;
  if (now >= began + warm_up) {
    keep(&late, now - due);
    expected += room_sizes[line->room] - 1;
    measured_sent++;
  }
  put_frame(line, writer->steps[line->sent]);
  put_frame(line, writer->carets[line->sent]);
  line->sent++;
  flush_out(line);
}

/* --- the course --------------------------------------------------------------------------- */

static void listen_until(double until) {
  struct epoll_event events[256];
  double left = until - clock_now();
  struct timespec wait = {0, left > 0 ? (left < 0.5 ? left * 1e9 : 5e8) : 0};
  int count = epoll_pwait2(poll_fd, events, 256, &wait, NULL);
  for (int i = 0; i < count; i++) {
    Line *line = events[i].data.ptr;
    if (events[i].events & EPOLLOUT) flush_out(line);
    if (events[i].events & ~EPOLLOUT) hear(line);
  }
}

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static int by_real(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static void say_times(const char *name, Times *times) {
  qsort(times->values, times->count, sizeof(uint32_t), by_value);
  size_t n = times->count;
  if (!n) { printf("\"%s\": null, ", name); return; }
  printf("\"%s\": {\"count\": %zu, \"p50\": %.3f, \"p95\": %.3f, \"p99\": %.3f, \"max\": %.3f}, ",
         name, n, times->values[n / 2] / 1e3, times->values[(size_t)(n * 0.95)] / 1e3,
         times->values[(size_t)(n * 0.99)] / 1e3, times->values[n - 1] / 1e3);
}

int main(int argc, char **argv) {
  if (argc != 2) fail("load PLAN");
  read_plan(argv[1]);
  poll_fd = epoll_create1(0);
  for (uint32_t i = 0; i < lines_count; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = lines + i};
    fcntl(lines[i].fd, F_SETFL, fcntl(lines[i].fd, F_GETFL) | O_NONBLOCK);
    if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, lines[i].fd, &event)) fail("a socket is not there");
  }
  /* Everybody types at the same pace, each beginning at a moment of their own. */
  srand48(7);
  double *phases = malloc(lines_count * sizeof(double)), period = rate > 0 ? 1 / rate : 1e9;
  uint32_t *order = malloc(lines_count * sizeof(uint32_t));
  for (uint32_t i = 0; i < lines_count; i++) phases[i] = drand48() * period, order[i] = i;
  qsort(phases, lines_count, sizeof(double), by_real);
  for (uint32_t i = lines_count; i > 1; i--) {
    uint32_t j = lrand48() % i, was = order[i - 1];
    order[i - 1] = order[j], order[j] = was;
  }
  began = clock_now();
  int is_warm = 0;
  for (uint64_t k = 0;;) {
    double due = began + (k / lines_count) * period + phases[k % lines_count];
    if (due > began + seconds) break;
    if (!is_warm && due >= began + warm_up) {
      is_warm = 1;
      puts("typing"), fflush(stdout);
    }
    if (clock_now() >= due) type_one(lines + order[k++ % lines_count], due);
    if (k % 8 == 0 || clock_now() < due) listen_until(due);
  }
  while (clock_now() < began + seconds) listen_until(began + seconds);
  size_t in_time = delivered.count;
  puts("typed"), fflush(stdout);
  double end = clock_now();
  while (delivered.count < expected && clock_now() < end + patience) listen_until(end + patience);
  double heard_after = clock_now() - end;
  for (double until = clock_now() + 0.3; clock_now() < until;) listen_until(until);
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("{\"sent\": %lu, \"seconds\": %.3f, \"expected\": %lu, \"in_time\": %zu, ",
         measured_sent, seconds - warm_up, expected, in_time);
  say_times("delivered", &delivered);
  say_times("saved", &saved);
  say_times("late", &late);
  printf("\"heard_after\": %.3f, \"frames\": %lu, \"bytes\": %lu, \"client_cpu\": %.2f}\n",
         heard_after, frames, bytes_in,
         used.ru_utime.tv_sec + used.ru_stime.tv_sec
             + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
  return 0;
}
