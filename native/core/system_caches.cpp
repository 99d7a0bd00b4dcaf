// sync(2), then a write to /proc/sys/vm/drop_caches.
#include "core/system_caches.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "core/file_descriptor.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

/// The page cache is 1, directory entries and inodes are 2.
constexpr char all[] = {'3'};

SystemCacheFacts refused(const char* action, const char* path) {
    const int error = errno;
    return {.dropped = false, .reason = errnoName(error) + ": " + action + " '" + path + "'"};
}

}  // namespace

SystemCacheFacts dropSystemCaches(const char* path) {
    // Before the sync, which takes long: whoever lacks the right learns it at once.
    const FileDescriptor file(open(path, O_WRONLY | O_CLOEXEC));
    if (!file.valid()) return refused("open", path);
    sync();
    if (write(file.get(), all, sizeof(all)) != static_cast<ssize_t>(sizeof(all))) return refused("write", path);
    return {.dropped = true, .reason = ""};
}

}  // namespace ioproof
