/*
 * A Modbus TCP server by libmodbus (Debian's libmodbus-dev): a peer that is not ours, and a bad one on request.
 *   gcc libmodbus-server.c -o server $(pkg-config --cflags --libs libmodbus)
 * Listens on any port of loopback, says {"port": N}, serves until its stdin ends.
 * Unit 17. Holding registers 0 to 99:
 *   0 float 123456.0 ABCD, 2 DCBA, 4 BADC, 6 CDAB; 8 int32 -123456789 (high word first); 10 int16 -1234; 12 text "SALT\0".
 * Input register 0 to 9: 0x0a, 0x0b, ...; coils 0 to 36 and discrete inputs 0 to 21: the pattern of the specification.
 * 0x170 exception 6; 0x171 a wrong transaction id; 0x172 answers after half a second; 0x173 byte by byte; 0x174 a wrong unit.
 */
#include <modbus.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

static const uint8_t coil_bytes[] = {0xCD, 0x6B, 0xB2, 0x0E, 0x1B};
static const uint8_t input_bytes[] = {0xAC, 0xDB, 0x35};

static void raw_reply(int socket, const uint8_t *query, int is_other_id, int is_other_unit, useconds_t between) {
    uint8_t frame[11] = {query[0], query[1], 0, 0, 0, 5, query[6], 3, 2, 0x12, 0x34};
    if (is_other_id) frame[1] ^= 0x55;
    if (is_other_unit) frame[6] ^= 0x55;
    for (int i = 0; i < 11; i += between ? 1 : 11) {
        if (between) usleep(between);
        if (send(socket, frame + i, between ? 1 : 11, MSG_NOSIGNAL) < 0) return;
    }
}

int main(void) {
    modbus_t *ctx = modbus_new_tcp("127.0.0.1", 0);
    modbus_mapping_t *map = modbus_mapping_new(37, 22, 100, 10);
    if (ctx == NULL || map == NULL) return 1;
    modbus_set_slave(ctx, 17);
    modbus_set_bits_from_bytes(map->tab_bits, 0, 37, coil_bytes);
    modbus_set_bits_from_bytes(map->tab_input_bits, 0, 22, input_bytes);
    /* Not modbus_set_float_abcd and its like: in 3.1.6 their names mean the bytes in memory, not those on the wire. */
    static const uint16_t floats[] = {0x47F1, 0x2000, 0x0020, 0xF147, 0xF147, 0x0020, 0x2000, 0x47F1};
    memcpy(map->tab_registers, floats, sizeof floats);
    map->tab_registers[8] = 0xF8A4;
    map->tab_registers[9] = 0x32EB;
    map->tab_registers[10] = (uint16_t)-1234;
    map->tab_registers[12] = 0x5341;
    map->tab_registers[13] = 0x4c54;
    for (int i = 0; i < 10; i++) map->tab_input_registers[i] = 0x0a + i;

    int listener = modbus_tcp_listen(ctx, 8);
    struct sockaddr_in name;
    socklen_t size = sizeof name;
    if (listener < 0 || getsockname(listener, (struct sockaddr *)&name, &size) < 0) return 1;
    printf("{\"port\": %d}\n", ntohs(name.sin_port));
    fflush(stdout);

    fd_set open;
    FD_ZERO(&open);
    FD_SET(listener, &open);
    FD_SET(STDIN_FILENO, &open);
    for (;;) {
        fd_set ready = open;
        if (select(FD_SETSIZE, &ready, NULL, NULL, NULL) < 0) return 1;
        for (int fd = 0; fd < FD_SETSIZE; fd++) {
            if (!FD_ISSET(fd, &ready)) continue;
            if (fd == STDIN_FILENO) return 0;
            if (fd == listener) {
                int taken = accept(listener, NULL, NULL);
                if (taken >= 0) FD_SET(taken, &open);
                continue;
            }
            uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
            modbus_set_socket(ctx, fd);
            int length = modbus_receive(ctx, query);
            if (length < 0) {
                FD_CLR(fd, &open);
                close(fd);
                continue;
            }
            if (length == 0) continue;
            int address = (query[8] << 8) | query[9];
            if (query[7] == 3 && address == 0x170) modbus_reply_exception(ctx, query, MODBUS_EXCEPTION_SLAVE_OR_SERVER_BUSY);
            else if (query[7] == 3 && address == 0x171) raw_reply(fd, query, 1, 0, 0);
            else if (query[7] == 3 && address == 0x172) { usleep(500000); raw_reply(fd, query, 0, 0, 0); }
            else if (query[7] == 3 && address == 0x173) raw_reply(fd, query, 0, 0, 5000);
            else if (query[7] == 3 && address == 0x174) raw_reply(fd, query, 0, 1, 0);
            else modbus_reply(ctx, query, length, map);
        }
    }
}
