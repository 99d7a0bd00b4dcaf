// The table from operation kinds to system calls.
#include "engines/blocking_operation.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engines/directory_listing.h"

namespace ioproof {
namespace {

int32_t outcome(ssize_t value) { return value < 0 ? -errno : static_cast<int32_t>(value); }

int32_t openPath(Chain& chain, const char* path, int flags) {
    chain.descriptor = open(path, flags, 0644);
    return chain.descriptor < 0 ? -errno : 0;
}

int32_t closeDescriptor(Chain& chain) {
    const int descriptor = chain.descriptor;
    chain.descriptor = -1;
    return outcome(close(descriptor));
}

int32_t statPath(const char* path) {
    struct stat status{};
    return outcome(stat(path, &status));
}

int32_t statxPath(const char* path) {
    struct statx facts;
    return outcome(statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &facts));
}

int32_t syncOf(const EngineContext& context, int descriptor) {
    return outcome(context.spec.fsyncDataOnly ? fdatasync(descriptor) : fsync(descriptor));
}

int32_t transfer(int descriptor, const Operation& operation) {
    ssize_t moved;
    const auto offset = static_cast<off_t>(operation.offset);
    do {
        moved = operation.kind == OperationKind::Read ? pread(descriptor, operation.data, operation.length, offset)
                                                      : pwrite(descriptor, operation.data, operation.length, offset);
    } while (moved < 0 && errno == EINTR);
    return outcome(moved);
}

/// Each time another value: a file system may skip the writing of the same.
int32_t setAttribute(const char* path, uint64_t seed) {
    const AttributeValue value = attributeValue(seed);
    return outcome(setxattr(path, attributeName, value.data(), sizeof(value), 0));
}

int32_t getAttribute(const char* path) {
    AttributeValue value;
    return getxattr(path, attributeName, value.data(), sizeof(value)) < 0 ? -errno : 0;
}

int32_t syncDirectory(const char* path) {
    const int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    const int32_t result = outcome(fsync(descriptor));
    close(descriptor);
    return result;
}

int32_t statMissing(const char* path) {
    struct stat status{};
    return missingOutcome(outcome(stat(path, &status)));
}

int32_t openMissing(const char* path, int flags) {
    const int descriptor = open(path, flags);
    if (descriptor < 0) return missingOutcome(-errno);
    close(descriptor);
    return missingOutcome(0);
}

/// The name only, so that the link holds wherever the data set is seen from.
int32_t makeSymlink(const char* existing, const char* made) { return outcome(symlink(lastComponent(existing), made)); }

int32_t executeOnNames(const EngineContext& context, const Chain& chain, const Operation& operation) {
    const char* path = chain.pathOf(operation.name);
    const char* other = chain.pathOf(operation.otherName);
    switch (operation.kind) {
        case OperationKind::Stat: return statPath(path);
        case OperationKind::Unlink: return outcome(unlink(path));
        case OperationKind::Mkdir: return outcome(mkdir(path, 0755));
        case OperationKind::Rmdir: return outcome(rmdir(path));
        case OperationKind::Rename: return outcome(rename(path, other));
        case OperationKind::Readdir: return countEntries(path);
        case OperationKind::List: return listEntries(path, context.clock, context.entryObserver);
        case OperationKind::Statx: return statxPath(path);
        case OperationKind::FsyncDirectory: return syncDirectory(path);
        case OperationKind::StatMissing: return statMissing(path);
        case OperationKind::OpenMissing: return openMissing(path, context.openFlags);
        case OperationKind::Setattr: return outcome(utimensat(AT_FDCWD, path, nullptr, 0));
        case OperationKind::Setxattr: return setAttribute(path, operation.startedAt);
        case OperationKind::Getxattr: return getAttribute(path);
        case OperationKind::Link: return outcome(link(other, path));
        case OperationKind::Symlink: return makeSymlink(other, path);
        default: return -EINVAL;
    }
}

}  // namespace

AttributeValue attributeValue(uint64_t seed) { return {seed, ~seed, seed + 1, ~seed - 1}; }

int32_t missingOutcome(int32_t result) {
    if (result == -ENOENT) return 0;
    return result < 0 ? result : -EEXIST;
}

const char* lastComponent(const char* path) {
    const char* slash = std::strrchr(path, '/');
    return slash == nullptr ? path : slash + 1;
}

void executeBlocking(const EngineContext& context, Chain& chain, Operation& operation) {
    const auto openWith = [&](int flags) { return openPath(chain, chain.pathOf(operation.name), flags); };
    switch (operation.kind) {
        case OperationKind::Read:
        case OperationKind::Write:
            operation.result = transfer(descriptorOf(context, chain, operation), operation);
            break;
        case OperationKind::Open: operation.result = openWith(context.openFlags); break;
        case OperationKind::Create: operation.result = openWith(context.openFlags | O_CREAT | O_TRUNC); break;
        case OperationKind::Close: operation.result = closeDescriptor(chain); break;
        case OperationKind::Fsync: operation.result = syncOf(context, descriptorOf(context, chain, operation)); break;
        default: operation.result = executeOnNames(context, chain, operation);
    }
}

void abandonDescriptor(Chain& chain) {
    if (chain.descriptor >= 0) close(chain.descriptor);
    chain.descriptor = -1;
}

int32_t syncDescriptor(int descriptor) { return outcome(fdatasync(descriptor)); }

}  // namespace ioproof
