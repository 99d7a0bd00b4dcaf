// statx STATX_DIOALIGN through the raw call (old headers lack it), and the trial read.
#include "core/direct_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "core/aligned_buffer.h"
#include "core/file_descriptor.h"
#include "core/page_cache.h"

namespace ioproof {
namespace {

constexpr uint32_t statxDioAlign = 0x2000;  // include/uapi/linux/stat.h
constexpr size_t trialBytes = size_t{1} << 20;

/// The start of struct statx, which is ABI: stx_dio_mem_align lies at byte 152, 256 bytes in all.
struct StatxAnswer {
    uint32_t mask;
    std::array<std::byte, 148> between;
    uint32_t dioMemoryAlign;
    uint32_t dioOffsetAlign;
    std::array<std::byte, 96> rest;
};
static_assert(sizeof(StatxAnswer) == 256);

/// True when the kernel answered. An answer of 0 alignments means that the file has no direct I/O.
bool alignmentByStatx(int descriptor, DirectFacts& facts) {
    StatxAnswer answer{};
    if (syscall(SYS_statx, descriptor, "", AT_EMPTY_PATH, statxDioAlign, &answer) != 0) return false;
    if ((answer.mask & statxDioAlign) == 0) return false;
    facts.memoryAlignment = answer.dioMemoryAlign;
    facts.offsetAlignment = answer.dioOffsetAlign;
    return true;
}

/// Smallest power of two from 512 to 4096 with which a direct read works.
std::optional<uint32_t> alignmentByTrial(int descriptor, std::byte* buffer) {
    for (uint32_t bytes = 512; bytes <= 4096; bytes *= 2)
        if (pread(descriptor, buffer, bytes, 0) >= 0) return bytes;
    return std::nullopt;
}

/// Why the kernel's word does not hold: a direct read that leaves pages behind, or memory that answers every read.
/// Pages that another process has mapped cannot be dropped either; where statx promises direct I/O, that proves
/// nothing.
std::string trialRefusal(int descriptor, uint64_t fileSize, std::byte* buffer, bool promised) {
    const size_t length = std::min<size_t>(trialBytes, std::max<uint64_t>(fileSize / 4096 * 4096, 4096));
    fdatasync(descriptor);  // dirty pages cannot be dropped
    posix_fadvise(descriptor, 0, static_cast<off_t>(length), POSIX_FADV_DONTNEED);
    const int64_t before = residentBytes(descriptor, length);
    if (before > 0 && !promised) return "its pages cannot be dropped from memory, so every read is answered by memory";
    const ssize_t got = pread(descriptor, buffer, length, 0);
    if (got < 0) return "a direct read failed with " + errnoName(errno);
    if (residentBytes(descriptor, length) > before)
        return "O_DIRECT is accepted but the data goes through the page cache";
    return {};
}

}  // namespace

DirectFacts probeDirect(const std::string& path, uint64_t fileSize) {
    DirectFacts facts;
    facts.requested = true;
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_DIRECT | O_CLOEXEC));
    if (!file.valid()) {
        facts.reason = "open with O_DIRECT failed with " + errnoName(errno);
        return facts;
    }
    AlignedBuffer buffer(trialBytes, false, -1);
    const bool answered = alignmentByStatx(file.get(), facts);
    if (answered) {
        facts.method = "statx";
        if (facts.offsetAlignment == 0) facts.reason = "statx says that the file has no direct I/O";
    } else if (const auto alignment = alignmentByTrial(file.get(), buffer.data())) {
        facts.method = "trial";
        facts.memoryAlignment = facts.offsetAlignment = *alignment;
    }
    if (facts.reason.empty()) facts.reason = trialRefusal(file.get(), fileSize, buffer.data(), answered);
    facts.used = facts.reason.empty();
    return facts;
}

DirectFacts probeDirectIn(const std::string& directory) {
    std::string path = directory + "/.ioproof-direct-XXXXXX";
    const FileDescriptor file(mkostemp(path.data(), O_CLOEXEC));
    if (!file.valid())
        throw IoError({.operation = OperationKind::Create, .path = path, .offset = 0, .length = 0, .error = errno});
    const std::vector<std::byte> content(trialBytes, std::byte{0x5a});
    const bool written = write(file.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
                         fsync(file.get()) == 0;
    const int error = errno;
    DirectFacts facts;
    if (written) facts = probeDirect(path, trialBytes);
    unlink(path.c_str());
    if (!written)
        throw IoError(
            {.operation = OperationKind::Write, .path = path, .offset = 0, .length = trialBytes, .error = error});
    return facts;
}

std::string misalignment(const DirectFacts& facts, uint64_t bytes, const char* what) {
    if (facts.offsetAlignment == 0 || bytes % facts.offsetAlignment == 0) return {};
    return std::string(what) + " of " + std::to_string(bytes) + " bytes is no multiple of the alignment of " +
           std::to_string(facts.offsetAlignment) + " bytes that direct I/O needs here";
}

}  // namespace ioproof
