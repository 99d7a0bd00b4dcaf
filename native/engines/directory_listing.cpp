// getdents64(2), as much at once as the C library asks for, and statx(2) of what it names.
#include "engines/directory_listing.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace ioproof {
namespace {

constexpr size_t answerBytes = 32768;

/// As getdents64(2) writes it: the name begins at byte 19.
struct DirectoryEntry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[1];
};

bool isOwnOrParent(const char* name) { return name[0] == '.' && (name[1] == '\0' || std::strcmp(name, "..") == 0); }

/// Calls `visit` with the name of each entry of one answer until it returns an error, which becomes the result.
template <typename Visit>
int32_t visitNames(const std::byte* answer, size_t bytes, Visit& visit) {
    for (size_t at = 0; at < bytes;) {
        uint16_t length;
        std::memcpy(&length, answer + at + offsetof(DirectoryEntry, length), sizeof(length));
        const auto* name = reinterpret_cast<const char*>(answer + at + offsetof(DirectoryEntry, name));
        at += length;
        if (isOwnOrParent(name)) continue;
        if (const int32_t status = visit(name); status < 0) return status;
    }
    return 0;
}

/// Reads the directory to its end; `visit` is called with its descriptor and each name.
template <typename Visit>
int32_t readDirectory(const char* path, Visit visit) {
    const int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    alignas(8) std::array<std::byte, answerBytes> answer;
    int32_t count = 0;
    int32_t status = 0;
    auto each = [&](const char* name) {
        ++count;
        return visit(descriptor, name);
    };
    while (status == 0) {
        const long got = syscall(SYS_getdents64, descriptor, answer.data(), answer.size());
        if (got < 0) status = -errno;
        if (got <= 0) break;
        status = visitNames(answer.data(), static_cast<size_t>(got), each);
    }
    const int closed = close(descriptor);
    if (status == 0 && closed != 0) status = -errno;
    return status < 0 ? status : count;
}

}  // namespace

int32_t countEntries(const char* path) {
    return readDirectory(path, [](int, const char*) { return 0; });
}

int32_t listEntries(const char* path, const Clock& clock, EntryObserver* observer) {
    using Answer = EntryObserver::Answer;
    return readDirectory(path, [&](int directory, const char* name) -> int32_t {
        struct statx facts;
        const uint64_t startedAt = clock.now();
        const int status = statx(directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &facts);
        const int error = status == 0 ? 0 : errno;
        if (error != 0 && error != ENOENT) return -error;
        const Answer answer = error == 0 ? Answer::Found : Answer::Missing;
        const bool goesOn = observer == nullptr || observer->looked(startedAt, clock.now(), answer);
        return goesOn ? 0 : -ECANCELED;
    });
}

}  // namespace ioproof
