/* RTP load for bench/media.py: N phones in one thread, on another core than the one that is measured.
 *
 * usage: rtp_load SECONDS [TURNS] < ports      one leg's port of the plane per line, and perhaps a role
 *
 * Each phone is a connected UDP socket on 127.0.0.1 that sends a 20 ms packet of G.711 at its own steady moment; the
 * payload holds the time of sending, so that whoever is bridged to it can tell the delay. First
 * prints "ready" when every phone has sent once (so that the plane has latched), then runs for SECONDS and prints one
 * line: sent, received in all, received with a time of sending, and of these p50, p99 and worst delay in microseconds.
 *
 * In a talk that is mixed the time must pass through a sum: the role "s" speaks u-law so quiet that it is a pause, whose
 * bytes hold four bits each of the time, "q" sends u-law silence, which adds nothing to it. With such phones a second line tells the same of what
 * "s" sent; the first then leaves them out (but for what was received in all).
 *
 * With TURNS it does so many times over, without a pause in the sound: between the lines of one turn and the "ready" of
 * the next there is a second in which whoever steers the plane can change something.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 12, PAYLOAD = 160, PACKET = HEADER + PAYLOAD, BATCH = 16, FRAME_US = 20000, MAX_BUCKET = 2000000 };
#define MAGIC 0x4c55522d52545021ull
#define SUM_MAGIC 0xf1f2f3f4f5f6f7f8ull
enum { ALAW = 8, ULAW = 0, ALAW_SILENCE = 0xd5, ULAW_SILENCE = 0xff, NIBBLES = 16 };

struct phone {
    int fd;
    char role;
    uint16_t sequence;
    uint32_t timestamp, ssrc;
    int64_t due_us;
};

static int64_t now_us(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void send_packet(struct phone *phone, int64_t at_us) {
    static uint8_t packet[PACKET];
    uint64_t magic = phone->role == 's' ? SUM_MAGIC : MAGIC;
    packet[0] = 0x80;
    packet[1] = phone->role == 'p' ? ALAW : ULAW;
    uint16_t sequence = htons(phone->sequence++);
    uint32_t timestamp = htonl(phone->timestamp), ssrc = htonl(phone->ssrc);
    phone->timestamp += PAYLOAD;
    memcpy(packet + 2, &sequence, 2);
    memcpy(packet + 4, &timestamp, 4);
    memcpy(packet + 8, &ssrc, 4);
    memset(packet + HEADER, phone->role == 'p' ? ALAW_SILENCE : ULAW_SILENCE, PAYLOAD);
    if (phone->role != 'q') memcpy(packet + HEADER, &magic, 8);
    if (phone->role == 'p') memcpy(packet + HEADER + 8, &at_us, 8);
    if (phone->role == 's')
        for (int at = 0; at < NIBBLES; at++) packet[HEADER + 8 + at] = 0xf0 | (uint8_t)((at_us >> 4 * at) & 15);
    if (send(phone->fd, packet, PACKET, 0) < 0 && errno != ECONNREFUSED && errno != EAGAIN) fail("send");
}

struct delays {
    uint32_t *histogram;
    int64_t sent, timed, worst_us;
};

static struct delays plain, summed;
static int64_t received, counting_from_us, counting_until_us;

/* The time of sending that a packet holds, and with whose delays it belongs; 0 when it holds none. */
static int64_t stamp_of(const uint8_t *payload, struct delays **of) {
    uint64_t magic;
    int64_t sent_us = 0;
    memcpy(&magic, payload, 8);
    *of = magic == MAGIC ? &plain : &summed;
    if (magic == MAGIC) memcpy(&sent_us, payload + 8, 8);
    if (magic == SUM_MAGIC)
        for (int at = 0; at < NIBBLES; at++) sent_us |= (int64_t)(payload[8 + at] & 15) << 4 * at;
    return sent_us;
}

static void receive(int fd) {
    static uint8_t data[BATCH][2048];
    static struct mmsghdr messages[BATCH];
    static struct iovec parts[BATCH];
    for (int at = 0; at < BATCH; at++) {
        parts[at] = (struct iovec){data[at], sizeof data[at]};
        messages[at] = (struct mmsghdr){.msg_hdr = {.msg_iov = &parts[at], .msg_iovlen = 1}};
    }
    int count = recvmmsg(fd, messages, BATCH, MSG_DONTWAIT, NULL);
    int64_t at_us = now_us();
    for (int at = 0; at < count; at++) {
        if (counting_from_us == 0) continue;
        received++;
        if (messages[at].msg_len != PACKET) continue;
        struct delays *of;
        int64_t sent_us = stamp_of(data[at] + HEADER, &of);
        if (sent_us < counting_from_us || sent_us >= counting_until_us) continue;
        int64_t delay_us = at_us - sent_us;
        if (delay_us < 0) delay_us = 0;
        if (delay_us > of->worst_us) of->worst_us = delay_us;
        of->histogram[delay_us < MAX_BUCKET ? delay_us : MAX_BUCKET - 1]++;
        of->timed++;
    }
}

