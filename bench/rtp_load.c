/* RTP load for bench/media.py: N phones in one thread, on another core than the one that is measured.
 *
 * usage: rtp_load SECONDS < ports      one leg's port of the plane per line
 *
 * Each phone is a connected UDP socket on 127.0.0.1 that sends a 20 ms packet of G.711 at its own steady moment; the
 * payload holds the time of sending, so that whoever is bridged to it can tell the delay. First
 * prints "ready" when every phone has sent once (so that the plane has latched), then runs for SECONDS and prints one
 * line: sent, received in all, received with a time of sending, and of these p50, p99 and worst delay in microseconds.
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

struct phone {
    int fd;
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
    uint64_t magic = MAGIC;
    packet[0] = 0x80;
    packet[1] = 8;
    uint16_t sequence = htons(phone->sequence++);
    uint32_t timestamp = htonl(phone->timestamp), ssrc = htonl(phone->ssrc);
    phone->timestamp += PAYLOAD;
    memcpy(packet + 2, &sequence, 2);
    memcpy(packet + 4, &timestamp, 4);
    memcpy(packet + 8, &ssrc, 4);
    memset(packet + HEADER, 0xd5, PAYLOAD);
    memcpy(packet + HEADER, &magic, 8);
    memcpy(packet + HEADER + 8, &at_us, 8);
    if (send(phone->fd, packet, PACKET, 0) < 0 && errno != ECONNREFUSED && errno != EAGAIN) fail("send");
}

static uint32_t *histogram;
static int64_t received, timed, worst_us, counting_from_us;

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
        uint64_t magic;
        int64_t sent_us;
        if (counting_from_us == 0) continue;
        received++;
        if (messages[at].msg_len != PACKET) continue;
        memcpy(&magic, data[at] + HEADER, 8);
        if (magic != MAGIC) continue;
        memcpy(&sent_us, data[at] + HEADER + 8, 8);
        if (sent_us < counting_from_us) continue;
        int64_t delay_us = at_us - sent_us;
        if (delay_us < 0) delay_us = 0;
        if (delay_us > worst_us) worst_us = delay_us;
        histogram[delay_us < MAX_BUCKET ? delay_us : MAX_BUCKET - 1]++;
        timed++;
    }
}

static int64_t percentile(double share) {
    int64_t wanted = (int64_t)(share * (double)timed), seen = 0;
    for (int at = 0; at < MAX_BUCKET; at++) {
        seen += histogram[at];
        if (seen > wanted) return at;
    }
    return MAX_BUCKET;
}

static struct phone *phones;
static int phone_count, poller;

static void drain(int wait_ms) {
    struct epoll_event ready[256];
    int count = epoll_wait(poller, ready, 256, wait_ms);
    for (int at = 0; at < count; at++) receive(ready[at].data.fd);
}

/* Sends what is due, oldest first (the moments go round in the order of the phones). Returns packets sent. */
static int64_t run_until(int64_t end_us) {
    static int next = 0;
    int64_t sent = 0;
    for (;;) {
        int64_t at_us = now_us();
        if (at_us >= end_us) return sent;
        while (phones[next].due_us <= at_us) {
            send_packet(&phones[next], now_us());
            phones[next].due_us += FRAME_US;
            next = (next + 1) % phone_count;
            sent++;
            if (sent % 32 == 0) drain(0);
        }
        drain(phones[next].due_us - now_us() > 1000 ? 1 : 0);
    }
}

int main(int count, char **words) {
    if (count != 2) return fprintf(stderr, "usage: rtp_load SECONDS < ports\n"), 2;
    double seconds = atof(words[1]);
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    setpriority(PRIO_PROCESS, 0, -15); /* else it measures how long it waits itself on a busy machine */
    histogram = calloc(MAX_BUCKET, sizeof *histogram);
    phones = calloc(65536, sizeof *phones);
    poller = epoll_create1(0);
    int port;
    while (scanf("%d", &port) == 1) {
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
    run_until(start_us + 2000000);
    printf("ready\n");
    fflush(stdout);
    counting_from_us = now_us();
    int64_t sent = run_until(counting_from_us + (int64_t)(seconds * 1e6));
    int64_t heard = received;
    printf("done\n");
    fflush(stdout);
    int64_t tail_us = now_us() + 500000;
    while (now_us() < tail_us) drain(10);
    printf("%lld %lld %lld %lld %lld %lld\n", (long long)sent, (long long)heard, (long long)timed,
           (long long)percentile(0.5), (long long)percentile(0.99), (long long)worst_us);
    return 0;
}
