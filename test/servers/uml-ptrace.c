// Preload for User-Mode Linux on machines with a large register state (AMX), where it ends with "ptrace set fp regs failed".
//
// Kernels up to 6.6 keep the extended registers of a guest process in an array of fixed length. The host refuses to set
// registers from less than its own whole state (EFAULT). So a shorter state is put in front of zeros of the whole length:
// the zeros belong to registers that the guest does not know and its processes do not use.
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { largest_state = 1 << 16 };

static _Alignas(64) char whole[largest_state];

// Length of the whole state of this host, asked for once; 0 where it cannot be read.
static size_t length_of_whole(long process) {
    static size_t length;
    struct iovec area = {.iov_base = whole, .iov_len = sizeof whole};
    if (length == 0 && syscall(SYS_ptrace, PTRACE_GETREGSET, process, NT_X86_XSTATE, &area) == 0) length = area.iov_len;
    return length;
}

static long set_extended(long process, const struct iovec *given) {
    const size_t length = length_of_whole(process);
    struct iovec padded = {.iov_base = whole, .iov_len = length};
    if (length <= given->iov_len) return syscall(SYS_ptrace, PTRACE_SETREGSET, process, NT_X86_XSTATE, given);
    memset(whole, 0, length);
    memcpy(whole, given->iov_base, given->iov_len);
    return syscall(SYS_ptrace, PTRACE_SETREGSET, process, NT_X86_XSTATE, &padded);
}

// The C library returns the word that a PEEK reads; the system call stores it.
static long peek(long request, long process, void *address) {
    long word = 0;
    if (syscall(SYS_ptrace, request, process, address, &word) < 0) return -1;
    errno = 0;
    return word;
}

long ptrace(enum __ptrace_request request, ...) {
    va_list rest;
    va_start(rest, request);
    const long process = va_arg(rest, pid_t);
    void *address = va_arg(rest, void *);
    void *data = va_arg(rest, void *);
    va_end(rest);
    if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER)
        return peek(request, process, address);
    if (request == PTRACE_SETREGSET && (long)address == NT_X86_XSTATE) return set_extended(process, data);
    return syscall(SYS_ptrace, request, process, address, data);
}