static int64_t percentile(const struct delays *of, double share) {
    int64_t wanted = (int64_t)(share * (double)of->timed), seen = 0;
    for (int at = 0; at < MAX_BUCKET; at++) {
        seen += of->histogram[at];
        if (seen > wanted) return at;
    }
    return MAX_BUCKET;
}

static void report(struct delays *of, int64_t sent, int64_t heard) {
    printf("%lld %lld %lld %lld %lld %lld\n", (long long)sent, (long long)heard, (long long)of->timed,
           (long long)percentile(of, 0.5), (long long)percentile(of, 0.99), (long long)of->worst_us);
    fflush(stdout);
    memset(of->histogram, 0, MAX_BUCKET * sizeof *of->histogram);
    of->timed = of->worst_us = 0;
}

static struct phone *phones;
static int phone_count, poller;

static void drain(int wait_ms) {
    struct epoll_event ready[256];
    int count = epoll_wait(poller, ready, 256, wait_ms);
    for (int at = 0; at < count; at++) receive(ready[at].data.fd);
}

/* Sends what is due, oldest first (the moments go round in the order of the phones), and counts it. */
static void run_until(int64_t end_us) {
    static int next = 0;
    int64_t sent = 0;
    plain.sent = summed.sent = 0;
    for (;;) {
        int64_t at_us = now_us();
        if (at_us >= end_us) return;
        while (phones[next].due_us <= at_us) {
            send_packet(&phones[next], now_us());
            phones[next].due_us += FRAME_US;
            if (phones[next].role != 'q') (phones[next].role == 'p' ? &plain : &summed)->sent++;
            next = (next + 1) % phone_count;
            sent++;
            if (sent % 32 == 0) drain(0);
        }
        drain(phones[next].due_us - now_us() > 1000 ? 1 : 0);
    }
}

/* Counts for a time, and tells of it half a second later, when all is there that will come. */
static void turn(double seconds, int mixed, int is_last) {
    printf("ready\n");
    fflush(stdout);
    received = 0;
    counting_from_us = now_us();
    counting_until_us = counting_from_us + (int64_t)(seconds * 1e6);
    run_until(counting_until_us);
    int64_t heard = received, sent = plain.sent, sent_summed = summed.sent, tail_us = now_us() + 500000;
    printf("done\n");
    fflush(stdout);
    if (!is_last) run_until(tail_us);
    while (now_us() < tail_us) drain(10);
    report(&plain, sent, heard);
    if (mixed) report(&summed, sent_summed, heard);
}

int main(int count, char **words) {
    if (count < 2 || count > 3) return fprintf(stderr, "usage: rtp_load SECONDS [TURNS] < ports\n"), 2;
    double seconds = atof(words[1]);
    int turns = count == 3 ? atoi(words[2]) : 1;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    setpriority(PRIO_PROCESS, 0, -15); /* else it measures how long it waits itself on a busy machine */
    plain.histogram = calloc(MAX_BUCKET, sizeof *plain.histogram);
    summed.histogram = calloc(MAX_BUCKET, sizeof *summed.histogram);
    phones = calloc(65536, sizeof *phones);
    poller = epoll_create1(0);
    int port, mixed = 0;
    char line[64];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char role = 'p';
        if (sscanf(line, "%d %c", &port, &role) < 1) continue;
        mixed += role != 'p';
        phones[phone_count].role = role;
        struct phone *phone = &phones[phone_count++];
        struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
        struct sockaddr_in plane = {
            .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
        int buffer = 1 << 20;
        phone->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        if (phone->fd < 0) fail("socket");
        setsockopt(phone->fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
        if (bind(phone->fd, (struct sockaddr *)&here, sizeof here) < 0) fail("bind");
        if (connect(phone->fd, (struct sockaddr *)&plane, sizeof plane) < 0) fail("connect");
        struct epoll_event interest = {.events = EPOLLIN, .data = {.fd = phone->fd}};
        epoll_ctl(poller, EPOLL_CTL_ADD, phone->fd, &interest);
        phone->ssrc = (uint32_t)phone_count * 2654435761u;
    }
    int64_t start_us = now_us() + 1000;
    for (int at = 0; at < phone_count; at++) phones[at].due_us = start_us + (int64_t)FRAME_US * at / phone_count;
    run_until(start_us + (mixed ? 6000000 : 2000000)); /* the ears of a mix forget the crowd of the beginning */
    for (int at = 0; at < turns; at++) {
        turn(seconds, mixed, at == turns - 1);
        counting_from_us = 0;
        if (at < turns - 1) run_until(now_us() + 1000000);
    }
    return 0;
}
