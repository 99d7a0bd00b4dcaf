// Runs a command in which io_uring_setup(2) fails with a chosen errno, as container runtimes and old kernels make it.
// With the code of a registration before the errno, as "2:22", that use of io_uring_register(2) fails instead.
// Build: cc -o no-io-uring no-io-uring.c   Usage: no-io-uring [CODE:]ERRNO COMMAND [ARGUMENT ...]
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { ioUringSetup = 425, ioUringRegister = 427 }; /* the same on every architecture of Linux 5.1 and newer */

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: %s [CODE:]ERRNO COMMAND [ARGUMENT ...]\n", arguments[0]);
        return 2;
    }
    const char *colon = strchr(arguments[1], ':');
    const unsigned error = (unsigned)strtoul(colon == NULL ? arguments[1] : colon + 1, NULL, 10) & SECCOMP_RET_DATA;
    const unsigned code = (unsigned)strtoul(arguments[1], NULL, 10);
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, colon == NULL ? ioUringSetup : ioUringRegister, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, colon == NULL ? 0 : code, 0, colon == NULL ? 0 : 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        fprintf(stderr, "seccomp: %s\n", strerror(errno));
        return 125;
    }
    execvp(arguments[2], arguments + 2);
    fprintf(stderr, "%s: %s\n", arguments[2], strerror(errno));
    return 127;
}
