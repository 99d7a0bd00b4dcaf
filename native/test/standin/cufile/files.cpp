// Files that the stand-in of cuFile is given, and memory that it is to register.
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>

#include "test/standin/cufile/driver.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

std::string pathOf(int descriptor) {
    char path[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t length = readlink(link.c_str(), path, sizeof(path));
    return length < 0 ? "" : std::string(path, static_cast<size_t>(length));
}

bool isBelow(const std::string& path, const std::string& directory) {
    return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

/// Of all filesystems without a direct path those on which no test wants one.
bool isInMemory(int descriptor) {
    struct statfs facts;
    return fstatfs(descriptor, &facts) == 0 && (facts.f_type == TMPFS_MAGIC || facts.f_type == RAMFS_MAGIC);
}

bool hasDirectPath(int descriptor) {
    if (script().direct != Direct::All || isInMemory(descriptor)) return false;
    if (script().compatPaths.empty()) return true;
    const std::string path = pathOf(descriptor);
    return std::ranges::none_of(script().compatPaths, [&](const std::string& one) { return isBelow(path, one); });
}

cufile::Error registerFile(CufileState& state, cufile::Handle* handle, int descriptor) {
    auto file = std::make_shared<File>();
    const int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fstat(descriptor, &file->facts) != 0) return failed(5022);
    if (!S_ISREG(file->facts.st_mode) && !S_ISBLK(file->facts.st_mode)) return failed(5018);
    if ((flags & O_APPEND) != 0) return failed(5019);
    for (const auto& [other, registered] : state.files) {
        if (registered->descriptor == descriptor) return failed(5028);
    }
    file->descriptor = descriptor;
    file->unbuffered = (flags & O_DIRECT) != 0;
    file->direct = !state.compatForced && file->unbuffered && hasDirectPath(descriptor);
    if (isStrict(state) && !file->direct) return failed(file->unbuffered ? 5008 : 5020);
    *handle = reinterpret_cast<cufile::Handle>(file.get());
    state.files.emplace(*handle, std::move(file));
    return fine;
}

/// The descriptor must still be of the file that was registered.
bool isOpen(const File& file) {
    struct stat now;
    return fstat(file.descriptor, &now) == 0 && now.st_dev == file.facts.st_dev && now.st_ino == file.facts.st_ino;
}

}  // namespace

std::shared_ptr<File> ioproof::standin::fileOf(cufile::Handle handle) {
    CufileState& state = cufileState();
    const std::shared_lock lock(state.mutex);
    const auto found = state.files.find(handle);
    return found == state.files.end() ? nullptr : found->second;
}

STANDIN_API cufile::Error cuFileHandleRegister(cufile::Handle* handle, cufile::Description* description) {
    CufileState& state = cufileState();
    cufile::Error error = refusalWhenOpen("cuFileHandleRegister");
    if (error.code == 0 && (description->type != cufile::handleOpaqueFd || description->operations != nullptr)) {
        error = failed(5022);
    }
    if (error.code == 0) {
        const std::lock_guard lock(state.mutex);
        error = registerFile(state, handle, description->fd);
    }
    if (error.code == 0) state.statistics.add(Counter::HandlesRegistered);
    else state.statistics.addError(Counter::HandlesRegistered);
    return error;
}

STANDIN_API void cuFileHandleDeregister(cufile::Handle handle) {
    CufileState& state = cufileState();
    const std::shared_ptr<File> file = fileOf(handle);
    if (!file) abortOver("cuFileHandleDeregister of no handle, or after cuFileDriverClose");
    if (!isOpen(*file)) abortOver("cuFileHandleDeregister after the file was closed");
    if (file->users > 0) abortOver("cuFileHandleDeregister of a file with transfers under way");
    const std::lock_guard lock(state.mutex);
    state.files.erase(handle);
    state.statistics.add(Counter::HandlesDeregistered);
}

STANDIN_API cufile::Error cuFileBufRegister(const void* base, size_t bytes, int flags) {
    CufileState& state = cufileState();
    if (const cufile::Error error = refusalWhenOpen("cuFileBufRegister"); error.code != 0) return error;
    const uintptr_t address = reinterpret_cast<uintptr_t>(base);
    const std::shared_ptr<Range> memory = deviceRange(address);
    if (!memory) return failed(5012);
    if (flags != 0 || bytes == 0) return failed(5022);
    if (!memory->holds(address, bytes)) return failed(5014);
    if (memory->device != currentDevice()) return failed(5015);
    if (script().barKib > 0 && state.buffers.bytes(-1) + bytes > script().barKib * 1024) return failed(5036);
    auto range = std::make_shared<Range>();
    range->start = address;
    range->bytes = bytes;
    if (!state.buffers.add(std::move(range))) return failed(5023);
    ++memory->registrations;
    state.statistics.add(Counter::BuffersRegistered);
    state.statistics.add(memory->device, GpuCounter::RegisteredBytes, bytes);
    return fine;
}

STANDIN_API cufile::Error cuFileBufDeregister(const void* base) {
    CufileState& state = cufileState();
    const cufile::Error error = refusalWhenOpen("cuFileBufDeregister");
    if (error.code != 0) return error.code == 5001 ? failed(5006) : error;
    const uintptr_t address = reinterpret_cast<uintptr_t>(base);
    const std::shared_ptr<Range> registered = state.buffers.startingAt(address);
    if (!registered) return failed(5017);
    // It is there: memory is not freed while it is registered.
    const std::shared_ptr<Range> memory = deviceRange(address);
    if (memory->users > 0) abortOver("cuFileBufDeregister of memory that a transfer uses");
    state.buffers.remove(address);
    --memory->registrations;
    state.statistics.add(Counter::BuffersDeregistered);
    return fine;
}
