// preadv2, cachestat and statx by number, since older headers lack them or their flags.
#include "core/read_probe.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

#include "core/aligned_buffer.h"
#include "core/file_descriptor.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

constexpr int rwfNowait = 0x8;         // include/uapi/linux/fs.h
constexpr long cachestatNumber = 451;  // the same on x86-64 and arm64
constexpr uint32_t dioAlign = 0x2000;  // include/uapi/linux/stat.h
constexpr uint32_t dioReadAlign = 0x20000;
constexpr size_t pageBytes = 4096;
constexpr size_t oddBytes = 100;
constexpr off_t oddOffset = 7;

/// The start of struct statx, which is ABI: stx_dio_mem_align lies at byte 152, stx_dio_read_offset_align at 180.
struct StatxAnswer {
    uint32_t mask;
    std::array<std::byte, 148> between;
    uint32_t memory;
    uint32_t offset;
    std::array<std::byte, 20> behind;
    uint32_t readOffset;
    std::array<std::byte, 72> rest;
};
static_assert(sizeof(StatxAnswer) == 256);
static_assert(offsetof(StatxAnswer, readOffset) == 180);

struct CachestatRange {
    uint64_t offset;
    uint64_t length;
};

std::string outcome(int64_t result) { return result >= 0 ? "accepted" : errnoName(errno); }

FileDescriptor opened(const std::string& path, int flags) {
    FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | flags));
    if (!file.valid())
        throw IoError({.operation = OperationKind::Open, .path = path, .offset = 0, .length = 0, .error = errno});
    return file;
}

std::string nowaitRead(const std::string& path, AlignedBuffer& buffer) {
    const FileDescriptor file = opened(path, 0);
    const iovec part{.iov_base = buffer.data(), .iov_len = pageBytes};
    return outcome(preadv2(file.get(), &part, 1, 0, rwfNowait));
}

std::string misalignedRead(const std::string& path, AlignedBuffer& buffer) {
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECT));
    if (!file.valid()) return errnoName(errno);
    return outcome(pread(file.get(), buffer.data() + 1, oddBytes, oddOffset));
}

std::string cachestatOf(const std::string& path) {
    const FileDescriptor file = opened(path, 0);
    CachestatRange range{.offset = 0, .length = pageBytes};
    std::array<uint64_t, 5> answer{};
    return outcome(syscall(cachestatNumber, file.get(), &range, answer.data(), 0));
}

}  // namespace

ReadProbe probeReads(const std::string& path) {
    AlignedBuffer buffer(2 * pageBytes, false, -1);
    return {
        .nowait = nowaitRead(path, buffer), .misaligned = misalignedRead(path, buffer), .cachestat = cachestatOf(path)};
}

DirectAlignment statxDirect(const std::string& path) {
    StatxAnswer answer{};
    if (syscall(SYS_statx, AT_FDCWD, path.c_str(), 0, dioAlign | dioReadAlign, &answer) != 0)
        throw IoError({.operation = OperationKind::Stat, .path = path, .offset = 0, .length = 0, .error = errno});
    if ((answer.mask & dioAlign) == 0) return {};
    return {.told = true,
            .memory = answer.memory,
            .offset = answer.offset,
            .readOffset = (answer.mask & dioReadAlign) != 0 ? answer.readOffset : 0};
}

}  // namespace ioproof
